"""Seats by the hundred in one process: real TLS, messages, records and envelopes, no seat below.

What a client will say is made before the clock runs, so that its own sums do not take the hub's
share of the machine: its whole stream, and the envelope over it.
"""

import asyncio
import random
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from multiprocessing.connection import Connection
from typing import Any

import cbor2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from bench._room.made import STAFF, MadeRoom
from bench._session import chain
from station.clock import SystemClock
from station.exam.attempt import Attempt, decide, evolve
from station.exam.attempt_commands import (
    Answer,
    Command,
    ConfirmIdentity,
    Open,
    RecordGrade,
    Start,
    Submit,
)
from station.exam.attempt_events import EVENT, Cause, Event
from station.flow.papers import IssuedTicket, paper_of
from station.ids import ElapsedMs, SeatNumber, UnixMs
from station.lan.messages import (
    FROM_SEAT,
    VERSION,
    Append,
    Deliver,
    FromSeat,
    Heartbeat,
    Hello,
    Power,
    SeatDoing,
)
from station.lan.seat_link import SERVER_NAME
from station.lan.timing import TIMING
from station.seal.envelope import seal
from station.seal.identity import Identity
from station.seal.tls import client_context
from station.store.stream import Record
from station.sync.attempt_bundle import ATTEMPT_BUNDLE, AttemptBundle

SECOND = 1_000
HEARD = ("Ticket", "Vouch", "Go", "Delivered")
HOSTS = 250
"""Addresses in one net of the loopback; each seat has one of its own, as in a room."""
PATIENCE = 100
"""Times that a client knocks before it gives up."""


@dataclass(slots=True)
class Times:
    """What the clients saw, in seconds; moments are of the monotonic clock."""

    online: list[float] = field(default_factory=list)
    question_1_at: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    submits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    retries: int = 0
    cut_off: int = 0

    def add(self, other: "Times") -> None:
        """Take over what others saw."""
        for name in ("online", "question_1_at", "answers", "submits", "failures"):
            getattr(self, name).extend(getattr(other, name))
        self.retries += other.retries
        self.cut_off += other.cut_off


class Client:
    """One seat's words, in order; it comes back whenever it is cut off, and owes what it owed.

    Args:
        answers: How many it will give.
    """

    def __init__(
        self, room: MadeRoom, seat: int, answers: int, times: Times, dice: random.Random
    ) -> None:
        identity, issued = room.seats[seat].identity(), room.ticket(seat)
        self._context: ssl.SSLContext = client_context(identity, room.trust)
        self._times, self._dice = times, dice
        self._stream, self._answers = issued.ticket.stream, answers
        records = chain(EVENT, self._stream, _events(issued, room, seat, answers))
        self._address = f"127.1.{seat // HOSTS}.{seat % HOSTS + 1}"
        self._records = list(records)
        self._envelope = _seal(issued, room, seat, identity, records)
        self._owed: dict[int, Record] = {}
        self._submitted = False
        self._waiting: dict[int, asyncio.Future[None]] = {}
        self._heard = {name: asyncio.Event() for name in HEARD}
        self._connection: ClientConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def come(self, port: int) -> None:
        """Connect, and open the attempt."""
        began = time.monotonic()
        self._tasks = [asyncio.create_task(self._live(port)), asyncio.create_task(self._beat())]
        await self._heard["Ticket"].wait()
        await self._say(1)
        self._times.online.append(time.monotonic() - began)

    async def _live(self, port: int) -> None:
        while True:
            connection = await self._connect(port)
            try:
                await self._talk(connection)
            except (ConnectionClosed, OSError):
                self._connection = None
                self._times.cut_off += 1
            finally:
                connection.transport.abort()
            await asyncio.sleep(TIMING.retries_s[0] * (1 + self._dice.random() / 4))

    async def _connect(self, port: int) -> ClientConnection:
        """Try until the hub takes us in, as a seat's link does."""
        for wait_s in (*TIMING.retries_s, *[TIMING.retries_s[-1]] * PATIENCE):
            try:
                return await self._knock(port)
            except (OSError, EOFError, WebSocketException):
                self._times.retries += 1
                await asyncio.sleep(wait_s * (1 + self._dice.random() / 4))
        raise TimeoutError("the hub takes nobody in")

    async def _knock(self, port: int) -> ClientConnection:
        return await connect(
            f"wss://127.0.0.1:{port}",
            ssl=self._context,
            server_hostname=SERVER_NAME,
            local_addr=(self._address, 0),
            proxy=None,
            compression=None,
            max_size=None,
            open_timeout=TIMING.turn_s,
            ping_interval=TIMING.ping_every_s,
            ping_timeout=TIMING.ping_wait_s,
        )

    async def _talk(self, connection: ClientConnection) -> None:
        hello = Hello(version=VERSION, software="bench", wall=_wall(), term=0)
        await connection.send(FROM_SEAT.pack(hello))
        self._connection = connection
        await self._append(tuple(self._owed.values()))
        if self._submitted:
            await self._deliver()
        async for raw in connection:
            self._hear(cbor2.loads(raw if isinstance(raw, bytes) else raw.encode()))
        raise ConnectionClosed(None, None)

    async def be_checked(self) -> None:
        """Wait until two persons vouch."""
        await self._heard["Vouch"].wait()
        await self._say(1)

    async def sit(self, every_s: float) -> None:
        """Begin with the room, and answer at human pace."""
        await self._heard["Go"].wait()
        self._times.question_1_at.append(time.monotonic())
        await self._say(2)
        await asyncio.sleep(self._dice.uniform(0, every_s))
        for _ in range(self._answers):
            sent = time.monotonic()
            await self._say(1)
            self._times.answers.append(time.monotonic() - sent)
            await asyncio.sleep(self._dice.uniform(0.5, 1.5) * every_s)

    async def hand_in(self, within_s: float) -> None:
        """Submit and be graded, then deliver the sealed result."""
        await asyncio.sleep(self._dice.uniform(0, within_s))
        sent = time.monotonic()
        await self._say(1)
        await self._say(1)
        self._submitted = True
        await self._deliver()
        await self._heard["Delivered"].wait()
        self._times.submits.append(time.monotonic() - sent)

    async def go(self) -> None:
        """Hang up."""
        for task in self._tasks:
            task.cancel()
        if self._connection is not None:
            await self._connection.close()

    async def _say(self, count: int) -> None:
        group, self._records = self._records[:count], self._records[count:]
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[group[-1].seq] = done
        self._owed |= {record.seq: record for record in group}
        await self._append(tuple(group))
        await done

    async def _append(self, records: tuple[Record, ...]) -> None:
        if records:
            await self._send(Append(self._stream, records))

    async def _deliver(self) -> None:
        await self._send(Deliver(self._stream, self._envelope))

    async def _send(self, message: FromSeat) -> None:
        """Say it if somebody listens; what is owed is said again to whoever does later."""
        if self._connection is not None:
            with suppress(ConnectionClosed):
                await self._connection.send(FROM_SEAT.pack(message))

    def _hear(self, message: dict[str, Any]) -> None:
        match message["is"]:
            case "Acknowledge":
                for seq in [seq for seq in self._waiting if seq < message["next_seq"]]:
                    self._waiting.pop(seq).set_result(None)
                for seq in [seq for seq in self._owed if seq < message["next_seq"]]:
                    del self._owed[seq]
            case "Refused":
                self._times.failures.append(f"refused {message['code']}")
            case name if name in self._heard:
                self._heard[name].set()

    async def _beat(self) -> None:
        await asyncio.sleep(self._dice.random())
        while True:
            beat = Heartbeat(
                stream=self._stream,
                doing=SeatDoing.RUNNING,
                unsure=False,
                elapsed=ElapsedMs(0),
                answered=0,
                questions=100,
                free_disk_mb=10_000,
                camera=False,
                power=Power.UNKNOWN,
                battery_percent=None,
                wall=_wall(),
            )
            await self._send(beat)
            await asyncio.sleep(1)


