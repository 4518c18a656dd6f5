"""A seat that is driven from outside, order by order, and says every screen it shows.

The flow, the store on disk and the link are real; the clock is held and moves when it is told to,
so that remaining times can be checked to the millisecond.

    ("wish", SeatIntent)   what the candidate presses
    ("pass", ms)           time goes by, then one tick
    ("jump", ms)           somebody changes the wall clock
    ("full", bool)         the disk has no room, or has some again
"""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench._room.blind import BlindEngine
from bench._room.made import MadeRoom
from station.clock import HeldClock, SystemClock
from station.flow.lane import InlineLane
from station.flow.seat import SeatFlow
from station.flow.seat_memory import SeatMemory
from station.flow.seat_tools import SeatTools
from station.flow.seat_view import SeatScreen
from station.ids import SeatNumber, UnixMs
from station.lan.messages import VERSION, FromHub, FromSeat, Hello, Refused
from station.lan.peers import PeerCheck
from station.lan.seat_link import SeatLink
from station.lan.timing import Timing
from station.modes.served_term import watch_of
from station.seal.derive import store_key
from station.seal.tls import client_context
from station.store.clock_mark import ClockMarks
from station.store.database import Database, open_database
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.pictures import Pictures
from station.store.settings import Settings

HASTY = Timing(
    ping_every_s=0.5,
    ping_wait_s=1.0,
    first_word_s=5.0,
    goodbye_s=0.3,
    retries_s=(0.05, 0.1, 0.2),
    refused_s=0.3,
)
"""Waits that make many connections of a short test."""
SHOWN = (
    "index",
    "chosen",
    "remaining_ms",
    "locked",
    "saved",
    "delivered",
    "marks",
    "asking",
    "started",
)
NO_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A screen, as far as an oracle asks."""

    name: str
    facts: dict[str, Any]
    trouble: str | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """The coordinator refused something; no screen says so."""

    code: str


class ChaosSeat:
    """One life of a seat."""

    def __init__(
        self, pipe: Connection, room: MadeRoom, seat: int, folder: Path, port: int, jump_ms: int
    ) -> None:
        self._pipe = pipe
        self._letters: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._clock = HeldClock(UnixMs(SystemClock().wall() + jump_ms))
        identity, trust = room.seats[seat].identity(), room.trust
        self._database: Database = open_database(folder / f"seat-{seat}.db", store_key(identity))
        settings = Settings(self._database)
        terms = watch_of(settings)
        self._link = SeatLink(
            client_context(identity, trust),
            f"wss://127.0.0.1:{port}",
            lambda: Hello(
                version=VERSION,
                software="chaos",
                wall=self._clock.wall(),
                term=terms.term,
                served=terms.served,
                rival=terms.rival,
            ),
            self._letters.put,
            identify=PeerCheck(trust, identity.centre, self._clock).coordinator,
            welcomed=terms.check,
            timing=HASTY,
        )
        lane = InlineLane()
        tools = SeatTools(
            seat=SeatNumber(seat),
            identity=identity,
            clock=self._clock,
            store=lane,
            memory=SeatMemory(
                log=EventLog(self._database),
                shelf=DocumentShelf(self._database),
                pictures=Pictures(self._database),
                marks=ClockMarks(self._database),
                settings=settings,
                trust=trust,
                clock=self._clock,
            ),
            eye=lane,
            camera=None,
            faces=BlindEngine(),
            send=self._send,
            free_disk_mb=lambda: 10_000,
            drill=True,
        )
        self._flow = SeatFlow(tools, self._show)

    def run(self) -> None:
        """Live until the power goes."""
        self._flow.start()
        self._link.start(self._received, self._flow.online)
        threading.Thread(target=self._listen, name="orders", daemon=True).start()
        while True:
            self._letters.get()()

    def _listen(self) -> None:
        while True:
            self._letters.put(partial(self._obey, self._pipe.recv()))

    def _received(self, message: FromHub) -> None:
        if isinstance(message, Refused):
            self._pipe.send(Refusal(message.code))
        self._flow.received(message)

    def _send(self, message: FromSeat) -> bool:
        return self._link.send(message)

    def _obey(self, order: tuple[str, Any]) -> None:
        match order:
            case ("wish", intent):
                self._flow.intent(intent)
            case ("pass", ms):
                self._clock.pass_ms(ms)
                self._flow.tick()
            case ("jump", ms):
                self._clock.set_wall(UnixMs(self._clock.wall() + ms))
            case ("full", full):
                pages = self._database.row("PRAGMA page_count") if full else (NO_LIMIT,)
                self._database.row(f"PRAGMA max_page_count = {pages[0] if pages else NO_LIMIT}")
        self._pipe.send("obeyed")

    def _show(self, screen: SeatScreen) -> None:
        facts = {name: getattr(screen, name) for name in SHOWN if hasattr(screen, name)}
        trouble = getattr(screen, "trouble", None) or getattr(screen, "error", None)
        code = trouble.code if trouble is not None else None
        self._pipe.send(Shown(type(screen).__name__, facts, code))


def run(*arguments: Any) -> None:
    """Live until the power goes."""
    ChaosSeat(*arguments).run()
