"""The power goes in the whole room at each write: what anybody was told is saved is on each disk.

Not kill -9: what was not synced may be missing, in part or in any order. A day is played once
under the eyes of a recorder (power_day); then its disks are looked at as they may be after a cut
at every one of its writes: with nothing of what was not synced, with all of it, and with any part.
The coordinator's first disk, its second one and the seat's are cut apart: each of them must have
all that was said, whatever became of the others.
"""

import hashlib
import os
import random
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from station.clock import HeldClock
from station.flow import seat_view
from station.flow.desk_view import ReadCard
from station.flow.room_view import ResumeAll, StartSession
from station.ids import StreamId, UnixMs
from station.seal.derive import store_key
from station.store.database import open_database
from station.store.event_log import EventLog
from tests.flow.centre import Centre
from tests.flow.people import NUMBERS
from tests.flow.power_day import contents, hand_in, is_final, kept_keys
from tests.flow.test_main_job import signatures
from tests.unit.store.power import SUPPORTED, Disk, record

pytestmark = [
    pytest.mark.skipif(not SUPPORTED, reason="reads system calls as Linux makes them"),
    pytest.mark.timeout(600),
]

DAY = "from tests.flow.power_day import main; main()"
WHOLE_ROOMS = 8
NOTHING, ALL = 0.0, 1.0
PARTS = (0.1, 0.5, 0.9)
SEED = int(os.environ.get("STATION_SEED") or random.SystemRandom().randrange(1_000_000))
FILES = {"first": "centre.db", "mirror": "second/centre.db", "seat": "seat-1.db"}
MEMORY = Path("/dev/shm")
"""What is cut is made up: to wait for this machine's own disk would prove nothing."""


class Told:
    """What had been said of one disk up to a moment, and what was said later."""

    def __init__(self, words):
        self.now = {}
        self._words = words
        self._at = 0

    def hear(self, count):
        for name, digest in self._words[self._at : count]:
            self.now[name] = digest
        self._at = count

    def may_be(self, name):
        return {self.now.get(name, ""), *(d for n, d in self._words[self._at :] if n == name)}


def disk_of(note_file):
    """Say which of the three disks a file is on; a folder that is synced may be that of two."""
    if note_file.startswith("second/"):
        return ("mirror",)
    if note_file == "./":
        return ("first", "seat")
    return ("first",) if note_file.startswith("centre.db") else ("seat",)


class Replay:
    """The recorded day once more, and its three disks at a moment of it."""

    def __init__(self, notes):
        self.disks = {name: Disk() for name in FILES}
        words = [w.decode() for n in notes if n.what == "said" for w in n.data.split()]
        self._starts_at = words.index("ready")
        self._said = 0
        self.told = {}
        for name in FILES:
            start = "first:" if name == "mirror" else f"{name}:"
            own = [word.removeprefix(start) if word.startswith(start) else "=" for word in words]
            self.told[name] = Told([tuple(word.split("=")) for word in own])

    def do(self, note):
        """Play the next call; return the disks of which there is something new to know."""
        if note.what == "said":
            self._said += len(note.data.split())
            for told in self.told.values():
                told.hear(self._said)
            return tuple(self.disks)
        for name in disk_of(note.file):
            self.disks[name].do(note)
        return disk_of(note.file)

    @property
    def ready(self):
        return self._said > self._starts_at

    @property
    def unsure(self):
        return self.ready and any(disk.unsure for disk in self.disks.values())


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """The calls of the day, and the keys of the centre."""
    folder = tmp_path_factory.mktemp("day")
    (folder / "disks" / "second").mkdir(parents=True)
    notes = record(DAY, folder / "disks")
    return notes, kept_keys(folder / "keys"), UnixMs(int((folder / "now").read_text()))


def lay_out(files, folder):
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "second").mkdir(parents=True)
    for name, raw in files.items():
        if not name.endswith("-shm"):  # it lives in memory
            (folder / name).write_bytes(raw)


class Reader:
    """Reads what is left of a disk, once for each state that its files can be in."""

    def __init__(self, keys, folder):
        of = {"first": keys.centre, "mirror": keys.centre, "seat": keys.seats[1]}
        self._keys = {name: store_key(one) for name, one in of.items()}
        self._folder = folder
        self._known = {}

    def __len__(self):
        return len(self._known)

    def read(self, name, files):
        """Open the database as the station does, follow its chains, and return what it holds."""
        image = hashlib.blake2b(name.encode())
        for file, raw in sorted(files.items()):
            image.update(f"{file} {len(raw)} ".encode() + raw)
        if image.digest() not in self._known:
            lay_out(files, self._folder)
            database = open_database(self._folder / FILES[name], self._keys[name])
            log = EventLog(database)
            for stream in log.streams(""):
                log.read(stream)  # its chain is followed
            self._known[image.digest()] = contents(database)
            database.close()
        return self._known[image.digest()]


