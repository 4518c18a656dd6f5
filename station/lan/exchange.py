"""One open connection: what goes out, what comes in, and how much of either may wait.

Nothing here waits without a bound. Frames to send wait in a queue of limited length and
weight; frames that came are handed to the flow's thread a few at a time, and the socket is
not read on until it has dealt with them.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from websockets.asyncio.connection import Connection
from websockets.exceptions import ConnectionClosed

from station.errors.document import DocumentMalformed
from station.errors.lan import MessageMalformed, MessageTooLarge
from station.lan.loop_thread import LoopThread

FRAME_BYTES = 16 * 2**20
"""The largest frame from the hub: a ticket with a paper's pictures is the largest message."""
SEAT_FRAME_BYTES = 4 * 2**20
"""The largest frame from a seat: a sealed result with a whole paper has a tenth of it."""
WAITING_FRAMES = 256
WAITING_BYTES = 4 * FRAME_BYTES
IN_HAND = 8
"""Messages of one connection that the flow's thread may still have to deal with."""
IN_HAND_BYTES = 4 * 2**20
"""What they may weigh together; a message that weighs more is dealt with alone."""
QUEUED = 2
"""Frames of one connection that may wait to be read, beside those in hand."""

Post = Callable[[Callable[[], None]], None]
"""Runs a callable on the flow's thread, in the order in which they were posted."""


class Exchange:
    """Runs on the loop of its thread; only `offer` is for others.

    Args:
        largest: Bytes of a frame that the other side accepts.
    """

    def __init__(
        self, connection: Connection, thread: LoopThread, post: Post, *, largest: int
    ) -> None:
        self._connection = connection
        self._thread = thread
        self._post = post
        self._largest = largest
        self._lock = threading.Lock()
        self._frames: deque[bytes] = deque()
        self._bytes = 0
        self._filled = asyncio.Event()
        self._in_hand: deque[int] = deque()
        self._freed = asyncio.Event()
        self._wants_room = False
        self._dismissed: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._over = False

    def offer(self, frame: bytes) -> bool:
        """Let a frame wait to be sent; False if too much waits already. For any thread.

        Raises:
            MessageTooLarge: The other side would not accept a frame of this size.
        """
        if len(frame) > self._largest:
            raise MessageTooLarge(size=len(frame))
        with self._lock:
            if len(self._frames) >= WAITING_FRAMES or self._bytes + len(frame) > WAITING_BYTES:
                return False
            self._frames.append(frame)
            self._bytes += len(frame)
        return self._thread.call(self._filled.set)

    def dismiss(self, code: str | None) -> None:
        """End the exchange; what came and was not dealt with yet is dropped."""
        self._over = True
        if not self._dismissed.done():
            self._dismissed.set_result(code)

    async def run(self, heard: Callable[[bytes], Callable[[], None]]) -> str | None:
        """Send and receive until one side is done with the other.

        Args:
            heard: Reads a frame and returns what the flow's thread shall do with it; raises
                DocumentMalformed or MessageMalformed.

        Returns:
            The code to refuse the other side with; None if it is gone, or nothing is wrong.
        """
        reading = asyncio.create_task(self._read(heard))
        writing = asyncio.create_task(self._write())
        try:
            done, _ = await asyncio.wait(
                {reading, self._dismissed}, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            reading.cancel()
            writing.cancel()
        codes = [task.result() for task in done]
        return next((code for code in codes if code), None)

    def _do(self, work: Callable[[], None]) -> None:
        if not self._over:
            work()

    async def _read(self, heard: Callable[[bytes], Callable[[], None]]) -> str | None:
        try:
            while True:
                raw = whole(await self._connection.recv())
                await self._until_there_is_room(len(raw))
                self._post(partial(self._do_and_make_room, heard(raw)))
        except ConnectionClosed:
            return None
        except (DocumentMalformed, MessageMalformed):
            return MessageMalformed.code

    async def _until_there_is_room(self, size: int) -> None:
        while not self._takes_in_hand(size):
            await self._freed.wait()

    def _takes_in_hand(self, size: int) -> bool:
        with self._lock:
            too_many = len(self._in_hand) >= IN_HAND or sum(self._in_hand) + size > IN_HAND_BYTES
            self._wants_room = bool(self._in_hand) and too_many
            if self._wants_room:
                self._freed.clear()
            else:
                self._in_hand.append(size)
            return not self._wants_room

    def _do_and_make_room(self, work: Callable[[], None]) -> None:
        try:
            self._do(work)
        finally:
            with self._lock:
                self._in_hand.popleft()  # they are dealt with in the order in which they came
                wanted, self._wants_room = self._wants_room, False
            if wanted:
                self._thread.call(self._freed.set)

    async def _write(self) -> None:
        with suppress(ConnectionClosed):  # what the other side said before is still to be read
            while True:
                await self._filled.wait()
                self._filled.clear()
                while frame := self._next():
                    await self._connection.send(frame)

    def _next(self) -> bytes | None:
        with self._lock:
            if not self._frames:
                return None
            frame = self._frames.popleft()
            self._bytes -= len(frame)
            return frame


def whole(raw: bytes | str) -> bytes:
    """Return a binary frame's bytes.

    Raises:
        MessageMalformed: It is a text frame; ours never are.
    """
    if isinstance(raw, str):
        raise MessageMalformed
    return raw


async def hang_up(connection: Connection, last_word: bytes | None, patience_s: float) -> None:
    """Say why, and close; a peer that does not listen is cut off."""
    try:
        with suppress(TimeoutError, ConnectionClosed):
            async with asyncio.timeout(patience_s):
                if last_word is not None:
                    await connection.send(last_word)
                await connection.close()
    finally:
        connection.transport.abort()  # nothing is left to cut off, if it closed in time
