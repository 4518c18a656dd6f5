"""F14: a second PC follows over the network, the coordinator dies, and it takes over."""

import queue
import threading

import pytest

from station.clock import SystemClock
from station.errors import StationError
from station.flow.second_disk import SecondDisk
from station.ids import ElapsedMs, Epoch, StreamId, UnixMs
from station.modes.enrol import certified
from station.modes.folder import StationFolder
from station.modes.second_pc import SecondPc, follow_coordinator
from station.modes.standby import prepare, raise_term, term_of
from station.seal.kinds import SignerKind
from station.store.event_log import EventLog
from tests.unit.lan.test_enrolment import OURS

STREAM = StreamId("room/s")
SECRET = "centre's"


class Store:
    """The store's lane: what it runs, nobody disturbs."""

    def __init__(self, folder):
        self.database = folder.database(OURS.centre)
        self._lock = threading.Lock()

    def run(self, task, done, failed):
        with self._lock:
            try:
                found = task()
            except StationError as error:
                failed(error)
                return
        done(found)

    def write(self, body):
        with self._lock:
            EventLog(self.database).write(STREAM, Epoch(1), ElapsedMs(0), UnixMs(1), (body,))


class Ended(Exception):
    """A person has pressed Ctrl-C."""


class Followed:
    """The second PC's program; it is ended when the coordinator is silent."""

    def __init__(self, folder, port):
        self.said = queue.Queue()
        self._thread = threading.Thread(target=self._run, args=(folder, port), daemon=True)
        self._thread.start()

    def _run(self, folder, port):
        def say(following):
            self.said.put(following)
            if not following:
                raise Ended

        try:
            follow_coordinator(folder, SECRET, ("127.0.0.1", port), say)
        except Ended:
            self.said.put("ended")


@pytest.fixture
def first(tmp_path):
    folder = StationFolder(tmp_path / "first")
    folder.create(OURS.centre, OURS.root.certificate, SECRET, {})
    now = SystemClock().wall()
    desk = certified(OURS.centre, SignerKind.COORDINATOR, "coordinator", now, 30)
    folder.keep_desk_identity(desk, SECRET)
    return folder


def test_f14_a_second_pc_takes_over_with_all_that_it_followed(first, tmp_path):
    store, changed = Store(first), queue.Queue()
    desk = first.desk_identity(SECRET)
    feed = SecondPc(first, desk, store, lambda work: work())
    feed.start(("127.0.0.1", 0), lambda: changed.put(feed.state))
    assert feed.state is SecondDisk.NONE
    store.write(b"before")
    second = StationFolder(tmp_path / "second")
    prepare(first, second.path)
    followed = Followed(second, feed._feed.port)
    assert changed.get(timeout=20) is SecondDisk.WHOLE
    assert followed.said.get(timeout=20) is True
    for n in range(20):
        store.write(b"%d" % n)
    held = threading.Event()
    wanted = [b"before", *(b"%d" % n for n in range(20))]
    while not held.wait(0.1):
        if copied(second) == wanted:
            held.set()
    feed.stop()
    assert followed.said.get(timeout=20) is False
    assert followed.said.get(timeout=20) == "ended"
    assert raise_term(second, SECRET, ()) == 2
    database = second.database(second.identity(SECRET))
    assert term_of(database) == 2
    assert [one.body for one in EventLog(database).read(STREAM)] == wanted
    database.close()
    store.database.close()


def copied(folder):
    """Return what a copy of the copy holds: the one that is followed is not to be opened."""
    look = StationFolder(folder.path.with_name("look"))
    look.path.mkdir(exist_ok=True)
    for file in look.path.iterdir():
        file.unlink()
    for file in folder.path.glob("station.db*"):
        try:
            (look.path / file.name).write_bytes(file.read_bytes())
        except FileNotFoundError:
            return None  # it is being put in place
    try:
        database = look.database(OURS.centre)
    except StationError:
        return None
    try:
        return [one.body for one in EventLog(database).read(STREAM)]
    except StationError:
        return None
    finally:
        database.close()
