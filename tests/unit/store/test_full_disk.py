"""A disk without room: the answer is refused by name, nothing is half saved, and it goes on."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from station.errors.store import StoreFull
from station.store.clock_mark import ClockMarks
from station.store.database import open_database
from station.store.event_log import EventLog
from station.store.outbox import Outbox

from .conftest import KEY


@pytest.fixture
def small_disk(tmp_path):
    """A real file system of 2 MB; only root may mount one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if subprocess.run(mounting, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(path):
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))


def test_a_full_disk_refuses_and_goes_on_when_there_is_room(small_disk):
    path, ballast = small_disk / "seat.db", small_disk / "ballast"
    db = open_database(path, KEY)
    log, marks = EventLog(db), ClockMarks(db)
    saved = list(log.write("s", 1, 0, 0, [b"first"]))
    fill(ballast)
    refused = 0
    while refused < 3:  # some bytes are left in the files' last blocks
        try:
            saved += log.write("s", 1, 0, 0, [bytes(1000), bytes(1000), bytes(3000)])
        except StoreFull:
            refused += 1
        assert log.read("s") == tuple(saved)
    for write in [
        lambda: log.write("s", 1, 0, 0, [b"answer" * 1000]),
        lambda: log.fence("t" * 5000, 2),
        lambda: marks.save("t" * 5000, 1, 1),
        lambda: Outbox(db).add(bytes(10_000)),
    ]:
        with pytest.raises(StoreFull):
            write()
    assert log.read("s") == tuple(saved)
    assert Outbox(db).count() == 0
    ballast.unlink()
    saved += log.write("s", 1, 0, 0, [b"after"])
    db.close()
    db = open_database(path, KEY)
    assert EventLog(db).read("s") == tuple(saved)
    db.close()


def test_a_full_database_refuses_and_goes_on(db):
    """The same without root: SQLite's own limit of pages."""
    log = EventLog(db)
    saved = log.write("s", 1, 0, 0, [b"first"])
    (pages,) = db.row("PRAGMA page_count")
    db.row(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreFull):
        log.write("s", 1, 0, 0, [b"small", bytes(50_000)])
    assert log.read("s") == saved
    db.row("PRAGMA max_page_count = 1000000")
    saved += log.write("s", 1, 0, 0, [b"small", bytes(50_000)])
    assert log.read("s") == saved


LIMITED = """
import resource, signal, sys
from contextlib import suppress
from pathlib import Path
from station.errors.store import StoreFull
from station.store.database import open_database
from station.store.event_log import EventLog
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
db = open_database(Path(sys.argv[1]), bytes(range(32)))
log = EventLog(db)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
saved = 0
try:
    while True:
        log.write("s", 1, 0, 0, [bytes(1000)])
        saved += 1
except StoreFull:
    assert len(log.read("s")) == saved
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
log.write("s", 1, 0, 0, [b"after"])
print(saved)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_quota_is_a_full_disk_too(path):
    root = Path(__file__).parents[3]
    child = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)],
        check=False,
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert child.stderr == ""
    db = open_database(path, KEY)
    records = EventLog(db).read("s")
    assert len(records) == int(child.stdout) + 1 > 5
    assert records[-1].body == b"after"
    db.close()


def test_no_room_to_make_it(small_disk):
    fill(small_disk / "ballast")
    with pytest.raises(StoreFull):
        open_database(small_disk / "seat.db", KEY)
    (small_disk / "ballast").unlink()
    open_database(small_disk / "seat.db", KEY).close()
