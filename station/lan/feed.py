"""A second PC follows the coordinator's database over the network, half a second behind.

It pulls: it says what it has, is sent what it lacks, and says when that is on its disk. Both ends
must be coordinators of our own centre. What travels is encrypted as it lies on the disk, too.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Never

from station.codec import Codec
from station.errors import StationError
from station.errors.document import DocumentMalformed
from station.errors.lan import PortTaken
from station.lan.door import Door, Limits
from station.lan.exchange import Post
from station.lan.frames import framed, next_frame, read_frame
from station.lan.guests import Guests
from station.lan.loop_thread import LoopThread
from station.store.page_copy import Held, Part, held, take

LIMITS = Limits(connections=8, of_one_address=2)
EVERY_S = 0.5
WORD_S = 5.0
BATCH_S = 60.0
"""For the other side to have a batch on its disk; the first one is the whole database."""
MOST_BYTES = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Follow:
    """The second PC says what it has."""

    held: Held


@dataclass(frozen=True, slots=True)
class Nothing:
    """The coordinator lives, and nothing has changed."""


@dataclass(frozen=True, slots=True)
class Taken:
    """All that was said is on the second PC's disk."""


Word = Follow | Part | Nothing | Taken
WORD: Codec[Word] = Codec(Word)

Changes = tuple[tuple[Part, ...], Held]
Collect = Callable[[Held, Callable[[Changes | None], None]], None]
"""Finds what a copy lacks, where nobody writes meanwhile; called on the flow's thread."""


class Feed:
    """The coordinator's end, in a thread of its own.

    Args:
        context: A server's, that demands a certificate.
        identify: Raises a StationError if the other end is no coordinator of ours.
        collect: None is heard if it could not be found out now.
        post: Runs a callable on the flow's thread, in order.
    """

    def __init__(
        self,
        context: ssl.SSLContext,
        *,
        identify: Callable[[ssl.SSLObject], object],
        collect: Collect,
        post: Post,
        every_s: float = EVERY_S,
    ) -> None:
        self.port = 0
        self._context = context
        self._identify = identify
        self._collect = collect
        self._post = post
        self._every_s = every_s
        self._thread = LoopThread("feed")
        self._stopping: asyncio.Event

    def start(self, place: tuple[str, int], following: Callable[[int], None]) -> None:
        """Listen; `following` hears, on the flow's thread, who comes (1) and goes (-1).

        Raises:
            PortTaken: Another program listens there, or the address is not ours.
        """
        try:
            listener = socket.create_server(place)
        except OSError as exc:
            raise PortTaken(port=place[1]) from exc
        self.port = listener.getsockname()[1]
        self._following = following
        self._thread.start(partial(self._main, Door(listener, LIMITS)))

    def stop(self) -> None:
        """Hang up."""
        self._thread.call(self._stop_soon)
        self._thread.join()

    def _stop_soon(self) -> None:
        self._stopping.set()

    async def _main(self, listener: socket.socket) -> None:
        self._stopping = asyncio.Event()
        guests = Guests(self._serve)
        server = await asyncio.start_server(
            guests.welcome, sock=listener, ssl=self._context, ssl_handshake_timeout=WORD_S
        )
        await self._stopping.wait()
        server.close()
        await guests.send_away()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self._identify(writer.get_extra_info("ssl_object"))
            follow = await self._hear(reader, WORD_S)
            if isinstance(follow, Follow):
                self._post(partial(self._following, 1))
                try:
                    await self._feed(follow.held, reader, writer)
                finally:
                    self._post(partial(self._following, -1))
        except (OSError, StationError):
            pass  # it comes again
        finally:
            writer.close()

    async def _feed(
        self, has: Held, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Never:
        while True:
            found = await self._changes(has)
            parts, now = found if found is not None else ((), has)
            for word in parts or (Nothing(),):
                writer.write(framed(WORD.pack(word)))
                await asyncio.wait_for(writer.drain(), BATCH_S)
            if not isinstance(await self._hear(reader, BATCH_S), Taken):
                raise ConnectionError
            has = now
            await asyncio.sleep(self._every_s)

    async def _changes(self, has: Held) -> Changes | None:
        answer: asyncio.Future[Changes | None] = asyncio.get_running_loop().create_future()

        def found(changes: Changes | None) -> None:
            self._thread.call(partial(_settle, answer, changes))

        self._post(partial(self._collect, has, found))
        return await answer

    async def _hear(self, reader: asyncio.StreamReader, patience_s: float) -> Word:
        return WORD.unpack(await next_frame(reader, MOST_BYTES, patience_s))


def follow(connection: ssl.SSLSocket, path: Path, following: Callable[[], None]) -> Never:
    """Keep a copy of the database up, until the coordinator is gone.

    Args:
        path: The copy's file.
        following: Called each time when the copy is as the coordinator's database was.

    Raises:
        OSError: The coordinator is silent, or gone.
        DocumentMalformed: It does not speak as ours does.
    """
    connection.sendall(framed(WORD.pack(Follow(held(path)))))
    while True:
        word = WORD.unpack(read_frame(connection, MOST_BYTES, BATCH_S))
        if isinstance(word, Part):
            take(path, word)
            if not word.last:
                continue
        elif not isinstance(word, Nothing):
            raise DocumentMalformed(kind="feed")
        connection.sendall(framed(WORD.pack(Taken())))
        following()


def _settle(answer: "asyncio.Future[Changes | None]", changes: Changes | None) -> None:
    if not answer.done():
        answer.set_result(changes)