def run(
    pipe: Connection, room: MadeRoom, seats: tuple[int, ...], answers: int, every_s: float
) -> None:
    """Be so many seats, step by step as the pipe says; each step is said to be done."""
    asyncio.run(_steps(pipe, room, seats, answers, every_s))


async def _steps(
    pipe: Connection, room: MadeRoom, seats: tuple[int, ...], answers: int, every_s: float
) -> None:
    loop, times, dice = asyncio.get_running_loop(), Times(), random.Random(seats[0])
    clients = [Client(room, seat, answers, times, dice) for seat in seats]
    pipe.send("ready")
    _, port = await loop.run_in_executor(None, pipe.recv)
    await asyncio.gather(*(client.come(port) for client in clients))
    pipe.send("online")
    await asyncio.gather(*(client.be_checked() for client in clients))
    pipe.send("checked")
    await asyncio.gather(*(client.sit(every_s) for client in clients))
    pipe.send("answered")
    _, within_s = await loop.run_in_executor(None, pipe.recv)
    await asyncio.gather(*(client.hand_in(within_s) for client in clients))
    pipe.send(times)
    await loop.run_in_executor(None, pipe.recv)
    await asyncio.gather(*(client.go() for client in clients))


def _events(issued: IssuedTicket, room: MadeRoom, seat: int, answers: int) -> list[Event]:
    ticket, paper = issued.ticket, paper_of(issued)
    commands: list[Command] = [
        Open(
            session=ticket.session,
            candidate=ticket.candidate,
            seat=SeatNumber(seat),
            paper=ticket.paper,
            rule_pack=room.session.package.rule_pack,
            duration=ticket.duration,
            earliest_submit=ticket.earliest_submit,
            places=ticket.places,
        ),
        ConfirmIdentity(similarity=None, threshold=0.36, model="bench", decided_by=STAFF),
        Start(),
        *(Answer(item.question, item.key) for item in paper.items[:answers]),
        Submit(Cause.CANDIDATE),
        RecordGrade(marks=answers, of=len(paper.items), passed=False),
    ]
    events: list[Event] = []
    state = Attempt()
    for n, command in enumerate(commands):
        made = decide(state, command, ElapsedMs(n * SECOND))
        state = reduce(evolve, made, state)
        events += made
    return events


def _seal(
    issued: IssuedTicket,
    room: MadeRoom,
    seat: int,
    identity: Identity,
    records: tuple[Record, ...],
) -> bytes:
    ticket = issued.ticket
    bundle = AttemptBundle(
        centre=ticket.centre,
        session=ticket.session,
        candidate=ticket.candidate,
        seat=SeatNumber(seat),
        rule_pack=room.session.package.rule_pack,
        paper=paper_of(issued),
        records=records,
        check_in=(),
    )
    return seal(ATTEMPT_BUNDLE.pack(bundle), ticket.seal_to, ticket.stream.encode(), identity)


def _wall() -> UnixMs:
    return SystemClock().wall()
