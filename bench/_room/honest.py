"""Honest seats among rogues: they answer all the while, and note how long each answer took.

Each has an address of its own, as seats do. One more seat comes and goes: it notes how long it
stood before the door.
"""

import asyncio
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bench._room.made import MadeRoom
from bench._session import chain
from station.clock import SystemClock
from station.exam.attempt_events import EVENT, Answered
from station.ids import QuestionId, StreamId
from station.lan.messages import FROM_HUB, FROM_SEAT, VERSION, Acknowledge, Append, Hello, Welcome
from station.lan.seat_link import SERVER_NAME
from station.lan.timing import TIMING
from station.seal.tls import client_context
from station.store.stream import Record

ANSWERS = 1_500
"""More than a seat comes to give while the bench lasts."""
PAUSE_S = 0.1
REST_S = 0.5


@dataclass(slots=True)
class Waits:
    """Moments of the monotonic clock, and the seconds that were waited then."""

    answers: list[tuple[float, float]] = field(default_factory=list)
    doors: list[tuple[float, float]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


async def enter(room: MadeRoom, seat: int, port: int) -> ClientConnection:
    """Connect as a seat and be welcomed."""
    connection = await connect(
        f"wss://127.0.0.1:{port}",
        ssl=client_context(room.seats[seat].identity(), room.trust),
        server_hostname=SERVER_NAME,
        local_addr=(f"127.0.1.{seat}", 0),
        proxy=None,
        compression=None,
        max_size=None,
        open_timeout=TIMING.turn_s,
        ping_interval=TIMING.ping_every_s,
        ping_timeout=TIMING.ping_wait_s,
    )
    hello = Hello(version=VERSION, software="honest", wall=SystemClock().wall(), term=0)
    await connection.send(FROM_SEAT.pack(hello))
    if not isinstance(FROM_HUB.unpack(_bytes(await connection.recv())), Welcome):
        raise ConnectionError("not welcome")
    return connection


async def _answer(
    room: MadeRoom, seat: int, port: int, waits: Waits, records: list[Record]
) -> None:
    stream = room.ticket(seat).ticket.stream
    try:
        connection = await enter(room, seat, port)
        for record in records:
            began = time.monotonic()
            await connection.send(FROM_SEAT.pack(Append(stream, (record,))))
            while FROM_HUB.unpack(_bytes(await connection.recv())) != Acknowledge(
                stream, record.seq + 1
            ):
                pass
            waits.answers.append((began, time.monotonic() - began))
            await asyncio.sleep(PAUSE_S)
    except (OSError, WebSocketException) as trouble:
        waits.failures.append(f"seat {seat}: {type(trouble).__name__}")


async def _come_and_go(room: MadeRoom, seat: int, port: int, waits: Waits) -> None:
    while True:
        began = time.monotonic()
        try:
            connection = await enter(room, seat, port)
        except (OSError, WebSocketException) as trouble:
            waits.failures.append(f"at the door: {type(trouble).__name__}")
        else:
            waits.doors.append((began, time.monotonic() - began))
            await connection.close()
        await asyncio.sleep(REST_S)


def answers(stream: StreamId, count: int) -> list[Record]:
    """Return the records of a candidate who cannot make up his mind."""
    events = [Answered(QuestionId("q"), (n % 4,)) for n in range(count)]
    return list(chain(EVENT, stream, events))


def run(pipe: Connection, room: MadeRoom, seats: tuple[int, ...], port: int) -> None:
    """Answer until the pipe says stop; then say what was waited."""
    asyncio.run(_live(pipe, room, seats, port))


async def _live(pipe: Connection, room: MadeRoom, seats: tuple[int, ...], port: int) -> None:
    waits = Waits()
    *sitting, restless = seats
    lines = [answers(room.ticket(seat).ticket.stream, ANSWERS) for seat in sitting]
    tasks = [
        asyncio.create_task(_answer(room, seat, port, waits, line))
        for seat, line in zip(sitting, lines, strict=True)
    ]
    tasks.append(asyncio.create_task(_come_and_go(room, restless, port, waits)))
    while len(waits.answers) < len(sitting) and not waits.failures:
        await asyncio.sleep(PAUSE_S)
    pipe.send("ready")
    await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    pipe.send(waits)


def _bytes(raw: bytes | str) -> bytes:
    return raw if isinstance(raw, bytes) else raw.encode()
