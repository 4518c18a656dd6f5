"""The flows of the coordinator, tied together over one database: room, desk, cards, enrolment."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from station.camera.port import Camera, Frame
from station.clock import SystemClock
from station.errors.camera import CameraAbsent
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
from station.flow.roster_photos import RosterPhotos, RosterTools
from station.flow.second_disk import SecondDisk, SecondDiskTools
from station.flow.signing import Signing, SigningTools
from station.flow.stick_desk import StickDesk, StickTools
from station.flow.stock import StockFlow, StockTools
from station.ids import digest_of
from station.lan.hub import Hub
from station.modes.card_check import Revoked
from station.modes.coordinator_choices import CoordinatorChoices
from station.modes.devices import camera_process, open_named_readers
from station.modes.earlier_cards import earlier_cards
from station.modes.enrolment_door import EnrolmentDoor
from station.modes.folder import StationFolder
from station.modes.health import own_look
from station.modes.open_session import sessions_elsewhere
from station.modes.opened_slips import OpenedSlips
from station.modes.printers import open_named_printers
from station.modes.standby import raised_by
from station.modes.sticks import find_stick
from station.modes.voice import open_voice
from station.seal.derive import store_key
from station.seal.identity import Identity, Trust
from station.seal.short_mark import sign_mark
from station.store.clock_mark import ClockMarks
from station.store.database import Database
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.persons import Persons
from station.store.picture_book import PictureBook
from station.store.pictures import Pictures
from station.store.seat_certificates import SeatCertificates
from station.store.settings import Settings
from station.sync.record_post import untold
from station.ui.qt_lane import QtLane


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What all of the flows stand on.

    Attributes:
        lanes: Named "store", "reader", "office", "power", "camera" and "printer-N".
        certificates_changed: Another certificate counts for a seat.
    """

    choices: CoordinatorChoices
    session: OpenSession
    database: Database
    clock: SystemClock
    trust: Trust
    centre: Identity
    desk: Identity
    lanes: dict[str, QtLane]
    eye: Eye
    hub: Hub
    door: EnrolmentDoor
    slips: OpenedSlips
    certificates: SeatCertificates
    show: Callable[[ConsoleState], None]
    second_disk: SecondDiskTools | None
    second_pc: Callable[[], SecondDisk]
    certificates_changed: Callable[[], None]


