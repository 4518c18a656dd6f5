"""A whole centre without Qt, network or threads: real flows, store, drivers and documents."""

from collections import deque
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from station.camera.capture import FileCamera
from station.camera.portrait import Portrait, demo_portraits
from station.camera.sface import SFaceEngine
from station.clock import HeldClock, day_of
from station.credential.card import IssueGrant
from station.credential.rules import CardRules
from station.errors import StationError
from station.exam.blueprint import Blueprint, Cell, Section, Stage
from station.exam.question import Question, QuestionKind
from station.exam.rules import ExamRules
from station.flow.cards import CardFlow, CardTools
from station.flow.console import ConsoleFlow, ConsoleTools
from station.flow.console_view import ConsoleIntent, ConsoleState
from station.flow.desk import DeskFlow, DeskTools
from station.flow.lane import InlineLane
from station.flow.papers import OpenSession
from station.flow.room import RoomFlow, RoomMemory, RoomTools
from station.flow.seat import SeatFlow, SeatTools
from station.flow.seat_memory import SeatMemory
from station.flow.seat_view import SeatIntent, SeatScreen
from station.identity.roster import RosterEntry, Staff
from station.identity.rules import FaceRules
from station.ids import (
    BlueprintCode,
    CandidateId,
    CardSerial,
    CentreId,
    Digest,
    ItemCode,
    QuestionId,
    SeatNumber,
    SessionId,
    StaffId,
    TopicId,
    UnixMs,
)
from station.lan.messages import VERSION, FromHub, FromSeat, Hello, Welcome
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.usb import open_printer
from station.reader.simulated import SimulatedSamV
from station.reader.simulated_card import SimulatedCard, SimulatedPhotoDecoder
from station.reader.usb import open_reader
from station.seal.derive import store_key
from station.seal.documents import sign, verify
from station.seal.envelope import SealingKey, new_sealing_key
from station.seal.identity import Identity, Trust, complete, issue, new_root, request
from station.seal.kinds import DocumentKind, SignerKind
from station.seal.pins import pin_check
from station.store.clock_mark import ClockMarks
from station.store.database import open_database
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.pictures import Pictures
from station.store.settings import Settings
from station.sync.rule_pack import RULE_PACK, PackKind, RulePack
from station.sync.session_package import SessionPackage

CENTRE = CentreId("centre-1")
SESSION = SessionId("session-1")
NUMBERS = ("990000197003010011", "990000198202020022")
PINS = {"s-1": "24681", "s-2": "13579"}
DAY_MS = 86_400_000
LANE = InlineLane()


def questions(count: int = 8) -> tuple[Question, ...]:
    """Return a small bank; the right option is always the first."""
    return tuple(
        Question(
            id=QuestionId(f"q-{index}"),
            revision=1,
            kind=QuestionKind.SINGLE,
            stem=f"question {index}",
            options=(f"right {index}", f"wrong {index}", f"worse {index}"),
            key=(0,),
            topic=TopicId("1.1"),
            difficulty=1,
        )
        for index in range(count)
    )


def blueprint(minutes: int = 10) -> Blueprint:
    """Return a review of four questions, three of which must be right."""
    return Blueprint(
        code=BlueprintCode("SMALL"),
        version=1,
        title="a small review",
        trade=ItemCode("1.2"),
        stage=Stage.REVIEW,
        minutes=minutes,
        pass_marks=3,
        sections=(
            Section(
                kind=QuestionKind.SINGLE,
                marks_each=1,
                cells=(Cell(topic=TopicId("1.1"), questions=4),),
            ),
        ),
    )


@dataclass(frozen=True)
class Keys:
    """The identities of a province, a centre and two seats."""

    province: Identity
    centre: Identity
    seats: dict[int, Identity]
    trust: Trust
    sealing: SealingKey


def make_keys(now: UnixMs) -> Keys:
    """Make a province with one centre and two seats."""
    root = new_root("Province", now)

    def certified(issuer: Identity, kind: SignerKind, name: str, centre: str) -> Identity:
        asked = request(kind, name)
        return complete(asked, issue(issuer, asked.csr, kind, name, CentreId(centre), now, 30))

    centre = certified(root, SignerKind.CENTRE, "centre", CENTRE)
    return Keys(
        province=certified(root, SignerKind.PROVINCE, "Province", ""),
        centre=centre,
        seats={n: certified(centre, SignerKind.SEAT, str(n), CENTRE) for n in (1, 2)},
        trust=Trust(root.certificate),
        sealing=new_sealing_key(),
    )


