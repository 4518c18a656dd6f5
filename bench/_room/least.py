"""The least that a room's network and disk can cost on this machine, measured in the same run."""

import asyncio
import os
import secrets
import ssl
import threading
import time
from pathlib import Path

from bench._room.made import MadeRoom
from station.lan.seat_link import SERVER_NAME
from station.seal.tls import client_context, server_context

SECONDS = 1.0
FRAME = 256
"""Bytes there and back: about what an answer's message weighs."""


def fsyncs_per_s(folder: Path) -> float:
    """Return how many 4 KiB writes a second one thread gets through to the disk."""
    page, count = secrets.token_bytes(4096), 0
    file = os.open(folder / "least", os.O_WRONLY | os.O_CREAT)
    began = time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        os.write(file, page)
        os.fsync(file)
        count += 1
    os.close(file)
    return count / (time.perf_counter() - began)


def tls_echo(room: MadeRoom) -> tuple[float, float]:
    """Return round trips a second over one bare TLS connection, and a server's CPU ms for each."""
    return asyncio.run(_echo(room))


async def _echo(room: MadeRoom) -> tuple[float, float]:
    ready, port, cpu = threading.Event(), [0], [0.0]
    server = threading.Thread(target=_serve, args=(room, ready, port, cpu))
    server.start()
    await asyncio.to_thread(ready.wait)
    context: ssl.SSLContext = client_context(room.seats[1].identity(), room.trust)
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port[0], ssl=context, server_hostname=SERVER_NAME
    )
    frame, count = bytes(FRAME), 0
    began = time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        writer.write(frame)
        await reader.readexactly(FRAME)
        count += 1
    taken = time.perf_counter() - began
    writer.close()
    await writer.wait_closed()
    await asyncio.to_thread(server.join)
    return count / taken, cpu[0] / count * 1_000


def _serve(room: MadeRoom, ready: threading.Event, port: list[int], cpu: list[float]) -> None:
    async def main() -> None:
        done = asyncio.Event()

        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            began = time.thread_time()
            while raw := await reader.read(FRAME):
                writer.write(raw)
            cpu[0] = time.thread_time() - began
            writer.close()
            done.set()

        context = server_context(room.desk.identity(), room.trust)
        server = await asyncio.start_server(echo, "127.0.0.1", 0, ssl=context)
        port[0] = server.sockets[0].getsockname()[1]
        ready.set()
        await done.wait()
        server.close()

    asyncio.run(main())