@pytest.fixture
def reader(day):
    _, keys, _ = day
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Reader(keys, Path(folder) / "cut")


def check(found, told, what):
    """It has all that was said, and nothing that never was."""
    for name, digest in told.now.items():
        if is_final(name):
            assert found.get(name) == digest, f"{what}: {name} was said to be saved"
    for name in found.keys() | told.now.keys():
        if name:
            assert found.get(name, "") in told.may_be(name), f"{what}: nobody wrote that {name}"


def moments(notes, count, dice):
    """Play the day, and stop at so many moments at which a power cut takes something."""
    replay, chosen = Replay(notes), set(dice.sample(range(len(notes)), min(count, len(notes))))
    waiting = False
    for number, note in enumerate(notes):
        replay.do(note)
        waiting = waiting or number in chosen
        if waiting and replay.unsure:
            waiting = False
            yield replay


def test_f12_a_power_cut_at_any_write_takes_back_nothing_that_anybody_was_told(day, reader):
    print(f"STATION_SEED={SEED}")
    notes, _, _ = day
    dice, replay, cuts = random.Random(SEED), Replay(notes), 0
    for note in notes:
        touched = replay.do(note)
        for name in touched if replay.ready else ():
            disk = replay.disks[name]
            shares = (NOTHING, ALL, dice.choice(PARTS)) if disk.unsure else (ALL,)
            for share in shares:
                found = reader.read(name, disk.after_a_cut(dice, share))
                check(found, replay.told[name], name)
            cuts += len(shares)
    print({"calls": len(notes), "cuts": cuts, "states of a disk": len(reader)})
    assert cuts > len(notes)
    assert len(reader) > 1_000


def test_it_would_see_disks_that_do_not_sync(day, reader):
    """The same, on disks that promise to sync and do not."""
    notes, _, _ = day
    replay, dice = Replay(notes), random.Random(1)
    for note in notes:
        if note.what != "sync":
            replay.do(note)
    first, told = replay.disks["first"], replay.told["first"]
    check(reader.read("first", first.after_a_cut(dice, ALL)), told, "first")
    with pytest.raises(AssertionError, match="was said to be saved"):
        check(reader.read("first", first.after_a_cut(dice, NOTHING)), told, "first")


@pytest.mark.parametrize("disk", ["first", "mirror"])
def test_f12_the_room_goes_on_from_what_a_power_cut_left(day, tmp_path, people, disk):
    """With its own first disk, or with a standby that has the second one."""
    print(f"STATION_SEED={SEED}")
    notes, keys, now = day
    dice = random.Random(SEED)
    for number, replay in enumerate(moments(notes, WHOLE_ROOMS, dice)):
        share = (NOTHING, ALL, *PARTS)[number % 5]
        folder = tmp_path / str(number)
        lay_out(replay.disks["seat"].after_a_cut(dice, share), folder)
        for name, raw in replay.disks[disk].after_a_cut(dice, share).items():
            if not name.endswith("-shm"):
                (folder / name.removeprefix("second/")).write_bytes(raw)
        centre = Centre(folder, people, keys, HeldClock(UnixMs(now + 5 * 60_000)))
        centre.open_seat(1)
        finish(centre)
        (envelope,) = centre.outbox.pending()
        assert envelope
        held = centre.log.read(StreamId("attempt/session-1/c-1"))
        mine = EventLog(centre.seats[1].database).read(StreamId("attempt/session-1/c-1"))
        assert held == mine
        centre.seats[1].database.close()
        centre.close_coordinator()


def finish(centre):
    """Do whatever is still to be done until the paper is handed in."""
    if not centre.room.copies:
        centre.lay_card(NUMBERS[0])
        centre.wish(ReadCard())
        centre.beat(3)
    if centre.room.started_at is None:
        centre.wish(StartSession())
    if centre.room.paused:
        centre.wish(ResumeAll(*signatures(), "over"))
    centre.beat(3)
    if isinstance(centre.screens[1], seat_view.QuestionScreen | seat_view.OverviewScreen):
        hand_in(centre)
    centre.pass_ms(6_000)
    centre.beat(3)
