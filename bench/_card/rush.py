"""The rush at the end of an exam over the real CardFlow: lanes, store, drivers, two printers."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from bench._card.faces import photo
from bench._session import BLUEPRINT, CENTRE, DAY, SESSION, TRADE, rules
from station.camera.port import Embedding, Face, Frame
from station.clock import SystemClock
from station.credential.card import IssueGrant
from station.errors import StationError
from station.errors.camera import CameraAbsent
from station.flow.card import Outcome
from station.flow.card_printers import DeskPrinter
from station.flow.card_sheets import SheetTools
from station.flow.card_tools import CardTools
from station.flow.cards import CardFlow
from station.flow.desk_file import Admission
from station.flow.duty import Duty
from station.flow.papers import OpenSession
from station.flow.signing import Signing, SigningTools
from station.flow.stock import StockFlow, StockTools
from station.identity.roster import RosterEntry
from station.ids import CandidateId, CardSerial, Digest, SeatNumber, StaffId, UnixMs
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.usb import open_printer
from station.store.database import open_database
from station.store.event_log import EventLog
from station.store.pictures import Pictures
from station.store.settings import Settings
from station.sync.session_package import SessionPackage

T = TypeVar("T")


class Mailbox:
    """Brings what lanes have done back to the one thread that the flow is called on."""

    def __init__(self) -> None:
        self._letters: queue.Queue[Callable[[], None]] = queue.Queue()
        self.post = self._letters.put

    def run_until(self, enough: Callable[[], bool], timeout_s: float) -> bool:
        """Do what comes in until it is enough; False if that takes too long."""
        end = time.monotonic() + timeout_s
        while not enough():
            if time.monotonic() > end:
                return False
            try:
                self._letters.get(timeout=0.005)()
            except queue.Empty:
                continue
        return True


class ThreadLane:
    """A lane as the coordinator's, with this mailbox in the place of Qt's."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._post = mailbox.post
        self._worker = ThreadPoolExecutor(max_workers=1)

    def run(
        self,
        task: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[StationError], None],
    ) -> None:
        def work() -> None:
            try:
                answer = partial(done, task())
            except StationError as error:
                answer = partial(failed, error)
            self._post(answer)

        self._worker.submit(work)

    def close(self) -> None:
        self._worker.shutdown(wait=True)


class TimedEvolis(SimulatedEvolis):
    """Notes when the first byte of a job arrives, and when its mechanism is done with it."""

    def __init__(self, seconds_per_card: float) -> None:
        super().__init__(cards=500, seconds_per_card=seconds_per_card)
        self.first_bytes: list[float] = []
        self.ends: list[float] = []
        self._under_way = False
        self._lock = threading.Lock()

    def received(self, endpoint: int, data: bytes) -> None:
        if data.startswith(b"\x1bPem") and not self._under_way:
            self._under_way = True
            self.first_bytes.append(time.monotonic())
        super().received(endpoint, data)

    def _end(self) -> None:
        super()._end()
        self.ends.append(self._busy_until / 1_000)

    def card_is_out(self) -> None:
        """The desk has heard that the card is in the tray."""
        self._under_way = False


class NoEye:
    """No camera and no face engine: nobody reaches for a card in this bench."""

    def read(self) -> Frame:
        raise CameraAbsent

    def close(self) -> None: ...


class NoFaces:
    """A face engine that finds nobody: the photos of this bench are framed as cards want them."""

    model = "none"

    def faces(self, _: Frame) -> tuple[Face, ...]:
        return ()

    def embed(self, frame: Frame, face: Face) -> Embedding:
        raise NotImplementedError

    def similarity(self, one: Embedding, other: Embedding) -> float:
        raise NotImplementedError


@dataclass
class Rush:
    """What was measured, in seconds.

    Attributes:
        to_first_byte: From each hand-in to the first byte of its card; the release of the composed
            card, two saved events and the printer's status are within.
        to_release: From each hand-in until the release is on the disk.
        gaps: Of each printer, from the moment its mechanism is done to the next one's first byte.
    """

    to_first_byte: list[float]
    to_release: list[float]
    gaps: list[float]
    printed: int


def rush(folder: Path, cards: int, spread_s: float, mechanism_s: float, printers: int) -> Rush:
    """Let so many candidates hand in, evenly over a time, and wait until the last card is out."""
    mailbox = Mailbox()
    desk = _Desk(folder, cards, mechanism_s, printers, mailbox)
    desk.compose_all()
    handed_in: dict[str, float] = {}
    began = time.monotonic()
    flow, rows = desk.flow, desk.stages
    for number in range(cards):
        due = began + spread_s * number / cards
        mailbox.run_until(partial(_past, due), spread_s + 5)
        serial = f"k{number}"
        handed_in[serial] = time.monotonic()
        flow.finished(desk.outcome(number))
    whole_s = cards * mechanism_s / printers
    mailbox.run_until(lambda: all(stage == "printed" for stage in rows()), 60 + 2 * whole_s)
    result = desk.result(handed_in)
    desk.close()
    return result


def _past(moment: float) -> bool:
    return time.monotonic() >= moment


