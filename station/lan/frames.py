"""Frames on a plain or TLS stream: four bytes of length, then so many bytes."""

import asyncio
import socket

_LENGTH = 4


def framed(raw: bytes) -> bytes:
    """Return a frame."""
    return len(raw).to_bytes(_LENGTH, "big") + raw


def read_frame(connection: socket.socket, most: int, patience_s: float) -> bytes:
    """Wait for a frame.

    Raises:
        OSError: The other side is gone, takes too long, or says too much at once.
    """
    connection.settimeout(patience_s)
    size = int.from_bytes(_exactly(connection, _LENGTH), "big")
    if size > most:
        raise ConnectionError
    return _exactly(connection, size)


async def next_frame(reader: asyncio.StreamReader, most: int, patience_s: float) -> bytes:
    """Wait for a frame.

    Raises:
        OSError: The other side is gone, takes too long, or says too much at once.
    """
    try:
        async with asyncio.timeout(patience_s):
            size = int.from_bytes(await reader.readexactly(_LENGTH), "big")
            if size > most:
                raise ConnectionError
            return await reader.readexactly(size)
    except EOFError as exc:
        raise ConnectionError from exc


def _exactly(connection: socket.socket, size: int) -> bytes:
    raw = bytearray()
    while len(raw) < size:
        part = connection.recv(min(size - len(raw), 1 << 20))
        if not part:
            raise ConnectionError
        raw += part
    return bytes(raw)