@dataclass
class People:
    """Two persons, before the camera and on their cards; made once for all tests."""

    engine: SFaceEngine
    films: dict[str, Path]
    cards: dict[str, SimulatedCard]
    portraits: tuple[Portrait, Portrait]

    @classmethod
    def invent(cls, folder: Path) -> "People":
        engine, portraits = SFaceEngine(), demo_portraits()
        films, cards = {}, {}
        for number, portrait, sex in zip(NUMBERS, portraits, "12", strict=True):
            films[number] = folder / number
            portrait.write_live(engine, films[number], 6)
            cards[number] = SimulatedCard(
                number=number,
                name=f"考生{number[-1]}",
                sex=sex,
                birth=date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
                valid_from=date(2020, 1, 1),
                valid_until=None,
                photo_png=portrait.chip_png(engine),
            )
        return cls(engine, films, cards, portraits)


class SwitchCamera:
    """A camera before which one person after the other steps."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.stand_here(NUMBERS[0])

    def stand_here(self, number: str) -> None:
        self._film = FileCamera(self._people.films[number])

    def read(self):
        return self._film.read()

    def close(self) -> None:
        self._film.close()


@dataclass
class Centre:
    """One coordinator and its seats, joined by a queue instead of a network."""

    folder: Path
    people: People
    keys: Keys
    clock: HeldClock
    minutes: int = 10
    earliest_submit_minutes: int = 0
    console_state: ConsoleState | None = None
    screens: dict[int, SeatScreen] = field(default_factory=dict)
    seats: dict[int, SeatFlow] = field(default_factory=dict)
    errors: list[StationError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cameras = {n: SwitchCamera(self.people) for n in (0, 1, 2)}
        self.reader_below = SimulatedSamV()
        self.printer_below = SimulatedEvolis()
        self._post: deque = deque()
        self.connected = True
        self.session = self._session()
        self.open_coordinator()

    # The coordinator

    def open_coordinator(self) -> None:
        """Start the coordinator, for the first time or again."""
        self.database = open_database(self.folder / "centre.db", store_key(self.keys.centre))
        self.log, self.outbox = EventLog(self.database), Outbox(self.database)
        pictures = Pictures(self.database)
        common = {"session": self.session, "clock": self.clock, "store": LANE}
        self.console = ConsoleFlow(
            ConsoleTools(**common, office=LANE, outbox=self.outbox, show=self._show_console)
        )
        self.printer = open_printer(backend=self.printer_below)
        self.reader = open_reader(backend=self.reader_below)
        told = {"changed": self.console.changed, "failed": self._failed}
        self.room = RoomFlow(
            RoomTools(
                session=SESSION,
                clock=self.clock,
                store=LANE,
                memory=RoomMemory(
                    log=self.log,
                    shelf=DocumentShelf(self.database),
                    outbox=self.outbox,
                    settings=Settings(self.database),
                ),
                send=self._to_seat,
                finished=self.console.finished,
                **told,
            )
        )
        self.cards = CardFlow(
            CardTools(
                **common,
                log=self.log,
                pictures=pictures,
                office=LANE,
                printer_lane=LANE,
                printer=self.printer,
                **told,
            )
        )
        self.desk = DeskFlow(
            DeskTools(
                **common,
                log=self.log,
                pictures=pictures,
                reader_lane=LANE,
                reader=self.reader,
                decoder=SimulatedPhotoDecoder.of(self.people.cards.values()),
                office=LANE,
                eye=LANE,
                camera=self.cameras[0],
                faces=self.people.engine,
                fingerprint_key=bytes(32),
                admitted=self.console.admitted,
                changed=self.console.changed,
            )
        )
        self.console.start(self.desk, self.room, self.cards)
        self.beat()

    def close_coordinator(self) -> None:
        """Let the coordinator go; seats notice."""
        self.connect(False)
        self.printer.close()
        self.reader.close()
        self.database.close()

    def wish(self, intent: ConsoleIntent) -> None:
        """The staff wish something."""
        self.console.intent(intent)
        self.beat()

    def lay_card(self, number: str) -> None:
        self.reader_below.lift()
        self.reader_below.lay(self.people.cards[number])

    # The seats

    def open_seat(self, number: int, *, camera: bool = True) -> SeatFlow:
        """Start a seat's program, for the first time or again."""
        identity = self.keys.seats[number]
        database = open_database(self.folder / f"seat-{number}.db", store_key(identity))
        tools = SeatTools(
            seat=SeatNumber(number),
            identity=identity,
            clock=self.clock,
            store=LANE,
            memory=SeatMemory(
                log=EventLog(database),
                shelf=DocumentShelf(database),
                marks=ClockMarks(database),
                settings=Settings(database),
                trust=self.keys.trust,
                clock=self.clock,
            ),
            eye=LANE,
            camera=self.cameras[number] if camera else None,
            faces=self.people.engine,
            send=partial(self._to_hub, number),
            free_disk_mb=lambda: 10_000,
            drill=True,
        )
        flow = SeatFlow(tools, partial(self.screens.__setitem__, number))
        self.seats[number] = flow
        flow.database = database  # so that a test can fill its disk
        flow.start()
        self._join(number)
        self.beat()
        return flow

    def kill_seat(self, number: int) -> None:
        """The seat is gone from one moment to the next."""
        self.seats.pop(number).database.close()
        self.room.left(SeatNumber(number))

    def press(self, number: int, intent: SeatIntent) -> SeatScreen:
        """The candidate wishes something; return what the seat shows then."""
        self.seats[number].intent(intent)
        self.deliver()
        return self.screens[number]

    # Time and network

    def beat(self, times: int = 1) -> None:
        """Let seats and console notice the time, and all that was said arrive."""
        for _ in range(times):
            self.deliver()
            for flow in list(self.seats.values()):
                flow.tick()
            self.deliver()
            self.console.tick()

    def pass_ms(self, ms: int) -> None:
        """Let time go by."""
        self.clock.pass_ms(ms)
        self.beat()

    def connect(self, connected: bool) -> None:
        """Pull the room's cable, or plug it in again."""
        self.connected = connected
        for number, flow in self.seats.items():
            if connected:
                self._join(number)
            else:
                self.room.left(SeatNumber(number))
                flow.online(False)
        self.deliver()

    def deliver(self) -> None:
        """Let everything that was said arrive, and what that causes to be said."""
        while self._post:
            self._post.popleft()()

    def _join(self, number: int) -> None:
        if not self.connected:
            return
        hello = Hello(version=VERSION, software="test", wall=self.clock.wall())
        self.seats[number].received(Welcome(version=VERSION, wall=self.clock.wall()))
        self.seats[number].online(True)
        self.room.joined(SeatNumber(number), hello)

    def _to_hub(self, number: int, message: FromSeat) -> bool:
        if self.connected:
            self._post.append(lambda: self.room.received(SeatNumber(number), message))
        return self.connected

    def _to_seat(self, seat: SeatNumber, message: FromHub) -> bool:
        if not self.connected or seat not in self.seats:
            return False

        def arrive() -> None:
            if seat in self.seats:
                self.seats[seat].received(message)

        self._post.append(arrive)
        return True

    def _failed(self, error: StationError) -> None:
        self.errors.append(error)
        self.console.failed(error)

    def _show_console(self, state: ConsoleState) -> None:
        self.console_state = state

    # The documents

    def _session(self) -> OpenSession:
        now = self.clock.wall()
        rules = RulePack(
            name="drill",
            version=1,
            kind=PackKind.DRILL,
            valid_from=UnixMs(now - DAY_MS),
            valid_until=UnixMs(now + 30 * DAY_MS),
            exam=ExamRules(earliest_submit_minutes=self.earliest_submit_minutes),
            face=FaceRules(),
            card=CardRules(),
            consent_text="",
        )
        raw_rules = sign(DocumentKind.RULE_PACK, RULE_PACK.pack(rules), self.keys.province)
        digest = verify(raw_rules, DocumentKind.RULE_PACK, self.keys.trust, now).digest
        return OpenSession(
            package=self._package(now, digest),
            rules=rules,
            raw_rule_pack=raw_rules,
            questions=questions(),
            topics=((TopicId("1.1"), "safety"),),
            duty=StaffId("s-1"),
        )

    def _package(self, now: UnixMs, rules: Digest) -> SessionPackage:
        today = day_of(now)
        return SessionPackage(
            session=SESSION,
            centre=CENTRE,
            title="a drill",
            starts_at=now,
            valid_until=UnixMs(now + DAY_MS),
            rule_pack=rules,
            bank=Digest(bytes(32)),
            blueprint=blueprint(self.minutes),
            roster=tuple(
                RosterEntry(
                    candidate=CandidateId(f"c-{seat}"),
                    number=number,
                    name=f"考生{number[-1]}",
                    seat=SeatNumber(seat),
                    photo=self.people.portraits[seat - 1].enrolment_jpeg(),
                )
                for seat, number in enumerate(NUMBERS, 1)
            ),
            staff=tuple(
                Staff(id=StaffId(who), name=who, pin_check=pin_check(pin))
                for who, pin in PINS.items()
            ),
            grants=tuple(
                IssueGrant(
                    serial=CardSerial(f"card-{seat}"),
                    candidate=CandidateId(f"c-{seat}"),
                    item=ItemCode("1.2"),
                    qr=f"https://example.invalid/{seat}",
                    expires=today + timedelta(days=30),
                    first_issued=today,
                    valid_from=today,
                )
                for seat in (1, 2)
            ),
            seal_to=self.keys.sealing.public,
            paper_secret=bytes(32),
            issuer="演示省应急管理厅",
        )
