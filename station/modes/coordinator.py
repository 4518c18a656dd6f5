"""The coordinator: admission desk, seat wall, card desk and hub in one program."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from PySide6.QtWidgets import QApplication

from station.clock import SystemClock
from station.errors.session import SeatRevoked, StandbyNotRaised
from station.errors.store import StoreFull, StoreUnreadable
from station.flow.console_view import ConsoleState
from station.flow.eye import Eye
from station.flow.second_disk import SecondDiskTools
from station.ids import CentreId, SeatNumber
from station.lan.discovery import HUB, announced
from station.lan.hub import Hub
from station.lan.peers import PeerCheck
from station.lan.register import SeatRegister
from station.modes.coordinator_choices import CoordinatorChoices
from station.modes.coordinator_flows import CoordinatorFlows, Ground
from station.modes.devices import is_simulated
from station.modes.enrolment_door import EnrolmentDoor
from station.modes.folder import StationFolder
from station.modes.log import log_to_stderr
from station.modes.open_session import open_session
from station.modes.opened_slips import OpenedSlips
from station.modes.second_pc import SecondPc
from station.modes.standby import attach_again, is_apart, is_whole, keep_up, term_of
from station.modes.window import application, beat, camera_lane
from station.seal.identity import Identity
from station.seal.tls import server_context
from station.store.database import Database
from station.store.documents import DocumentShelf
from station.store.seat_certificates import SeatCertificates
from station.store.settings import Settings
from station.ui.console_window import ConsoleWindow
from station.ui.language import translator
from station.ui.qt_lane import QtLane, QtMailbox

Watch = Callable[[ConsoleWindow], Callable[[ConsoleState], None]]
REGISTER_MS = 2_000
SLIPS_MS = 60_000


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
        if folder.stands_by:
            raise StandbyNotRaised
        centre, trust = folder.identity(passphrase), folder.trust()
        desk_identity = folder.desk_identity(passphrase)
        database = folder.database(centre)
        session = open_session(
            DocumentShelf(database),
            trust,
            centre.centre,
            session=choices.session,
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
        names = ("store", "reader", "office", "power", *printers)
        self._lanes = {name: QtLane(name) for name in names} | {"camera": camera_lane()}
        store, post = self._lanes["store"], self._mailbox.post
        self._second_pc = SecondPc(folder, desk_identity, store, post)
        self._feed = choices.feed
        self._eye = Eye(self._lanes["camera"], clock)
        self.window = ConsoleWindow(translator(choices.language))
        self._flows = CoordinatorFlows(
            Ground(
                choices=choices,
                session=session,
                database=database,
                clock=clock,
                trust=trust,
                centre=centre,
                desk=desk_identity,
                lanes=self._lanes,
                eye=self._eye,
                hub=self.hub,
                door=self._door,
                slips=self._slips,
                certificates=self._certificates,
                show=watch(self.window) if watch else self.window.show_state,
                second_disk=self._second_disk(choices, centre, database, clock),
                second_pc=lambda: self._second_pc.state,
                certificates_changed=self._look_at_register,
            )
        )
        self.flow = self._flows.console
        self.window.intent.connect(self.flow.intent)
        self.window.resize(1600, 900)
        self.window.show()

    def run(self) -> int:
        """Work until the window is closed; return the exit status."""
        room, looker = self._flows.room, self._flows.looker
        self._flows.start()
        self.hub.start(room.joined, room.received, room.left)
        self.hub.turned_away = room.turned_away
        if self._feed is not None:
            self._second_pc.start(self._feed, self.flow.changed)
        timer = beat(self._app, self.flow.tick)
        eye = beat(self._app, self._eye.tick)
        if self._flows.has_camera:  # its models load while nobody stands there
            self._lanes["camera"].run(looker.open_meter, lambda _: None, lambda _: None)
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
        looker.close()  # first, for it may hang
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
            is_whole=partial(is_whole, folder, choices.replica, database),
            is_apart=partial(is_apart, folder, choices.replica),
            attach=partial(attach_again, folder, choices.replica, centre, database),
        )

    def _look_at_register(self) -> None:
        """A certificate may have been withdrawn: whoever shows it is hung up on."""
        self._lanes["store"].run(self._certificates.counted, self._go_by, lambda _: None)

    def _go_by(self, counts: dict[SeatNumber, str]) -> None:
        for seat in self._register.take(counts):
            self.hub.turn_out(seat, SeatRevoked.code)
