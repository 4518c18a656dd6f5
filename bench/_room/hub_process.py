"""The coordinator without a window, as a process: the hub, the flow and the store of its mode.

It is told what to do over a pipe, one tuple a time, and answers with one.

    ("seat", raw)          a ticket, ISSUED_TICKET-packed        -> nothing
    ("vouch", seat)        both of the staff know the candidate  -> nothing
    ("start",)             the button                            -> ("started", monotonic ns)
    ("move", seat, to)     the candidate goes on at another seat -> nothing
    ("stop",)              fire: everybody out                   -> nothing
    ("hold", paused)       pause all, or let all run on          -> nothing
    ("jump", ms)           the wall clock is changed             -> nothing
    ("full", bool)         the disk has no room, or has again    -> nothing
    ("load",)              what it costs                         -> ("load", Load)
    ("at", seat)           exam time of the attempt there    -> ("at", ms or None)
    ("look",)              what it holds of each attempt         -> ("look", tuple of Held)
    ("quit",)
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

import psutil
from PySide6.QtCore import QCoreApplication, QTimer

from bench._room.made import STAFF, MadeRoom
from station.clock import SystemClock
from station.errors import StationError
from station.exam.session_orders import FreeRoom, HoldRoom
from station.flow.group_lane import GroupLane
from station.flow.lane import Lane
from station.flow.papers import ISSUED_TICKET
from station.flow.room import RoomFlow
from station.flow.room_memory import RoomMemory
from station.flow.room_tools import RoomTools
from station.flow.room_view import MoveCandidate, StartSession, StopAll
from station.flow.signing import Signing, SigningTools
from station.ids import SeatNumber, UnixMs
from station.lan.door import LIMITS, Limits
from station.lan.hub import Hub
from station.lan.messages import Hello, Vouch
from station.lan.peers import PeerCheck
from station.lan.timing import TIMING, Timing
from station.seal.derive import store_key
from station.seal.envelope import SEALED_CONTENT, check_envelope
from station.seal.tls import server_context
from station.store.clock_mark import ClockMarks
from station.store.database import Database, open_database
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.pictures import Pictures
from station.store.settings import Settings
from station.store.stream import Record
from station.ui.qt_lane import QtLane, QtMailbox

T = TypeVar("T")

NO_LIMIT = 1_000_000
SECOND_MS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What the process has cost so far.

    Attributes:
        threads_s: CPU seconds by what the thread is for.
        lane_busy_s: Seconds in which the store's lane was at work, or waited for the disk.
    """

    at: float
    cpu_s: float
    rss: int
    threads_s: dict[str, float]
    lane_busy_s: float
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One attempt as the coordinator holds it on disk."""

    seat: int
    records: tuple[Record, ...]
    delivered: bool
    envelopes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HubPlace:
    """Where a hub lives and listens; 0 is any port.

    Attributes:
        second: A folder that holds all that this one does, for a standby.
        term: Counts the coordinators of the centre.
    """

    folder: Path
    port: int = 0
    wall_offset_ms: int = 0
    timing: Timing = TIMING
    limits: Limits = LIMITS
    second: Path | None = None
    term: int = 1


class JumpClock(SystemClock):
    """The machine's clocks, of which somebody changes the wall clock."""

    def __init__(self, offset_ms: int = 0) -> None:
        self.offset_ms = offset_ms

    def wall(self) -> UnixMs:
        return UnixMs(super().wall() + self.offset_ms)


