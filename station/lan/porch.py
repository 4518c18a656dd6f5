"""The hub's porch: whoever came through the door waits here until somebody has a hand free.

A connection that waits costs a socket; one that is greeted costs TLS and its buffers. When a
room of seats comes back at once, greeting all together would let all run out of time together.
So only a few are greeted at a time and the others wait. Each address has a queue of its own and
they take turns: whoever knocks a thousand times waits behind himself. Addresses at which a seat
has proved itself before have places of their own, that no stranger can take.

The signatures of a handshake cost a thousand times what an answer costs to take in. So the steps of
handshakes have a little time between what those say who are inside, and wait for the rest.
"""

import asyncio
import ssl
from collections import OrderedDict, deque
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from websockets.asyncio.server import Server, ServerConnection
from websockets.server import ServerProtocol

from station.errors import StationError
from station.lan.timing import Timing
from station.lan.tls_refusals import why_refused
from station.lan.tls_transport import Failed, TlsTransport, Turn

GREETED = 32
"""Connections that are greeted at a time, of strangers and of known addresses each."""

MOST_WAITING = 512
"""Connections that may wait; beyond it the longest queue loses its last one."""

MOST_KNOWN = 1_024
"""Addresses that are remembered."""

STEPS_S = 0.002
"""Time for the steps of handshakes before those who are inside are heard again."""

SUSPICIOUS = 8
"""Strangers that were none of ours, more than those who were, from which strangers have a quarter
of the hub's time: a room that comes in for the first time has all of it."""
RESTS = 3
"""Their steps rest then for so many times as long as they took,"""
LONGEST_REST_S = 0.05
"""and no longer than this, however slow the machine is."""


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
        self._next_steps: asyncio.TimerHandle | None = None
        self._strangers_rest_until = 0.0
        self._suspicion = 0
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
        if line is self._strangers and not guest.late:
            more = self._suspicion + (-1 if proved else 1)
            self._suspicion = min(max(0, more), 2 * SUSPICIOUS)
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
            guest.hurry(self._timing.first_word_s)
            failed = partial(self._not_greeted, guest)
            try:
                guest.begin_tls(self._context, partial(self._take_a_step, line), failed)
            except OSError as exc:  # it has left
                asyncio.get_running_loop().call_soon(failed, exc)

    def _not_greeted(self, guest: "Guest", exc: Exception | None) -> None:
        if isinstance(exc, ssl.SSLError) and not isinstance(exc, ssl.SSLEOFError):
            self._refused(guest.address, why_refused(exc))
        self.greeted(guest, proved=False)

    def _take_a_step(self, line: "_Line", step: Callable[[], None]) -> None:
        line.steps.append(step)
        self._take_steps_soon()

    def _take_steps_soon(self) -> None:
        loop = asyncio.get_running_loop()
        if self._next_steps is not None:
            self._next_steps.cancel()
        at = loop.time() if self._regulars.steps else self._strangers_rest_until
        self._next_steps = loop.call_at(at, self._take_steps)

    def _take_steps(self) -> None:
        self._next_steps = None
        loop = asyncio.get_running_loop()
        line, began = self._regulars if self._regulars.steps else self._strangers, loop.time()
        while line.steps and loop.time() - began < STEPS_S:
            line.steps.popleft()()
        now = loop.time()
        if line is self._strangers and self._suspicion >= SUSPICIOUS:
            self._strangers_rest_until = now + min(RESTS * (now - began), LONGEST_REST_S)
        if self._regulars.steps or self._strangers.steps:
            self._take_steps_soon()


class Guest(ServerConnection):
    """A connection that is one of websockets only once TLS is spoken.

    Attributes:
        plain: The connection below TLS.
        address: Of the other end.
        late: It has not said in time who it is: a slow seat, or nobody.
    """

    def __init__(
        self, porch: Porch, protocol: ServerProtocol, server: Server, **settings: Any
    ) -> None:
        super().__init__(protocol, server, **settings)
        self._porch = porch
        self._tls: TlsTransport | None = None
        self.late = False
        self._last_moment: asyncio.TimerHandle | None = None
        self._heard_at = self.loop.time()
        self.plain: asyncio.Transport
        self.address = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait: TLS comes first, and this one's turn before that."""
        if transport is self._tls:
            super().connection_made(transport)
            return
        self.plain = cast(asyncio.Transport, transport)
        self.plain.pause_reading()
        self.address = str((transport.get_extra_info("peername") or ("",))[0])
        self._porch.let_wait(self)

    def begin_tls(self, context: ssl.SSLContext, turn: Turn, failed: Failed) -> None:
        """It is this one's turn.

        Raises:
            OSError: It has left.
        """
        own = self.plain.get_extra_info("socket").dup()
        self.plain.set_protocol(asyncio.Protocol())
        self.plain.abort()
        try:
            self._tls = TlsTransport(own, context, self, turn, failed)
        except OSError:
            own.close()
            raise
        self._tls.begin()

    def hurry(self, within_s: float) -> None:
        """Cut it off unless it has said who it is within this time."""
        self._last_moment = self.loop.call_later(within_s, self._is_late)

    def has_time(self) -> None:
        """It has said who it is, or is gone."""
        if self._last_moment is not None:
            self._last_moment.cancel()

    def _is_late(self) -> None:
        self.late = True
        self.cut_off()

    def cut_off(self) -> None:
        """End it without a word."""
        (self._tls or self.plain).abort()

    def silent_s(self) -> float:
        """Return for how long nothing came; what is not read for lack of room is no silence."""
        if not self.transport.is_reading():
            self._heard_at = self.loop.time()
        return self.loop.time() - self._heard_at

    def data_received(self, data: bytes) -> None:
        """Hear something."""
        self._heard_at = self.loop.time()
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Hear that it is gone."""
        self._porch.greeted(self, proved=False)
        if self._tls is not None:
            super().connection_lost(exc)


class _Line:
    """A queue for each address, which take turns.

    Attributes:
        greeted: How many of this line are being greeted.
        length: How many wait.
        steps: Of handshakes, that are to be taken.
    """

    def __init__(self) -> None:
        self.greeted = 0
        self.length = 0
        self.steps: deque[Callable[[], None]] = deque()
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
