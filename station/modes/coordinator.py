"""The coordinator: admission desk, seat wall, card desk and hub in one program."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from station.camera.port import Frame
from station.clock import SystemClock
from station.errors.camera import CameraAbsent
from station.errors.session import SeatRevoked
from station.errors.store import StoreFull, StoreUnreadable
from station.flow.card_printers import DeskPrinter
from station.flow.card_sheets import SheetTools
from station.flow.card_tools import CardTools
from station.flow.cards import CardFlow
from station.flow.console import ConsoleFlow, ConsoleTools
from station.flow.console_view import ConsoleState
from station.flow.desk import DeskFlow
from station.flow.desk_file import DeskFile
from station.flow.desk_tools import DeskTools
from station.flow.enrolment_desk import EnrolmentFlow, EnrolmentTools
from station.flow.eye import Eye
from station.flow.group_lane import GroupLane
from station.flow.papers import OpenSession
from station.flow.picture_keeping import KeepingTools, PictureKeeping
from station.flow.room import RoomFlow
from station.flow.room_memory import RoomMemory
from station.flow.room_tools import RoomTools
from station.flow.second_disk import SecondDiskTools
from station.flow.signing import Signing, SigningTools
from station.flow.stock import StockFlow, StockTools
from station.ids import CentreId, SeatNumber, SessionId, StaffId
from station.lan.discovery import HUB, announced
from station.lan.hub import Hub
from station.lan.peers import PeerCheck
from station.lan.register import SeatRegister
from station.modes.bank_keys import BankKeys
from station.modes.card_check import Revoked
from station.modes.devices import (
    camera_process,
    is_simulated,
    open_named_readers,
)
from station.modes.earlier_cards import earlier_cards
from station.modes.enrolment_door import EnrolmentDoor
from station.modes.folder import StationFolder
from station.modes.log import log_to_stderr
from station.modes.open_session import open_session, sessions_elsewhere
from station.modes.opened_slips import OpenedSlips
from station.modes.printers import open_named_printers
from station.modes.second_pc import SecondPc
from station.modes.standby import attach_again, keep_up, term_of
from station.modes.voice import open_voice
from station.modes.window import application, beat, camera_lane
from station.seal.derive import store_key
from station.seal.identity import Identity, Trust
from station.seal.short_mark import sign_mark
from station.seal.tls import server_context
from station.store.clock_mark import ClockMarks
from station.store.database import Database
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.picture_book import PictureBook
from station.store.pictures import Pictures
from station.store.seat_certificates import SeatCertificates
from station.store.settings import Settings
from station.ui.console_window import ConsoleWindow
from station.ui.language import translator
from station.ui.qt_lane import QtLane, QtMailbox

Watch = Callable[[ConsoleWindow], Callable[[ConsoleState], None]]
REGISTER_MS = 2_000
SLIPS_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatorChoices:
    """What the coordinator is started with.

    Attributes:
        listen: Host and port of the hub.
        enrol_listen: Host and port where new seats ask, while the console lets them.
        session: Which session; the newest, if it is not said.
        feed: Host and port where a second PC may follow; None if none shall.
        replica: A folder on a second disk that a standby can take over from.
        duty: Who is in charge of the console; the first of the session's staff otherwise.
        bank_keys: Two persons' keys; without them, no new paper can be composed.
    """

    folder: Path
    listen: tuple[str, int]
    camera: str
    readers: tuple[str, ...]
    printers: tuple[str, ...]
    language: str
    bank_keys: BankKeys | None
    session: SessionId | None
    duty: StaffId | None = None
    photo_library: Path | None = None
    enrol_listen: tuple[str, int] = ("0.0.0.0", 8766)  # noqa: S104 - the whole room
    replica: Path | None = None
    feed: tuple[str, int] | None = None


class CoordinatorMode:
    """Everything a running coordinator is made of.

    Args:
        watch: Gets the window and returns what shows it a state; for a robot at the window.

    Attributes:
        window: The console.
        hub: What the seats connect to.
    """

    def __init__(
        self, choices: CoordinatorChoices, passphrase: str, watch: Watch | None = None
    ) -> None:
        log_to_stderr()
        self._app = application()
        folder, clock = StationFolder(choices.folder), SystemClock()
        centre, trust = folder.identity(passphrase), folder.trust()
        desk_identity = folder.desk_identity(passphrase)
        database = folder.database(centre)
        session = open_session(
            DocumentShelf(database),
            trust,
            centre.centre,
            session=choices.session,
            duty=choices.duty,
            keys=choices.bank_keys,
            simulated=is_simulated(choices.camera, *choices.readers, *choices.printers),
            now=clock.wall(),
        )
        if choices.replica is not None:
            with suppress(StoreFull, StoreUnreadable):  # the console says so
                keep_up(folder, choices.replica, centre, database)
        self._slips = OpenedSlips(folder.slips)
        self._mailbox = QtMailbox()
        self._register = SeatRegister()
        self._certificates = SeatCertificates(Settings(database))
        self._register.take(self._certificates.counted())
        self._door = EnrolmentDoor(centre, folder.root(), choices.enrol_listen, self._mailbox.post)
        self.hub = Hub(
            server_context(desk_identity, trust),
            *choices.listen,
            identify=PeerCheck(trust, centre.centre, clock, self._register).seat,
            post=self._mailbox.post,
            clock=clock,
        )
        self.hub.term = term_of(database)
        self._host, self._centre = choices.listen[0], CentreId(centre.centre)
        printers = [f"printer-{place}" for place, _ in enumerate(choices.printers, 1)]
        names = ("store", "reader", "office", *printers)
        self._lanes = {name: QtLane(name) for name in names} | {"camera": camera_lane()}
        store, post = self._lanes["store"], self._mailbox.post
        self._second_pc = SecondPc(folder, desk_identity, store, post)
        self._feed = choices.feed
        self._eye = Eye(self._lanes["camera"], clock)
        self.window = ConsoleWindow(translator(choices.language))
        self._show = watch(self.window) if watch else self.window.show_state
        self.flow = self._tie(choices, session, database, clock, trust, desk_identity, centre)
        self.window.intent.connect(self.flow.intent)
        self.window.resize(1600, 900)
        self.window.show()

    def run(self) -> int:
        """Work until the window is closed; return the exit status."""
        self.flow.start(self._desk, self._room, self._cards, self._enrolment)
        self.hub.start(self._room.joined, self._room.received, self._room.left)
        self.hub.turned_away = self._room.turned_away
        if self._feed is not None:
            self._second_pc.start(self._feed, self.flow.changed)
        timer = beat(self._app, self.flow.tick)
        eye = beat(self._app, self._eye.tick)
        if self._camera is not None:  # its models load while nobody stands there
            self._lanes["camera"].run(self._looker.open_meter, lambda _: None, lambda _: None)
        register = beat(self._app, self._look_at_register, REGISTER_MS)
        slips = beat(self._app, self._slips.tidy, SLIPS_MS)
        with announced(HUB, (self._host, self.hub.port), self._centre, self.hub.term):
            status = QApplication.exec()
        register.stop()
        slips.stop()
        eye.stop()
        self._slips.clear()
        timer.stop()
        self.hub.stop()
        if self._feed is not None:
            self._second_pc.stop()
        self._mailbox.close()
        self._looker.close()  # first, for it may hang
        for lane in self._lanes.values():
            lane.close()
        self._door.close()
        return status

    def _second_disk(
        self, choices: CoordinatorChoices, centre: Identity, database: Database, clock: SystemClock
    ) -> SecondDiskTools | None:
        if choices.replica is None:
            return None
        folder = StationFolder(choices.folder)
        return SecondDiskTools(
            clock=clock,
            store=self._lanes["store"],
            is_whole=lambda: database.mirrored,
            attach=partial(attach_again, folder, choices.replica, centre, database),
        )

    def _look_at_register(self) -> None:
        """A certificate may have been withdrawn: whoever shows it is hung up on."""
        self._lanes["store"].run(self._certificates.counted, self._go_by, lambda _: None)

    def _go_by(self, counts: dict[SeatNumber, str]) -> None:
        for seat in self._register.take(counts):
            self.hub.turn_out(seat, SeatRevoked.code)

    def _tie(
        self,
        choices: CoordinatorChoices,
        session: OpenSession,
        database: Database,
        clock: SystemClock,
        trust: Trust,
        desk_identity: Identity,
        centre: Identity,
    ) -> ConsoleFlow:
        lanes, log = self._lanes, EventLog(database)
        outbox, shelf = Outbox(database), DocumentShelf(database)
        console = ConsoleFlow(
            ConsoleTools(
                session=session,
                clock=clock,
                store=lanes["store"],
                office=lanes["office"],
                outbox=outbox,
                show=self._show,
                show_list=self._slips.show,
                second_pc=lambda: self._second_pc.state,
                second_disk=self._second_disk(choices, centre, database, clock),
            )
        )
        signing = Signing(
            SigningTools(
                staff=session.package.staff,
                settings=Settings(database),
                store=lanes["store"],
                office=lanes["office"],
                clock=clock,
            )
        )
        self._room = RoomFlow(
            RoomTools(
                session=session,
                clock=clock,
                store=GroupLane(lanes["store"], database.writing),
                signing=signing,
                memory=RoomMemory(
                    session=session.package.session,
                    log=log,
                    shelf=shelf,
                    outbox=outbox,
                    pictures=Pictures(database),
                    marks=ClockMarks(database),
                    settings=Settings(database),
                    trust=trust,
                    clock=clock,
                    retention=session.rules.retention,
                ),
                send=self.hub.send,
                off_ms=self.hub.drifts.off_ms,
                finished=console.finished,
                changed=console.changed,
                failed=console.failed,
                term=self.hub.term,
            )
        )
        self._enrolment = EnrolmentFlow(
            EnrolmentTools(
                store=lanes["store"],
                office=lanes["office"],
                certificates=self._certificates,
                duty=session.duty,
                open=lambda: self._door.open(self._enrolment.asked, self._enrolment.gone),
                close=self._door.close,
                certify=self._door.certify,
                decide=self._door.decide,
                order=lambda order: self._room.orders.give(order, console.changed),
                changed=self._look_at_register,
                show=console.changed,
            )
        )
        self._looker, self._camera = camera_process(choices.camera)
        camera, faces = self._camera or NoCamera(), self._looker.faces
        before = earlier_cards(shelf, log, trust, clock, session.package)
        self._cards = CardFlow(
            CardTools(
                session=session,
                clock=clock,
                store=lanes["store"],
                log=log,
                pictures=Pictures(database),
                office=lanes["office"],
                printers=tuple(
                    DeskPrinter(name=str(place), driver=driver, lane=lanes[f"printer-{place}"])
                    for place, driver in enumerate(open_named_printers(choices.printers), 1)
                ),
                stock=StockFlow(
                    StockTools(
                        session=session,
                        clock=clock,
                        store=lanes["store"],
                        log=log,
                        office=lanes["office"],
                        signing=signing,
                        keep_report=StationFolder(choices.folder).keep_report,
                        changed=console.changed,
                    )
                ),
                sheets=SheetTools(
                    session=session,
                    clock=clock,
                    store=lanes["store"],
                    log=log,
                    pictures=Pictures(database),
                    eye=self._eye,
                    camera=camera,
                    faces=faces,
                    signing=signing,
                    changed=console.changed,
                ),
                sign=partial(sign_mark, signer=centre),
                earlier=tuple(before.uncollected),
                issued=frozenset(before.issued),
                revoked=Revoked(shelf, trust, clock),
                show_slip=self._slips.show,
                recall=console.recall,
                passed=lambda: self._room.passed,
                changed=console.changed,
                failed=console.failed,
            )
        )
        reader, decoder = open_named_readers(choices.readers, choices.photo_library)
        self._desk = DeskFlow(
            DeskTools(
                session=session,
                clock=clock,
                store=lanes["store"],
                file=DeskFile(session=session, log=log, pictures=Pictures(database), clock=clock),
                reader_lane=lanes["reader"],
                reader=reader,
                decoder=decoder,
                eye=self._eye,
                camera=camera,
                faces=faces,
                signing=signing,
                voice=open_voice(),
                fingerprint_key=store_key(centre),
                keeping=PictureKeeping(
                    KeepingTools(
                        book=PictureBook(database),
                        store=lanes["store"],
                        clock=clock,
                        centre=session.package.centre,
                        signer=desk_identity,
                        rules=session.rules.retention,
                        borne_out=lambda: session.package.valid_until,
                    )
                ),
                elsewhere=sessions_elsewhere(shelf, trust, session.package, clock.wall()),
                started_at=lambda: self._room.started_at,
                admitted=console.admitted,
                came_back=console.came_back,
                changed=console.changed,
                open_meter=self._looker.open_meter,
            )
        )
        return console


class NoCamera:
    """A desk without a camera: every candidate is decided on by two persons."""

    def read(self) -> Frame:
        raise CameraAbsent

    def close(self) -> None:
        pass
