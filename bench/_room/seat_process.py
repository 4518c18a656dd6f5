"""A seat without a window, as a process: the flow, link, lanes and store of its mode.

Its candidate answers by himself, at human pace. It says what step it has come to, as the clients
in bench._room.clients do, and at the end what its screens showed and when.
"""

import random
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from bench._room.blind import BlindEngine
from bench._room.clients import Times
from bench._room.made import MadeRoom
from station.clock import SystemClock
from station.flow.seat import SeatFlow
from station.flow.seat_memory import SeatMemory
from station.flow.seat_tools import SeatTools
from station.flow.seat_view import (
    AskSubmit,
    CheckScreen,
    ChooseOption,
    ConfirmSubmit,
    GoTo,
    QuestionScreen,
    ReadyScreen,
    Saved,
    ScoreScreen,
    SeatScreen,
    ShowOverview,
)
from station.ids import SeatNumber
from station.lan.messages import VERSION, FromSeat, Hello
from station.lan.peers import PeerCheck
from station.lan.seat_link import SeatLink
from station.seal.derive import store_key
from station.seal.tls import client_context
from station.store.clock_mark import ClockMarks
from station.store.database import open_database
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.pictures import Pictures
from station.store.settings import Settings
from station.ui.qt_lane import QtLane, QtMailbox

BEAT_MS = 100


class SeatProcess:
    """One seat and its candidate."""

    def __init__(
        self,
        pipe: Connection,
        room: MadeRoom,
        seat: int,
        folder: Path,
        answers: int,
        every_s: float,
    ) -> None:
        self._pipe, self._answers, self._every_s = pipe, answers, every_s
        self._room, self._seat, self._folder = room, seat, folder
        self._app = QCoreApplication.instance() or QCoreApplication([])
        self._dice = random.Random(seat)
        self._times = Times()
        self._mailbox = QtMailbox()
        self._steps: list[str] = []
        self._pressed: tuple[float, int] | None = None
        self._submitted = 0.0
        self._link: SeatLink
        self._flow: SeatFlow

    def run(self) -> None:
        """Live until the pipe is closed."""
        self._pipe.send("ready")
        _, port = self._pipe.recv()
        self._came = time.monotonic()
        self._build(port)
        threading.Thread(target=self._listen, name="orders", daemon=True).start()
        timer = QTimer()
        timer.timeout.connect(self._flow.tick)
        timer.start(BEAT_MS)
        self._flow.start()
        self._link.start(self._flow.received, self._flow.online)
        QCoreApplication.exec()
        self._link.stop()

    def _build(self, port: int) -> None:
        identity, trust, clock = (
            self._room.seats[self._seat].identity(),
            self._room.trust,
            SystemClock(),
        )
        database = open_database(self._folder / f"seat-{self._seat}.db", store_key(identity))
        self._link = SeatLink(
            client_context(identity, trust),
            f"wss://127.0.0.1:{port}",
            lambda: Hello(version=VERSION, software="bench", wall=clock.wall(), term=0),
            self._mailbox.post,
            identify=PeerCheck(trust, identity.centre, clock).coordinator,
        )
        memory = SeatMemory(
            log=EventLog(database),
            shelf=DocumentShelf(database),
            pictures=Pictures(database),
            marks=ClockMarks(database),
            settings=Settings(database),
            trust=trust,
            clock=clock,
        )
        tools = SeatTools(
            seat=SeatNumber(self._seat),
            identity=identity,
            clock=clock,
            store=QtLane("store"),
            memory=memory,
            eye=QtLane("camera"),
            camera=None,
            faces=BlindEngine(),
            send=self._send,
            free_disk_mb=lambda: 10_000,
            drill=True,
        )
        self._flow = SeatFlow(tools, self._show)

    def _send(self, message: FromSeat) -> bool:
        return self._link.send(message)

    def _listen(self) -> None:
        try:
            _, within_s = self._pipe.recv()
            self._mailbox.post(partial(self._submit_within, within_s))
            self._pipe.recv()
        except EOFError:
            pass
        self._mailbox.post(QCoreApplication.quit)

    # What the candidate sees and does

    def _show(self, screen: SeatScreen) -> None:
        now = time.monotonic()
        match screen:
            case CheckScreen():
                if self._step("online"):
                    self._times.online.append(now - self._came)
            case ReadyScreen():
                self._step("checked")
            case QuestionScreen():
                if not self._times.question_1_at:
                    self._times.question_1_at.append(now)
                    self._later(self._dice.uniform(0, self._every_s), self._press)
                self._look(screen, now)
            case ScoreScreen(delivered=True) if self._submitted:
                self._times.submits.append(now - self._submitted)
                self._submitted = 0.0
                self._pipe.send(self._times)
            case _:
                pass

    def _look(self, screen: QuestionScreen, now: float) -> None:
        if self._pressed is None:
            return
        pressed_at, option = self._pressed
        if option in screen.chosen and screen.saved is Saved.TWICE:
            self._times.answers.append(now - pressed_at)
            self._pressed = None
            self._later(0.2, partial(self._flow.intent, GoTo(len(self._times.answers))))

    def _press(self) -> None:
        done = len(self._times.answers)
        if done >= self._answers:
            self._step("answered")
            return
        if self._pressed is None:
            self._pressed = (time.monotonic(), done % 4)
            self._flow.intent(ChooseOption(done % 4))
        self._later(self._dice.uniform(0.5, 1.5) * self._every_s, self._press)

    def _submit_within(self, within_s: float) -> None:
        self._later(self._dice.uniform(0, within_s), self._submit)

    def _submit(self) -> None:
        self._flow.intent(ShowOverview())
        self._flow.intent(AskSubmit())
        self._submitted = time.monotonic()
        self._flow.intent(ConfirmSubmit())

    def _later(self, after_s: float, work: Callable[[], None]) -> None:
        QTimer.singleShot(round(after_s * 1_000), work)

    def _step(self, name: str) -> bool:
        if name in self._steps:
            return False
        self._steps.append(name)
        self._pipe.send(name)
        return True


def run(*arguments: object) -> None:
    """Be one seat until the pipe is closed."""
    SeatProcess(*arguments).run()  # type: ignore[arg-type]