class TimedLane:
    """A lane that knows for how long it was busy."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self.busy_s = 0.0

    def run(
        self,
        task: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[StationError], None],
    ) -> None:
        def timed() -> T:
            began = time.perf_counter()
            try:
                return task()
            finally:
                self.busy_s += time.perf_counter() - began

        self._lane.run(timed, done, failed)


class HubProcess:
    """One life of the coordinator."""

    def __init__(self, pipe: Connection, room: MadeRoom, place: HubPlace) -> None:
        self._pipe, self._room = pipe, room
        self._app = QCoreApplication.instance() or QCoreApplication([])
        self._clock = JumpClock(place.wall_offset_ms)
        self._mailbox = QtMailbox()
        self._lane = TimedLane(QtLane("store"))
        self._errors: list[str] = []
        self._vouched: set[SeatNumber] = set()
        centre, trust = room.centre.identity(), room.trust
        database = open_database(place.folder / "centre.db", store_key(centre))
        if place.second is not None:
            database.mirror_into(place.second / "centre.db", store_key(centre))
        self._database: Database = database
        self._log, self._settings = EventLog(database), Settings(database)
        self._hub = Hub(
            server_context(room.desk.identity(), trust),
            "127.0.0.1",
            place.port,
            identify=PeerCheck(trust, centre.centre, self._clock).seat,
            post=self._mailbox.post,
            clock=self._clock,
            timing=place.timing,
            limits=place.limits,
        )
        self._hub.term = place.term
        memory = RoomMemory(
            session=room.session.package.session,
            log=self._log,
            shelf=DocumentShelf(database),
            outbox=Outbox(database),
            settings=self._settings,
            marks=ClockMarks(database),
            pictures=Pictures(database),
            trust=trust,
            clock=self._clock,
        )
        self._flow = RoomFlow(
            RoomTools(
                session=room.session,
                clock=self._clock,
                store=GroupLane(self._lane, database.writing),
                signing=Signing(
                    SigningTools(
                        staff=room.session.package.staff,
                        settings=self._settings,
                        office=QtLane("office"),
                        store=self._lane,
                        clock=self._clock,
                    )
                ),
                memory=memory,
                send=self._hub.send,
                finished=lambda _: None,
                changed=lambda: None,
                failed=lambda error: self._errors.append(error.code),
                term=place.term,
            )
        )

    def run(self) -> None:
        """Work until it is told to quit, or killed."""
        self._flow.start(self._ready, lambda error: self._errors.append(error.code))
        QCoreApplication.exec()

    def _ready(self) -> None:
        self._hub.start(self._joined, self._flow.received, self._flow.left)
        self._second = QTimer()
        self._second.timeout.connect(self._flow.note_alive)
        self._second.start(SECOND_MS)
        threading.Thread(target=self._listen, name="orders", daemon=True).start()
        self._pipe.send(("up", self._hub.port))

    def _joined(self, seat: SeatNumber, hello: Hello) -> None:
        self._flow.joined(seat, hello)
        if seat in self._vouched:
            self._vouch(seat)

    def _vouch(self, seat: SeatNumber) -> None:
        copy = self._flow.at_seat(seat)
        if copy is not None:
            self._hub.send(seat, Vouch(copy.issued.ticket.stream, *STAFF))

    def _listen(self) -> None:
        try:
            while True:
                order = self._pipe.recv()
                self._mailbox.post(partial(self._obey, order))
        except EOFError:
            self._mailbox.post(QCoreApplication.quit)

    def _obey(self, order: tuple[Any, ...]) -> None:
        match order:
            case ("seat", raw):
                self._flow.seat_candidate(ISSUED_TICKET.unpack(raw))
            case ("vouch", seat):
                self._vouched.add(SeatNumber(seat))
                self._vouch(SeatNumber(seat))
            case ("start",):
                self._pipe.send(("started", time.monotonic_ns()))
                self._flow.intent(StartSession())
            case ("move", seat, to):
                copy = self._flow.at_seat(SeatNumber(seat))
                if copy is not None:
                    who = copy.issued.ticket.candidate
                    self._flow.intent(MoveCandidate(who, SeatNumber(to), "bench"))
            case ("stop",):
                self._flow.intent(StopAll())
            case ("hold", paused):
                wish = HoldRoom(STAFF[0], "bench") if paused else FreeRoom(STAFF, "bench")
                self._flow.orders.give(wish, self._flow.telling.all)
            case ("jump", ms):
                self._clock.offset_ms = ms
            case ("full", full):
                self._lane.run(partial(self._fill, full), lambda _: None, _surprised)
            case ("load",):
                self._pipe.send(("load", self._load()))
            case ("at", seat):
                copy = self._flow.at_seat(SeatNumber(seat))
                self._pipe.send(("at", copy.elapsed if copy is not None else None))
            case ("look",):
                self._lane.run(self._held, lambda held: self._pipe.send(("look", held)), _surprised)
            case ("quit",):
                QCoreApplication.quit()

    def _fill(self, full: bool) -> None:
        pages = self._database.row("PRAGMA page_count") if full else None
        self._database.row(f"PRAGMA max_page_count = {pages[0] if pages else NO_LIMIT}")

    def _load(self) -> Load:
        me = psutil.Process()
        names = {thread.native_id: thread.name for thread in threading.enumerate()}
        threads: dict[str, float] = {}
        for thread in me.threads():
            name = names.get(thread.id, "other").rsplit("_", 1)[0]
            threads[name] = threads.get(name, 0.0) + thread.user_time + thread.system_time
        times = me.cpu_times()
        return Load(
            at=time.monotonic(),
            cpu_s=times.user + times.system,
            rss=me.memory_info().rss,
            threads_s=threads,
            lane_busy_s=self._lane.busy_s,
            errors=tuple(self._errors),
        )

    def _label(self, envelope: bytes) -> bytes:
        signed = check_envelope(envelope, self._room.trust, SystemClock().wall())
        return SEALED_CONTENT.unpack(signed.payload).label

    def _held(self) -> tuple[Held, ...]:
        outgoing = [raw for _, raw in Outbox(self._database).pending()]
        return tuple(
            Held(
                seat=seat,
                records=self._log.read(stream),
                delivered=self._settings.get(f"delivered/{stream}") is not None,
                envelopes=tuple(raw for raw in outgoing if self._label(raw) == stream.encode()),
            )
            for seat in self._room.tickets
            for stream in [self._room.ticket(seat).ticket.stream]
        )


def _surprised(error: StationError) -> None:
    raise error


def run(pipe: Connection, room: MadeRoom, place: HubPlace) -> None:
    """Live until it is told to quit, or killed."""
    HubProcess(pipe, room, place).run()
