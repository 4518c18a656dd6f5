"""The power goes at any write: what was said to be saved is there, whole, and goes on.

Not kill -9, after which the system still writes what it was given: here everything that was not
synced may be missing, in part or in any order, as on a disk that loses its power.
"""

import os
import random

import pytest

from station.ids import ElapsedMs, Epoch, StreamId, UnixMs
from station.store.clock_mark import ClockMarks
from station.store.database import open_database
from station.store.event_log import EventLog
from station.store.outbox import Outbox

from .conftest import KEY
from .power import SUPPORTED, Disk, record

pytestmark = [
    pytest.mark.skipif(not SUPPORTED, reason="reads system calls as Linux makes them"),
    pytest.mark.timeout(300),
]

SEAT = """
import sys
from pathlib import Path
from station.store.clock_mark import ClockMarks
from station.store.database import open_database
from station.store.event_log import EventLog
from station.store.outbox import Outbox
db = open_database(Path(sys.argv[1]) / "seat.db", bytes(range(32)))
log, marks, outbox = EventLog(db), ClockMarks(db), Outbox(db)

def say(*words):
    sys.stdout.write(" ".join(map(str, words)) + " ")
    sys.stdout.flush()

say("ready")
for n in range(ROUNDS):
    say(f"a{log.write('a', 1, n, n, [bytes([n]) * 300])[-1].seq}")
    if n % 3 == 0:
        marks.save("a", n, n)
    if n % 4 == 1:
        with db.writing():
            b = log.write("b", 1, n, n, [b"b" * 100, b"c" * 5000])[-1].seq
            with db.writing():
                c = log.write("c", 1, n, n, [b"d" * 10])[-1].seq
        say(f"b{b} c{c}")
    if n % 7 == 6:
        outbox.add(bytes([n]) * 9000)
        say(f"o{n}")
    if n % 9 == 8:
        db.rows("PRAGMA wal_checkpoint(RESTART)")
    if n == 20:
        db.forget()
"""
ROUNDS = 30
SHARES = (0.0, 1.0, 0.5, 0.9)


@pytest.fixture(scope="module")
def notes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seat")
    open_database(folder / "seat.db", KEY).close()
    first = {each.name: each.read_bytes() for each in folder.iterdir()}
    return first, record(f"ROUNDS = {ROUNDS}\n{SEAT}", folder)


def check(files, said, folder):
    """Open what the power cut left, and compare it with what had been said."""
    for old in folder.iterdir():
        old.unlink()
    for name, raw in files.items():
        if not name.endswith("-shm"):  # it lives in memory
            (folder / name).write_bytes(raw)
    db = open_database(folder / "seat.db", KEY)
    log, outbox = EventLog(db), Outbox(db)
    streams = {name: log.read(StreamId(name)) for name in "abc"}  # each chain is followed
    for name, records in streams.items():
        promised = max([0, *(int(word[1:]) for word in said if word[:1] == name.encode())])
        assert promised <= len(records) <= promised + 2, f"{name}: {len(records)} of {promised}"
    assert len(streams["b"]) == 2 * len(streams["c"])  # one transaction: all or nothing
    envelopes = [envelope[0] for _, envelope in outbox.pending()]
    promised = [int(word[1:]) for word in said if word.startswith(b"o")]
    assert envelopes[: len(promised)] == promised
    assert len(envelopes) <= len(promised) + 1
    marked = ClockMarks(db).load(StreamId("a"))
    assert marked is None or marked[0] <= len(streams["a"])
    assert log.write(StreamId("a"), Epoch(1), ElapsedMs(99), UnixMs(99), [b"it goes on"])
    db.close()


def test_a_power_cut_at_any_write_takes_nothing_back(notes, tmp_path):
    """The state after each write, with none, all and some of the sectors that were not synced."""
    seed = int(os.environ.get("STATION_SEED") or random.SystemRandom().randrange(1_000_000))
    print(f"STATION_SEED={seed}")
    (first, calls), dice, disk = notes, random.Random(seed), Disk()
    disk.start(first)
    cuts = 0
    for note in calls:
        disk.do(note)
        if b"ready" not in disk.said:
            continue
        for share in SHARES if disk.unsure else (1.0,):
            check(disk.after_a_cut(dice, share), disk.said, tmp_path)
            cuts += 1
    print({"calls": len(calls), "cuts": cuts})
    assert cuts > 3 * len(calls)


def test_it_would_see_a_store_that_does_not_sync(notes, tmp_path):
    """The same, on a disk that promises to sync and does not."""
    (first, calls), disk = notes, Disk()
    disk.start(first)
    for note in calls:
        if note.what != "sync":
            disk.do(note)
    with pytest.raises(AssertionError, match="0 of"):
        check(disk.after_a_cut(random.Random(1), 0.0), disk.said, tmp_path)


DIES = """
import os, sys
from pathlib import Path
from station.store.database import open_database
from station.store.event_log import EventLog
folder = Path(sys.argv[1])
db = open_database(folder / "first.db", bytes(range(32)))
db.mirror_into(folder / "second" / "copy.db", bytes(range(32)))
log = EventLog(db)
for n in range(ROUNDS):
    seq = log.write("a", 1, n, n, [bytes([n]) * 300])[-1].seq
    os.write(1, f"a{seq} ".encode())
os._exit(0)
"""


def test_a_second_disk_has_everything_while_its_copy_is_replaced(tmp_path):
    """The program dies and is started again; the power goes while it makes a new copy."""
    (tmp_path / "room" / "second").mkdir(parents=True)
    first = record(f"ROUNDS = 12\n{DIES}", tmp_path / "room")
    again = record(f"ROUNDS = 4\n{DIES}", tmp_path / "room")
    disk, dice = Disk(), random.Random(7)
    for note in first:
        if note.file.startswith("second/") or note.what == "said":
            disk.do(note)
    told, cuts = len(disk.said), 0
    assert told == 12
    for note in again:
        if not (note.file.startswith("second/") or note.what == "said"):
            continue
        disk.do(note)
        for share in SHARES:
            files = disk.after_a_cut(dice, share)
            for name in ("copy.db", "copy.db-wal"):
                (tmp_path / name).unlink(missing_ok=True)
                if f"second/{name}" in files:
                    (tmp_path / name).write_bytes(files[f"second/{name}"])
            db = open_database(tmp_path / "copy.db", KEY)
            held = len(EventLog(db).read(StreamId("a")))
            assert len(disk.said) <= held <= len(disk.said) + 1
            db.close()
            cuts += 1
    assert cuts > 80
    assert len(disk.said) == 16