class CoordinatorFlows:
    """Builds each flow, and lets each hear of the others.

    Attributes:
        console: The window's flow, above the others.
        has_camera: Somebody can be looked at, at this desk.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        database, lanes = ground.database, ground.lanes
        self._log, self._shelf = EventLog(database), DocumentShelf(database)
        self._pictures, self._outbox = Pictures(database), Outbox(database)
        self._signing = Signing(
            SigningTools(
                staff=ground.session.package.staff,
                settings=Settings(database),
                store=lanes["store"],
                office=lanes["office"],
                clock=ground.clock,
            )
        )
        self.looker, camera = camera_process(ground.choices.camera)
        self.has_camera = camera is not None
        self._camera: Camera = camera or NoCamera()
        self.console = ConsoleFlow(
            ConsoleTools(
                session=ground.session,
                clock=ground.clock,
                store=lanes["store"],
                office=lanes["office"],
                outbox=self._outbox,
                untold=partial(untold, self._log, Settings(database)),
                show=ground.show,
                show_list=ground.slips.show,
                second_pc=ground.second_pc,
                second_disk=ground.second_disk,
                power=lanes["power"],
                own_look=own_look(ground.choices.folder, ground.choices.ups),
            )
        )
        self._memory = self._make_memory()
        self.room = self._make_room()
        self.stick = StickDesk(
            StickTools(
                find=find_stick,
                store=lanes["store"],
                memory=self._memory,
                room=self.room,
                trust=ground.trust,
                centre=ground.session.package.centre,
                clock=ground.clock,
                changed=self.console.changed,
                failed=self.console.failed,
            )
        )
        self.enrolment = self._make_enrolment()
        self.cards = self._make_cards()
        self.desk = self._make_desk()

    def start(self) -> None:
        """Take up the work where it was left."""
        self.console.start(self.desk, self.room, self.cards, self.enrolment, self.stick)

    def _make_memory(self) -> RoomMemory:
        ground, database = self._ground, self._ground.database
        return RoomMemory(
            session=ground.session.package.session,
            log=self._log,
            shelf=self._shelf,
            outbox=self._outbox,
            pictures=self._pictures,
            marks=ClockMarks(database),
            settings=Settings(database),
            trust=ground.trust,
            clock=ground.clock,
            retention=ground.session.rules.retention,
        )

    def _make_room(self) -> RoomFlow:
        ground, console = self._ground, self.console
        database, session = ground.database, ground.session
        return RoomFlow(
            RoomTools(
                session=session,
                clock=ground.clock,
                store=GroupLane(ground.lanes["store"], database.writing),
                signing=self._signing,
                memory=self._memory,
                send=ground.hub.send,
                off_ms=ground.hub.drifts.off_ms,
                finished=console.finished,
                changed=console.changed,
                failed=console.failed,
                term=ground.hub.term,
                raised_by=raised_by(database),
                certificate=digest_of(ground.desk.certificate),
            )
        )

    def _make_enrolment(self) -> EnrolmentFlow:
        ground, console = self._ground, self.console
        door = ground.door
        return EnrolmentFlow(
            EnrolmentTools(
                store=ground.lanes["store"],
                office=ground.lanes["office"],
                certificates=ground.certificates,
                duty=ground.session.duty,
                open=lambda: door.open(self.enrolment.asked, self.enrolment.gone),
                close=door.close,
                certify=door.certify,
                decide=door.decide,
                order=lambda order: self.room.orders.give(order, console.changed),
                changed=ground.certificates_changed,
                show=console.changed,
            )
        )

    def _make_cards(self) -> CardFlow:
        ground, console, lanes = self._ground, self.console, self._ground.lanes
        session, clock = ground.session, ground.clock
        before = earlier_cards(self._shelf, self._log, ground.trust, clock, session.package)
        printers = enumerate(open_named_printers(ground.choices.printers), 1)
        return CardFlow(
            CardTools(
                session=session,
                clock=clock,
                store=lanes["store"],
                log=self._log,
                pictures=self._pictures,
                office=lanes["office"],
                printers=tuple(
                    DeskPrinter(name=str(place), driver=driver, lane=lanes[f"printer-{place}"])
                    for place, driver in printers
                ),
                stock=StockFlow(
                    StockTools(
                        session=session,
                        clock=clock,
                        store=lanes["store"],
                        log=self._log,
                        office=lanes["office"],
                        signing=self._signing,
                        keep_report=StationFolder(ground.choices.folder).keep_report,
                        changed=console.changed,
                    )
                ),
                sheets=SheetTools(
                    session=session,
                    clock=clock,
                    store=lanes["store"],
                    log=self._log,
                    pictures=self._pictures,
                    eye=ground.eye,
                    camera=self._camera,
                    faces=self.looker.faces,
                    signing=self._signing,
                    changed=console.changed,
                    named=console.named,
                ),
                sign=partial(sign_mark, signer=ground.centre),
                earlier=tuple(before.uncollected),
                issued=frozenset(before.issued),
                revoked=Revoked(self._shelf, ground.trust),
                show_slip=ground.slips.show,
                recall=console.recall,
                named=console.named,
                passed=lambda: self.room.passed,
                changed=console.changed,
                failed=console.failed,
            )
        )

    def _make_desk(self) -> DeskFlow:
        ground, console, lanes = self._ground, self.console, self._ground.lanes
        session, clock = ground.session, ground.clock
        reader, decoder = open_named_readers(ground.choices.readers, ground.choices.photo_library)
        photos = RosterPhotos(
            RosterTools(
                shelf=self._shelf,
                persons=Persons(ground.database),
                trust=ground.trust,
                key=store_key(ground.centre),
                signer=ground.desk,
                rules=session.rules.retention,
            )
        )
        file = DeskFile(session=session, log=self._log, pictures=self._pictures, clock=clock)
        return DeskFlow(
            DeskTools(
                session=session,
                clock=clock,
                store=lanes["store"],
                file=file,
                reader_lane=lanes["reader"],
                reader=reader,
                decoder=decoder,
                eye=ground.eye,
                camera=self._camera,
                faces=self.looker.faces,
                signing=self._signing,
                voice=open_voice(),
                fingerprint_key=store_key(ground.centre),
                keeping=PictureKeeping(
                    KeepingTools(
                        book=PictureBook(ground.database),
                        store=lanes["store"],
                        clock=clock,
                        centre=session.package.centre,
                        signer=ground.desk,
                        rules=session.rules.retention,
                        borne_out=lambda: session.package.valid_until,
                        persons=photos.count,
                        outdated=photos.outdated,
                    )
                ),
                elsewhere=sessions_elsewhere(
                    self._shelf, ground.trust, session.package, clock.wall()
                ),
                started_at=lambda: self.room.started_at,
                admitted=console.admitted,
                handed_over=console.handed_over,
                came_back=console.came_back,
                changed=console.changed,
                open_meter=self.looker.open_meter,
            )
        )


class NoCamera:
    """A desk without a camera: every candidate is decided on by two persons."""

    def read(self) -> Frame:
        raise CameraAbsent

    def close(self) -> None:
        pass
