"""The seat: one window, one candidate."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

import station
from station.clock import SystemClock
from station.flow.picture_keeping import KeepingTools, PictureKeeping
from station.flow.seat import SeatFlow
from station.flow.seat_memory import SeatMemory
from station.flow.seat_tools import SeatTools
from station.flow.seat_view import SeatScreen
from station.identity.retention_rules import RetentionRules
from station.ids import CentreId, Digest, SeatNumber
from station.lan.messages import VERSION, FromSeat, Hello, Welcome
from station.lan.offered_time import OfferedTime
from station.lan.peers import PeerCheck
from station.lan.seat_link import SeatLink
from station.modes.devices import camera_process, is_simulated, open_named_readers
from station.modes.folder import StationFolder
from station.modes.health import free_mb, power, slept_ms
from station.modes.log import log_to_stderr
from station.modes.seat_places import PLACES, SeatPlaces, remembered
from station.modes.served_term import note_served, watch_of
from station.modes.sticks import find_stick
from station.modes.window import application, beat, camera_lane
from station.seal.tls import client_context
from station.store.clock_mark import ClockMarks
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.picture_book import PictureBook
from station.store.pictures import Pictures
from station.store.settings import Settings
from station.ui.language import translator
from station.ui.qt_lane import QtLane, QtMailbox
from station.ui.seat_window import SeatWindow

KEEPING_MS = 60_000

Watch = Callable[[SeatWindow], Callable[[SeatScreen], None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChoices:
    """What a seat is started with.

    Attributes:
        hub: The coordinator, as host:port; several, parted by commas, are tried in turn;
            empty to look for it on the network.
        camera: See station.modes.devices.open_named_camera.
        reader: See station.modes.devices.open_named_readers; empty if there is none.
        kiosk: Fill the screen and leave no way out.
    """

    folder: Path
    hub: str
    camera: str
    language: str
    kiosk: bool
    reader: str = ""


class SeatMode:
    """Everything a running seat is made of.

    Args:
        watch: Gets the window and returns what shows it a state; for a robot at the window.

    Attributes:
        window: The seat's one window.
    """

    def __init__(self, choices: SeatChoices, passphrase: str, watch: Watch | None = None) -> None:
        log_to_stderr()
        self._app = application()
        folder = StationFolder(choices.folder)
        identity, trust, clock = folder.identity(passphrase), folder.trust(), SystemClock()
        database = folder.database(identity)
        settings = Settings(database)
        places = SeatPlaces(
            choices.hub, remembered(settings), CentreId(identity.centre), self._remember
        )
        self._looker, camera = camera_process(choices.camera)
        self._store, self._eye = QtLane("store"), camera_lane()
        self._card_lane = QtLane("reader")
        self._reader = open_named_readers((choices.reader,), None)[0] if choices.reader else None
        self._mailbox = QtMailbox()
        self._settings = settings
        terms, offered = watch_of(settings), OfferedTime(clock)

        def welcomed(welcome: Welcome, coordinator: Digest) -> None:
            terms.check(welcome, coordinator)
            self._note(partial(note_served, settings, terms))
            offered.hear(welcome)

        self._link = SeatLink(
            client_context(identity, trust),
            places.first,
            lambda: Hello(
                version=VERSION,
                software=station.__version__,
                wall=clock.wall(),
                term=terms.term,
                served=terms.served,
                rival=terms.rival,
            ),
            self._mailbox.post,
            identify=PeerCheck(trust, identity.centre, clock).coordinator,
            welcomed=welcomed,
            look=places.look,
        )
        self.window = SeatWindow(translator(choices.language), kiosk=choices.kiosk)
        memory = SeatMemory(
            log=EventLog(database),
            shelf=DocumentShelf(database),
            pictures=Pictures(database),
            marks=ClockMarks(database),
            settings=settings,
            trust=trust,
            clock=clock,
            judged_at=offered.latest,
        )
        tools = SeatTools(
            seat=SeatNumber(int(identity.name)),
            identity=identity,
            clock=clock,
            store=self._store,
            memory=memory,
            eye=self._eye,
            camera=camera,
            faces=self._looker.faces,
            send=self._send,
            free_disk_mb=partial(free_mb, choices.folder),
            drill=is_simulated(choices.camera, choices.reader),
            power=power,
            slept_ms=slept_ms,
            off_ms=offered.off_ms,
            find_stick=find_stick,
            reader=self._reader,
            reader_lane=self._card_lane,
            not_deleted=lambda: self._keeping.trouble,
        )
        self._keeping = PictureKeeping(
            KeepingTools(
                book=PictureBook(database),
                store=self._store,
                clock=clock,
                centre=CentreId(identity.centre),
                signer=identity,
                rules=RetentionRules(),  # each picture has its day already, from its own rules
                borne_out=offered.named,
            )
        )
        self.flow = SeatFlow(tools, watch(self.window) if watch else self.window.show_state)
        self.window.intent.connect(self.flow.intent)
        self.window.open()

    def run(self) -> int:
        """Work until the window is closed; return the exit status."""
        self.flow.start()
        self._link.start(self.flow.received, self.flow.online)
        timer = beat(self._app, self.flow.tick)
        keeping = beat(self._app, self._keeping.tick, KEEPING_MS)
        status = QApplication.exec()
        timer.stop()
        keeping.stop()
        self._link.stop()
        self._mailbox.close()
        self._looker.close()  # first, for it may hang
        self._eye.close()
        self._card_lane.close()
        self._store.close()
        return status

    def _remember(self, places: str) -> None:
        """Note where the coordinator was found; on the link's thread."""
        self._note(partial(self._settings.put, PLACES, places))

    def _note(self, note: Callable[[], None]) -> None:
        """Write something down; from the link's thread."""
        self._mailbox.post(partial(self._store.run, note, lambda _: None, lambda _: None))

    def _send(self, message: FromSeat) -> bool:
        return self._link.send(message)
