"""A whole centre without Qt, network or threads: real flows, store, drivers and documents."""

from collections import deque
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from station.clock import HeldClock
from station.errors import StationError
from station.errors.lan import MessageTooLarge
from station.flow.card_printers import DeskPrinter
from station.flow.card_sheets import SheetTools
from station.flow.card_tools import CardTools
from station.flow.cards import CardFlow
from station.flow.console import ConsoleFlow, ConsoleTools
from station.flow.console_view import ConsoleIntent, ConsoleState
from station.flow.desk import DeskFlow
from station.flow.desk_file import DeskFile
from station.flow.desk_tools import DeskTools
from station.flow.eye import Eye
from station.flow.lane import InlineLane
from station.flow.room import RoomFlow, RoomTools
from station.flow.room_memory import RoomMemory
from station.flow.seat import SeatFlow
from station.flow.seat_memory import SeatMemory
from station.flow.seat_tools import SeatTools
from station.flow.seat_view import SeatIntent, SeatScreen
from station.flow.second_disk import SecondDiskTools
from station.flow.signing import Signing, SigningTools
from station.flow.stock import StockFlow, StockTools
from station.flow.voice import NoVoice
from station.ids import SeatNumber
from station.lan.messages import VERSION, FromHub, FromSeat, Hello, Welcome
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.usb import open_printer
from station.reader.port import IdCardReader
from station.reader.simulated import SimulatedSamV
from station.reader.simulated_card import SimulatedPhotoDecoder
from station.reader.usb import open_reader
from station.seal.derive import store_key
from station.seal.short_mark import sign_mark
from station.store.clock_mark import ClockMarks
from station.store.database import open_database
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.pictures import Pictures
from station.store.seat_certificates import SeatCertificates
from station.store.settings import Settings
from tests.flow.centre_keeping import picture_keeping
from tests.flow.desks import enrolment_flow, stick_desk
from tests.flow.documents import SESSION, Keys, open_session
from tests.flow.people import People, SwitchCamera

