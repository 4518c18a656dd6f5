"""A short day at a centre, as a program: it says what is saved before anybody is told of it.

The coordinator writes to two disks, the seat to a third; flows, stores and drivers are the real
ones. `python -c "from tests.flow.power_day import main; main()" FOLDER` plays it in FOLDER.
"""

import hashlib
import pickle
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station.clock import HeldClock, SystemClock
from station.errors import StationError
from station.flow import card_view, seat_view, stock_view
from station.flow.card_view import ConfirmHandOver, HandOver
from station.flow.desk_view import ReadCard
from station.flow.room_view import GiveBack, GiveMinutes, HoldAll, ResumeAll, StartSession
from station.ids import SeatNumber, UnixMs
from station.seal.derive import store_key
from station.seal.identity import KeyRequest, Trust, complete
from station.store.database import Database
from tests.flow import centre as the_centre
from tests.flow.centre import Centre
from tests.flow.documents import Keys, make_keys
from tests.flow.people import NUMBERS, People
from tests.flow.test_main_job import signatures

FINAL = {
    "record": ("stream", "seq"),
    "document": ("digest",),
    "outgoing": ("digest",),
}
"""Tables whose rows are never changed, and what a row is called by."""

CHANGING = {
    "setting": ("key",),
    "picture": ("stream", "role"),
    "stream": ("stream",),
}


def contents(database: Database) -> dict[str, str]:
    """Return what a database holds: the digest of each row by table and name."""
    found = {}
    for table, names in {**FINAL, **CHANGING}.items():
        count = len(names)
        for row in database.rows(f"SELECT {', '.join(names)}, * FROM main.{table}"):
            name = hashlib.sha256(repr(row[:count]).encode()).hexdigest()[:12]
            found[f"{table}/{name}"] = hashlib.sha256(repr(row[count:]).encode()).hexdigest()[:12]
    return found


def is_final(name: str) -> bool:
    return name.partition("/")[0] in FINAL


class Witness:
    """A lane that says what its databases hold, after each task and before its answer."""

    def __init__(self) -> None:
        self.databases: dict[str, Database] = {}
        self._told: dict[str, dict[str, str]] = {}

    def run(self, task, done, failed):
        try:
            result = task()
        except StationError as error:
            failed(error)
        else:
            self.tell()
            done(result)

    def tell(self) -> None:
        for disk, database in self.databases.items():
            before, now = self._told.get(disk, {}), contents(database)
            for name in now.keys() | before.keys():
                if now.get(name) != before.get(name):
                    sys.stdout.write(f"{disk}:{name}={now.get(name, '')} ")
            self._told[disk] = now
        sys.stdout.flush()


def keep_keys(keys: Keys, file: Path) -> None:
    """Write the keys down, so that who comes after the power cut has them too."""

    def plain(one):
        return (one.kind, one.name, one.private.private_bytes_raw(), one.chain)

    seats = {number: plain(one) for number, one in keys.seats.items()}
    named = [plain(one) for one in (keys.province, keys.centre, keys.coordinator)]
    file.write_bytes(pickle.dumps((named, seats, keys.trust.root, keys.sealing)))


def kept_keys(file: Path) -> Keys:
    """Read them again."""
    named, seats, root, sealing = pickle.loads(file.read_bytes())

    def whole(kind, name, raw, chain):
        private = Ed25519PrivateKey.from_private_bytes(raw)
        return complete(KeyRequest(kind=kind, name=name, csr=b"", private=private), chain)

    province, centre, coordinator = (whole(*one) for one in named)
    return Keys(
        province=province,
        centre=centre,
        coordinator=coordinator,
        seats={number: whole(*one) for number, one in seats.items()},
        trust=Trust(root),
        sealing=sealing,
    )


def main() -> None:
    """Play the day."""
    disks = Path(sys.argv[1])
    beside = disks.parent
    people = People.invent(beside)
    now = SystemClock().wall()
    keys = make_keys(now)
    keep_keys(keys, beside / "keys")
    (beside / "now").write_text(str(now))
    witness = Witness()
    the_centre.LANE = witness
    centre = Centre(disks, people, keys, HeldClock(UnixMs(now)))
    centre.seat_lane = witness
    centre.database.mirror_into(disks / "second" / "centre.db", store_key(keys.centre))
    centre.before_seat_start = lambda seat: witness.databases.update(seat=seat.database)
    centre.open_seat(1)
    witness.databases["first"] = centre.database
    sys.stdout.write("ready ")
    witness.tell()
    play(centre)


def play(centre: Centre) -> None:
    """From the box of blanks to the closed day: one candidate, a pause and an outage."""
    for wish in (card_view.OpenStock(), stock_view.ReceiveBox("B-7", 100)):
        centre.wish(wish)
    centre.wish(stock_view.ReceiveRibbons(2))
    centre.wish(stock_view.LoadRibbon())
    centre.wish(card_view.CloseStock())
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)
    centre.wish(StartSession())
    centre.beat()
    answer(centre, 0)
    centre.wish(HoldAll("fire drill"))
    centre.pass_ms(60_000)
    centre.wish(ResumeAll(*signatures(), "over"))
    centre.wish(GiveMinutes(SeatNumber(1), 5, "large print", *signatures()))
    centre.beat(2)
    answer(centre, 1)
    centre.connect(False)
    centre.pass_ms(1_000)
    answer(centre, 2)
    centre.connect(True)
    del the_centre.LANE.databases["seat"]
    centre.kill_seat(1)
    centre.pass_ms(30_000)
    centre.open_seat(1)
    centre.beat(2)
    centre.wish(GiveBack(*signatures()))
    centre.beat(2)
    centre.database.tidy()
    answer(centre, 3)
    hand_in(centre)
    centre.database.forget()
    serial = centre.console_state.cards[0].serial
    centre.wish(HandOver(serial))
    centre.wish(ConfirmHandOver(serial=serial, signature=b"strokes", together=None))
    centre.wish(card_view.OpenStock())
    centre.wish(stock_view.CountStock(99, 0, 1))
    centre.wish(stock_view.CloseDay())


def answer(centre: Centre, index: int) -> None:
    """Give the right answer to a question."""
    screen = centre.press(1, seat_view.GoTo(index))
    option = next(n for n, text in enumerate(screen.options) if text.startswith("right"))
    centre.press(1, seat_view.ChooseOption(option))


def hand_in(centre: Centre) -> None:
    """Hand the paper in."""
    for wish in (seat_view.ShowOverview(), seat_view.AskSubmit(), seat_view.ConfirmSubmit()):
        centre.press(1, wish)
    centre.beat(3)
