"""The hub's porch: whoever came through the door waits here until somebody has a hand free.

A connection that waits costs a socket; one that is greeted costs TLS and its buffers. When a
room of seats comes back at once, greeting all together would let all run out of time together.
So only a few are greeted at a time and the others wait. Each address has a queue of its own and
they take turns: whoever knocks a thousand times waits behind himself. Addresses at which a seat
has proved itself before have places of their own, that no stranger can take.
"""

import asyncio
import ssl
from asyncio.sslproto import SSLProtocol
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any, cast

from websockets.asyncio.server import Server, ServerConnection
from websockets.server import ServerProtocol

from station.errors import StationError
from station.lan.timing import Timing
from station.lan.tls_refusals import why_refused

GREETED = 32
"""Connections that are greeted at a time, of strangers and of known addresses each."""

MOST_WAITING = 512
"""Connections that may wait; beyond it the longest queue loses its last one."""

MOST_KNOWN = 1_024
"""Addresses that are remembered."""

TLS_BUFFER_BYTES = 32 * 1024
"""What asyncio sets aside for each TLS connection to read into; it would be eight times that."""

SSLProtocol.max_size = TLS_BUFFER_BYTES


class Porch:
    """Begins TLS with each connection in its turn. On the hub's loop.

    Args:
        context: The server's.
        refused: Hears whose TLS failed, by the address, and why.
    """

    def __init__(
        self,
        context: ssl.SSLContext,
        timing: Timing,
        refused: Callable[[str, StationError], None],
    ) -> None:
        self._context = context
        self._refused = refused
        self._timing = timing
        self._known: OrderedDict[str, None] = OrderedDict()
        self._strangers, self._regulars = _Line(), _Line()
        self._greeting: dict[Guest, _Line] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = True

    def guest(self, protocol: ServerProtocol, server: Server, **settings: Any) -> "Guest":
        """Return what becomes a connection when its turn has come; for websockets' `serve`."""
        return Guest(self, protocol, server, **settings)

    def let_wait(self, guest: "Guest") -> None:
        """Somebody came through the door."""
        if not self._open:
            guest.cut_off()
            return
        line = self._regulars if guest.address in self._known else self._strangers
        line.join(guest)
        if self._strangers.length + self._regulars.length > MOST_WAITING:
            (self._strangers if self._strangers.length else self._regulars).shorten()
        self._go_on(line)

    def greeted(self, guest: "Guest", *, proved: bool) -> None:
        """Somebody has said who they are, or will not: the next one's turn.

        Args:
            proved: It is one of our seats.
        """
        line = self._greeting.pop(guest, None)
        if proved:
            self._known[guest.address] = None
            self._known.move_to_end(guest.address)
            if len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        if line is not None:
            line.greeted -= 1
            guest.has_time()
            self._go_on(line)

    def close(self) -> None:
        """Let everybody go who still waits or is being greeted."""
        self._open = False
        for line in (self._strangers, self._regulars):
            while guest := line.next():
                guest.cut_off()
        for guest in tuple(self._greeting):
            guest.cut_off()

    def _go_on(self, line: "_Line") -> None:
        while line.greeted < GREETED and (guest := line.next()) is not None:
            line.greeted += 1
            self._greeting[guest] = line
            task = asyncio.create_task(self._begin_tls(guest))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _begin_tls(self, guest: "Guest") -> None:
        loop = asyncio.get_running_loop()
        guest.hurry(self._timing.first_word_s)
        try:
            tls = await loop.start_tls(
                guest.plain,
                guest,
                self._context,
                server_side=True,
                ssl_handshake_timeout=self._timing.first_word_s,
                ssl_shutdown_timeout=self._timing.goodbye_s,
            )
        except ssl.SSLError as exc:
            tls = None
            self._refused(guest.address, why_refused(exc))
        except OSError:
            tls = None
        if tls is None or tls.is_closing():
            guest.cut_off()
            self.greeted(guest, proved=False)
        else:
            guest.come_in(tls)


class Guest(ServerConnection):
    """A connection that is one of websockets only once TLS is spoken.

    Attributes:
        plain: The connection below TLS.
        address: Of the other end.
    """

    def __init__(
        self, porch: Porch, protocol: ServerProtocol, server: Server, **settings: Any
    ) -> None:
        super().__init__(protocol, server, **settings)
        self._porch = porch
        self._inside = False
        self._early: list[bytes] = []
        self._last_moment: asyncio.TimerHandle | None = None
        self._heard_at = self.loop.time()
        self.plain: asyncio.Transport
        self.address = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait: TLS comes first, and this one's turn before that."""
        self.plain = cast(asyncio.Transport, transport)
        self.plain.pause_reading()
        self.address = str((transport.get_extra_info("peername") or ("",))[0])
        self._porch.let_wait(self)

    def hurry(self, within_s: float) -> None:
        """Cut it off unless it has said who it is within this time."""
        self._last_moment = self.loop.call_later(within_s, self.cut_off)

    def has_time(self) -> None:
        """It has said who it is, or is gone."""
        if self._last_moment is not None:
            self._last_moment.cancel()

    def cut_off(self) -> None:
        """End it without a word."""
        self.plain.abort()

    def come_in(self, tls: asyncio.Transport) -> None:
        """TLS is spoken: from here on it is an ordinary connection."""
        self._inside = True
        super().connection_made(tls)
        for data in self._early:
            super().data_received(data)
        self._early.clear()

    def silent_s(self) -> float:
        """Return for how long nothing came; what is not read for lack of room is no silence."""
        if not self.transport.is_reading():
            self._heard_at = self.loop.time()
        return self.loop.time() - self._heard_at

    def data_received(self, data: bytes) -> None:
        """Hear something; the first words may come together with the end of TLS's handshake."""
        self._heard_at = self.loop.time()
        if self._inside:
            super().data_received(data)
        else:
            self._early.append(data)

    def eof_received(self) -> None:
        """Hear that nothing more will come."""
        if self._inside:
            super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """Hear that it is gone."""
        self._porch.greeted(self, proved=False)
        if self._inside:
            super().connection_lost(exc)


class _Line:
    """A queue for each address, which take turns.

    Attributes:
        greeted: How many of this line are being greeted.
        length: How many wait.
    """

    def __init__(self) -> None:
        self.greeted = 0
        self.length = 0
        self._queues: OrderedDict[str, deque[Guest]] = OrderedDict()

    def join(self, guest: Guest) -> None:
        self._queues.setdefault(guest.address, deque()).append(guest)
        self.length += 1

    def next(self) -> Guest | None:
        """Take out the one whose turn it is; its address has the last turn from now on."""
        if not self._queues:
            return None
        address, queue = self._queues.popitem(last=False)
        guest = queue.popleft()
        self.length -= 1
        if queue:
            self._queues[address] = queue
        return guest

    def shorten(self) -> None:
        """Send away the last one of the longest queue."""
        address, queue = max(self._queues.items(), key=lambda each: len(each[1]))
        guest = queue.pop()
        self.length -= 1
        if not queue:
            del self._queues[address]
        guest.cut_off()
