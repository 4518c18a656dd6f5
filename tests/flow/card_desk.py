"""The card desk alone: many candidates, several emulated printers, and a power switch."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from station.clock import HeldClock, day_of
from station.credential.card import IssueGrant
from station.errors import StationError
from station.flow.card import Outcome
from station.flow.card_printers import DeskPrinter
from station.flow.card_sheets import SheetTools
from station.flow.card_tools import CardTools
from station.flow.cards import CardFlow
from station.flow.desk_file import Admission
from station.flow.lane import InlineLane
from station.flow.papers import OpenSession
from station.flow.signing import Signing, SigningTools
from station.flow.stock import StockFlow, StockTools
from station.identity.roster import RosterEntry
from station.ids import CandidateId, CardSerial, ItemCode, SeatNumber
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.usb import open_printer
from station.store.database import open_database
from station.store.event_log import EventLog
from station.store.pictures import Pictures
from station.store.settings import Settings
from tests.flow.people import People, SwitchCamera

LANE = InlineLane()
KEY = bytes(32)


def many(session: OpenSession, count: int, photo: bytes) -> OpenSession:
    """Return the session with so many candidates, each with a grant for a card."""
    grant = session.package.grants[0]

    def entry(number: int) -> RosterEntry:
        return RosterEntry(
            candidate=CandidateId(f"c-{number}"),
            number=f"99000019700101{number:03}X",
            name=f"考生{number}",
            seat=SeatNumber(number),
            photo=photo,
        )

    def granted(number: int) -> IssueGrant:
        return replace(
            grant,
            serial=CardSerial(f"card-{number}"),
            candidate=CandidateId(f"c-{number}"),
            item=ItemCode("1.2"),
            qr=f"https://example.invalid/{number}",
        )

    numbers = range(1, count + 1)
    package = replace(
        session.package,
        roster=tuple(entry(number) for number in numbers),
        grants=tuple(granted(number) for number in numbers),
    )
    return replace(session, package=package)


class PowerCut(BaseException):
    """The program ends here, as it does when the power goes: nobody catches this."""


@dataclass
class CardDesk:
    """The real CardFlow over real drivers, a real store and emulated printers.

    Attributes:
        below: The emulated printers; they live on when the program dies.
        plug: Opens the real driver above one of those below.
        cut: Called with each card event that is about to be saved, and again after it was;
            it may raise PowerCut.
    """

    folder: Path
    session: OpenSession
    clock: HeldClock
    below: tuple[SimulatedEvolis, ...]
    people: People
    errors: list[StationError] = field(default_factory=list)
    reports: dict[str, bytes] = field(default_factory=dict)
    plug: object = open_printer
    cut: object = None
    revoked: frozenset = frozenset()
    earlier: tuple = ()
    issued: frozenset = frozenset()

    def __post_init__(self) -> None:
        self.camera = SwitchCamera(self.people)

    def open(self) -> None:
        """Start the program, for the first time or again."""
        self.database = open_database(self.folder / "desk.db", KEY)
        self.log = EventLog(self.database)
        write = self.log.write

        def saving(stream, epoch, elapsed, wall, bodies):
            if self.cut is not None:
                self.cut("before", stream, bodies)
            records = write(stream, epoch, elapsed, wall, bodies)
            if self.cut is not None:
                self.cut("after", stream, bodies)
            return records

        self.log.write = saving
        self.drivers = tuple(self.plug(below) for below in self.below)
        signing = Signing(
            SigningTools(
                staff=self.session.package.staff,
                settings=Settings(self.database),
                store=LANE,
                office=LANE,
                clock=self.clock,
            )
        )
        self.flow = CardFlow(
            CardTools(
                session=self.session,
                clock=self.clock,
                store=LANE,
                log=self.log,
                pictures=Pictures(self.database),
                office=LANE,
                printers=tuple(
                    DeskPrinter(name=f"printer-{place}", driver=driver, lane=LANE)
                    for place, driver in enumerate(self.drivers, 1)
                ),
                stock=StockFlow(
                    StockTools(
                        session=self.session,
                        clock=self.clock,
                        store=LANE,
                        log=self.log,
                        office=LANE,
                        signing=signing,
                        keep_report=self.reports.__setitem__,
                        changed=lambda: None,
                    )
                ),
                sheets=SheetTools(
                    session=self.session,
                    clock=self.clock,
                    store=LANE,
                    log=EventLog(self.database),
                    pictures=Pictures(self.database),
                    eye=LANE,
                    camera=self.camera,
                    faces=self.people.engine,
                    signing=signing,
                    changed=lambda: None,
                ),
                sign=self.sign,
                earlier=self.earlier,
                issued=self.issued,
                revoked=lambda: self.revoked,
                show_slip=self.show_slip,
                recall=self.recall,
                changed=lambda: None,
                failed=self.errors.append,
            )
        )
        self.flow.start(lambda: None, self.errors.append)

    def show_slip(self, name: str, pdf: bytes) -> bool:
        """Open a slip, as the system's viewer would."""
        self.reports[name] = pdf
        return True

    def sign(self, payload: bytes) -> str:
        """Make the text of a card's code; no centre signs it here."""
        return payload.hex()

    def close(self) -> None:
        for driver in self.drivers:
            driver.close()
        self.database.close()

    def restart(self) -> None:
        """The program was killed; the printers were not."""
        self.cut = None
        self.close()
        self.open()

    def recall(self, candidate: CandidateId) -> None:
        self.admit(next(e for e in self.session.package.roster if e.candidate == candidate))

    def admit(self, entry: RosterEntry) -> None:
        self.flow.make_ready(
            Admission(entry=entry, head=entry.photo, reference=entry.photo, records=())
        )

    def admit_all(self) -> None:
        for entry in self.session.package.roster:
            self.admit(entry)

    def passed(self, number: int, **changes: object) -> None:
        """A candidate hands a good paper in."""
        outcome = Outcome(
            candidate=CandidateId(f"c-{number}"),
            passed=True,
            confirmed=True,
            open_incidents=0,
            submitted_at=self.clock.wall(),
        )
        self.flow.finished(replace(outcome, **changes))

    def second(self, times: int = 1) -> None:
        for _ in range(times):
            self.clock.pass_ms(1_000)
            self.flow.go_on()

    def row(self, number: int):
        serial = f"card-{number}"
        return next((row for row in self.flow.rows() if row.serial == serial), None)

    def stages(self) -> list[str]:
        return [row.stage for row in self.flow.rows()]

    def cards_of(self, number: int) -> int:
        """Count the cards of one candidate in all trays: what a person with open eyes sees."""
        panel = self.flow._cards[f"card-{number}"].drawn.front.black
        trays = [card for below in self.below for card in (*below.tray, *below.stuck)]
        return sum("k" in card.front and np.array_equal(card.black, panel) for card in trays)

    @property
    def today(self):
        return day_of(self.clock.wall())