LANE = InlineLane()


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
    reports: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cameras = {n: SwitchCamera(self.people) for n in (0, 1, 2)}
        self.reader_below = SimulatedSamV()
        self.printer_below = SimulatedEvolis()
        self.printers_below = (self.printer_below,)
        self._post: deque = deque()
        self.connected = True
        self.cut_off: set[int] = set()  # seats whose cable is out
        self.too_large: tuple[type, ...] = ()  # what no seat may say: the hub would not take it
        self.seat_lane = LANE
        self.can_show = True
        self.seat_readers: dict[int, IdCardReader] = {}
        self.second_disk: SecondDiskTools | None = None
        self.own_look = None
        self.stick: Path | None = None  # what is plugged in, wherever somebody looks
        self.eyes = dict.fromkeys(self.cameras, LANE)  # of the desk (0) and of the seats
        self.before_seat_start = lambda _: None
        self.voice = NoVoice()
        self.elsewhere = {}
        self.session = open_session(
            self.keys,
            self.people,
            self.clock.wall(),
            minutes=self.minutes,
            earliest_submit_minutes=self.earliest_submit_minutes,
        )
        self.open_coordinator()

    # The coordinator

    def open_coordinator(self, file: str = "centre.db", term: int = 1) -> None:
        """Start the coordinator, for the first time or again, or a standby in its place."""
        self.database = open_database(self.folder / file, store_key(self.keys.centre))
        self.eye = Eye(self.eyes[0], self.clock)
        self.log, self.outbox = EventLog(self.database), Outbox(self.database)
        pictures = Pictures(self.database)
        common = {"session": self.session, "clock": self.clock, "store": LANE}
        self.console = ConsoleFlow(
            ConsoleTools(
                **common,
                office=LANE,
                outbox=self.outbox,
                show=self._show_console,
                second_disk=self.second_disk,
                own_look=self.own_look,
                show_list=self._show_list,
            )
        )
        signing = Signing(
            SigningTools(
                staff=self.session.package.staff,
                settings=Settings(self.database),
                store=LANE,
                office=LANE,
                clock=self.clock,
            )
        )
        self.printers = tuple(open_printer(backend=below) for below in self.printers_below)
        self.printer = self.printers[0]
        self.reader = open_reader(backend=self.reader_below)
        told = {"changed": self.console.changed, "failed": self._failed}
        self.room = RoomFlow(
            RoomTools(
                **common,
                signing=signing,
                memory=RoomMemory(
                    session=SESSION,
                    log=self.log,
                    shelf=DocumentShelf(self.database),
                    outbox=self.outbox,
                    pictures=pictures,
                    marks=ClockMarks(self.database),
                    settings=Settings(self.database),
                    trust=self.keys.trust,
                    clock=self.clock,
                    retention=self.session.rules.retention,
                ),
                send=self._to_seat,
                finished=self.console.finished,
                term=term,
                **told,
            )
        )
        self.cards = CardFlow(
            CardTools(
                **common,
                log=self.log,
                pictures=pictures,
                office=LANE,
                printers=tuple(
                    DeskPrinter(name=f"printer-{number}", driver=printer, lane=LANE)
                    for number, printer in enumerate(self.printers, 1)
                ),
                stock=StockFlow(
                    StockTools(
                        **common,
                        log=self.log,
                        office=LANE,
                        signing=signing,
                        keep_report=self.reports.__setitem__,
                        changed=self.console.changed,
                    )
                ),
                sheets=SheetTools(
                    **common,
                    log=self.log,
                    pictures=pictures,
                    eye=self.eye,
                    camera=self.cameras[0],
                    faces=self.people.engine,
                    signing=signing,
                    changed=self.console.changed,
                    named=self.console.named,
                ),
                sign=partial(sign_mark, signer=self.keys.centre),
                earlier=(),
                issued=frozenset(),
                revoked=frozenset,
                show_slip=lambda name, pdf: self.reports.setdefault(name, pdf) is not None,
                recall=self.console.recall,
                named=self.console.named,
                passed=lambda: self.room.passed,
                **told,
            )
        )
        self.desk = DeskFlow(
            DeskTools(
                **common,
                file=DeskFile(
                    session=self.session, log=self.log, pictures=pictures, clock=self.clock
                ),
                reader_lane=LANE,
                reader=self.reader,
                decoder=SimulatedPhotoDecoder.of(self.people.cards.values()),
                eye=self.eye,
                camera=self.cameras[0],
                faces=self.people.engine,
                signing=signing,
                voice=self.voice,
                fingerprint_key=bytes(32),
                keeping=picture_keeping(self.database, self.session, self.clock, self.keys),
                elsewhere=self.elsewhere,
                started_at=lambda: self.room.started_at,
                admitted=self.console.admitted,
                handed_over=self.console.handed_over,
                came_back=self.console.came_back,
                changed=self.console.changed,
            )
        )
        self.decided: dict[int, tuple[bytes, ...] | None] = {}
        self.certificates = SeatCertificates(Settings(self.database))
        self.enrolment = enrolment_flow(self)
        self.console.start(self.desk, self.room, self.cards, self.enrolment, stick_desk(self))
        self.beat()

    def _show_list(self, name: str, pdf: bytes) -> bool:
        self.reports[name] = pdf
        return self.can_show

    def close_coordinator(self) -> None:
        """Let the coordinator go; seats notice."""
        self.connect(False)
        for printer in self.printers:
            printer.close()
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
            store=self.seat_lane,
            memory=SeatMemory(
                log=EventLog(database),
                shelf=DocumentShelf(database),
                pictures=Pictures(database),
                marks=ClockMarks(database),
                settings=Settings(database),
                trust=self.keys.trust,
                clock=self.clock,
            ),
            eye=self.eyes[number],
            camera=self.cameras[number] if camera else None,
            faces=self.people.engine,
            send=partial(self._to_hub, number),
            free_disk_mb=lambda: 10_000,
            drill=True,
            find_stick=lambda: self.stick,
            reader=self.seat_readers.get(number),
        )
        flow = SeatFlow(tools, partial(self.screens.__setitem__, number))
        self.seats[number] = flow
        flow.database = database  # so that a test can fill its disk
        self.before_seat_start(flow)
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
            self.eye.tick()
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
        if not self.connected or number in self.cut_off:
            return
        hello = Hello(version=VERSION, software="test", wall=self.clock.wall(), term=1)
        self.seats[number].received(
            Welcome(version=VERSION, wall=self.clock.wall(), term=self.room._tools.term)
        )
        self.seats[number].online(True)
        self.room.joined(SeatNumber(number), hello)

    def _to_hub(self, number: int, message: FromSeat) -> bool:
        if isinstance(message, self.too_large):
            raise MessageTooLarge(size=2**24 + 1)
        if number in self.cut_off:
            return False
        if self.connected:
            self._post.append(lambda: self.room.received(SeatNumber(number), message))
        return self.connected

    def _to_seat(self, seat: SeatNumber, message: FromHub) -> bool:
        if not self.connected or seat not in self.seats or seat in self.cut_off:
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
