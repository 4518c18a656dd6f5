"""Rogues: each is a program that does its worst to a hub until it is killed."""

import asyncio
import itertools
import ssl
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress

from websockets.exceptions import WebSocketException

from bench._room.honest import answers, enter
from bench._room.made import MadeRoom
from station.lan.exchange import SEAT_FRAME_BYTES
from station.lan.messages import FROM_SEAT, Append, Deliver, HistoryLost
from station.lan.replica import BATCH
from station.lan.seat_link import SERVER_NAME
from station.seal.tls import client_context

HOST = "127.0.0.1"
TLS_BEGINS = b"\x16\x03\x01\x40\x00"
MANY = 250
"""Addresses that a clever rogue gives itself."""
AT_A_TIME = 200

Deed = Callable[[int], Awaitable[None]]


def crowd(_: MadeRoom, port: int) -> None:
    """Connect without end from one address, and keep what is let in."""
    _without_end(lambda _: _keep(port, "127.0.2.1", b"", 0.2))


def crowds(_: MadeRoom, port: int) -> None:
    """The same from many addresses."""
    _without_end(lambda n: _keep(port, f"127.0.2.{1 + n % MANY}", b"", 0.2))


def slow_talkers(_: MadeRoom, port: int) -> None:
    """The first bytes of TLS and then nothing, from many addresses."""
    _without_end(lambda n: _keep(port, f"127.0.2.{1 + n % MANY}", TLS_BEGINS, 30.0))


def foreigners(room: MadeRoom, port: int) -> None:
    """Whole handshakes, as fast as they go, with a certificate of the wrong kind."""
    context = client_context(room.desk.identity(), room.trust)
    _without_end(lambda n: _shake_hands(port, f"127.0.2.{1 + n % MANY}", context))


def shouter(room: MadeRoom, port: int) -> None:
    """A seat whose messages are as large as a frame may be."""
    frame = FROM_SEAT.pack(Deliver(room.ticket(1).ticket.stream, bytes(SEAT_FRAME_BYTES - 1_000)))
    _as_seat(room, port, itertools.repeat(frame))


def scribbler(room: MadeRoom, port: int) -> None:
    """A seat that appends record after record, and everything twice."""
    stream = room.ticket(1).ticket.stream
    records = answers(stream, 6_000)
    frames = [
        FROM_SEAT.pack(Append(stream, tuple(records[n : n + BATCH])))
        for n in range(0, len(records), BATCH)
    ]
    _as_seat(room, port, (frame for each in frames for frame in (each, each)))


def forgetful(room: MadeRoom, port: int) -> None:
    """A seat that says again and again that its disk was replaced."""
    frame = FROM_SEAT.pack(HistoryLost(room.ticket(1).ticket.stream))
    _as_seat(room, port, itertools.repeat(frame))


ROGUES = (crowd, crowds, slow_talkers, foreigners, shouter, scribbler, forgetful)


def _without_end(deed: Deed) -> None:
    async def worker(numbers: "itertools.count[int]") -> None:
        while True:
            with suppress(OSError, EOFError, TimeoutError):
                await deed(next(numbers))
            await asyncio.sleep(0)

    async def all_of_them() -> None:
        numbers = itertools.count()
        await asyncio.gather(*(worker(numbers) for _ in range(AT_A_TIME)))

    asyncio.run(all_of_them())


async def _keep(port: int, address: str, first: bytes, for_s: float) -> None:
    reader, writer = await asyncio.open_connection(HOST, port, local_addr=(address, 0))
    try:
        writer.write(first)
        with suppress(TimeoutError):
            async with asyncio.timeout(for_s):
                await reader.read()
    finally:
        writer.transport.abort()


async def _shake_hands(port: int, address: str, context: ssl.SSLContext) -> None:
    _, writer = await asyncio.open_connection(
        HOST, port, local_addr=(address, 0), ssl=context, server_hostname=SERVER_NAME
    )
    writer.transport.abort()


def _as_seat(room: MadeRoom, port: int, frames: Iterator[bytes]) -> None:
    async def speak() -> None:
        while True:
            with suppress(OSError, EOFError, WebSocketException):
                connection = await enter(room, 1, port)
                for frame in frames:
                    await connection.send(frame)
            await asyncio.sleep(0.05)

    asyncio.run(speak())