class _Desk:
    def __init__(
        self, folder: Path, cards: int, mechanism_s: float, printers: int, mailbox: Mailbox
    ) -> None:
        self._mailbox = mailbox
        self._now = SystemClock().wall()
        self.session = _session(cards, self._now)
        self.below = [TimedEvolis(mechanism_s) for _ in range(printers)]
        self.lanes = [ThreadLane(mailbox) for _ in range(2 + printers)]
        self.sent: dict[str, float] = {}
        self.released: dict[str, float] = {}
        store, office, *of_printers = self.lanes
        self.drivers = [open_printer(backend=below) for below in self.below]
        database = open_database(folder / "cards.db", bytes(32))
        clock = SystemClock()
        signing = Signing(
            SigningTools(
                staff=(), settings=Settings(database), store=store, office=office, clock=clock
            )
        )
        for driver, below in zip(self.drivers, self.below, strict=True):
            _note_cards(driver, below, self.sent)
        self.flow = CardFlow(
            CardTools(
                session=self.session,
                clock=clock,
                store=store,
                log=EventLog(database),
                pictures=Pictures(database),
                office=office,
                printers=tuple(
                    DeskPrinter(name=str(n), driver=driver, lane=lane)
                    for n, (driver, lane) in enumerate(zip(self.drivers, of_printers, strict=True))
                ),
                stock=StockFlow(
                    StockTools(
                        session=self.session,
                        clock=clock,
                        store=store,
                        log=EventLog(database),
                        office=office,
                        signing=signing,
                        keep_report=lambda _, __: None,
                        changed=lambda: None,
                    )
                ),
                sheets=SheetTools(
                    session=self.session,
                    clock=clock,
                    store=store,
                    log=EventLog(database),
                    pictures=Pictures(database),
                    eye=office,
                    camera=NoEye(),
                    faces=NoFaces(),
                    signing=signing,
                    changed=lambda: None,
                ),
                sign=lambda payload: payload.hex(),
                earlier=(),
                issued=frozenset(),
                revoked=frozenset,
                show_slip=lambda _, __: True,
                recall=lambda _: None,
                changed=self._note_releases,
                failed=_fail,
            )
        )
        self._database = database

    def compose_all(self) -> None:
        """Let every card be composed, as at check-in."""
        ready: list[bool] = []
        self.flow.start(lambda: ready.append(True), _fail)
        self._mailbox.run_until(lambda: bool(ready), 30)
        for entry in self.session.package.roster:
            self.flow.make_ready(
                Admission(entry=entry, head=entry.photo, reference=entry.photo, records=())
            )
        cards = len(self.session.package.roster)
        self._mailbox.run_until(lambda: self.stages().count("composed") == cards, 300)

    def stages(self) -> list[str]:
        return [row.stage.value for row in self.flow.rows()]

    def _note_releases(self) -> None:
        """Note when a card's release was saved; called after each save."""
        for serial, card in self.flow._cards.items():  # noqa: SLF001
            if card.times.released_at is not None:
                self.released.setdefault(serial, time.monotonic())

    def outcome(self, number: int) -> Outcome:
        return Outcome(
            candidate=CandidateId(f"c{number}"),
            passed=True,
            confirmed=True,
            open_incidents=0,
            submitted_at=SystemClock().wall(),
        )

    def result(self, handed_in: dict[str, float]) -> Rush:
        gaps = [
            first - out
            for below in self.below
            for out, first in zip(below.ends, below.first_bytes[1:], strict=False)
        ]
        waited = [self.sent[serial] - moment for serial, moment in handed_in.items()]
        return Rush(
            to_first_byte=waited,
            to_release=[self.released[serial] - moment for serial, moment in handed_in.items()],
            gaps=gaps,
            printed=self.stages().count("printed"),
        )

    def close(self) -> None:
        for lane in self.lanes:
            lane.close()
        for driver in self.drivers:
            driver.close()
        self._database.close()


def _note_cards(driver: object, below: TimedEvolis, sent: dict[str, float]) -> None:
    """Note beside the driver when the first byte of each card went out."""
    print_card = driver.print_card  # type: ignore[attr-defined]

    def noting(job: object) -> object:
        receipt = print_card(job)
        sent[job.serial] = below.first_bytes[-1]  # type: ignore[attr-defined]
        below.card_is_out()
        return receipt

    driver.print_card = noting  # type: ignore[attr-defined]


def _session(cards: int, now: UnixMs) -> OpenSession:
    raw_photo, today = photo(), date.fromtimestamp(now / 1000)  # noqa: DTZ012
    package = SessionPackage(
        session=SESSION,
        centre=CENTRE,
        title="Bench",
        starts_at=now,
        valid_until=UnixMs(now + DAY),
        rule_pack=Digest(bytes(32)),
        bank=Digest(bytes(32)),
        blueprint=BLUEPRINT,
        roster=tuple(
            RosterEntry(
                candidate=CandidateId(f"c{n}"),
                number=f"99000019900101{n:03}X",
                name=f"考生{n}",
                seat=SeatNumber(n + 1),
                photo=raw_photo,
            )
            for n in range(cards)
        ),
        staff=(),
        grants=tuple(
            IssueGrant(
                serial=CardSerial(f"k{n}"),
                candidate=CandidateId(f"c{n}"),
                item=TRADE,
                qr=f"https://example.invalid/{n}",
                expires=today.replace(year=today.year + 1),
                first_issued=today,
                valid_from=today,
            )
            for n in range(cards)
        ),
        seal_to=b"",
        paper_secret=bytes(32),
        issuer="示范省应急管理厅",
    )
    return OpenSession(
        package=package,
        rules=rules(now),
        raw_rule_pack=b"",
        papers=None,
        topics=(),
        duty=Duty(StaffId("s1")),
    )


def _fail(error: StationError) -> None:
    raise error
