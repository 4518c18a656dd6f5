"""The coordinator's end of the room's network: every seat connects to it."""

import asyncio
import logging
import socket
import ssl
import threading
from collections.abc import Callable
from functools import partial
from typing import cast

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from station.clock import Clock
from station.errors import StationError
from station.errors.lan import MessageMalformed, PeerTooSlow, PortTaken, SeatReplaced
from station.ids import SeatNumber
from station.lan.door import LIMITS, Door, Limits
from station.lan.drifts import Drifts
from station.lan.exchange import (
    FRAME_BYTES,
    QUEUED,
    SEAT_FRAME_BYTES,
    Exchange,
    Post,
    hang_up,
    whole,
)
from station.lan.handshake import read_hello
from station.lan.loop_thread import LoopThread
from station.lan.messages import (
    FROM_HUB,
    FROM_SEAT,
    VERSION,
    Append,
    FromHub,
    FromSeat,
    Heartbeat,
    Hello,
    Refused,
    Welcome,
)
from station.lan.porch import Guest, Porch
from station.lan.replica import BATCH
from station.lan.timing import TIMING, Timing

LOG = logging.getLogger("station.lan.hub")
BACKLOG = 1_024
"""Connections that the system may hold until the door is asked: whole rooms at once."""

MOST_REFUSED = 64
"""Addresses of which it is remembered that they were refused."""


class Hub:
    """Speaks with the seats, in a thread of its own, over mutual TLS 1.3.

    Args:
        context: A server's, that demands a certificate; see station.seal.tls.
        port: 0 takes any that is free; see `port`.
        identify: Says which seat is at the other end, by its certificate; raises a
            StationError, whose code the other side hears, if it is none of ours. Called on
            the hub's thread.
        post: Runs a callable on the flow's thread, in order.

    Attributes:
        term: Counts the centre's coordinators, see Welcome; to be set before `start`.
        drifts: How far the seats' clocks are off.
        turned_away: Hears, on the flow's thread, who was refused at TLS or the first word, and why.
    """

    def __init__(
        self,
        context: ssl.SSLContext,
        host: str,
        port: int,
        *,
        identify: Callable[[ssl.SSLObject], SeatNumber],
        post: Post,
        clock: Clock,
        timing: Timing = TIMING,
        limits: Limits = LIMITS,
    ) -> None:
        self.port = port
        self.term = 1
        self.drifts = Drifts(clock)
        self.turned_away: Callable[[str, StationError], None] | None = None
        self._refused: dict[str, str] = {}
        self._context = context
        self._host = host
        self._identify = identify
        self._post = post
        self._clock = clock
        self._timing = timing
        self._limits = limits
        self._thread = LoopThread("hub")
        self._lock = threading.Lock()
        self._seats: dict[SeatNumber, Exchange] = {}
        self._inside: set[Guest] = set()
        self._stopping: asyncio.Event
        self._open = False

    def start(
        self,
        joined: Callable[[SeatNumber, Hello], None],
        received: Callable[[SeatNumber, FromSeat], None],
        left: Callable[[SeatNumber], None],
    ) -> None:
        """Listen, and return once seats can connect.

        Each callable runs on the flow's thread. A seat's messages come after its `joined`
        and before its `left`; a newer connection of the same seat makes the older one leave
        first.

        Raises:
            PortTaken: Another program listens there, or the address is not ours.
        """
        self._joined, self._received, self._left = joined, received, left
        try:
            listener = socket.create_server((self._host, self.port), backlog=BACKLOG)
        except OSError as exc:
            raise PortTaken(port=self.port) from exc
        self.port = listener.getsockname()[1]
        self._open = True
        self._thread.start(partial(self._main, Door(listener, self._limits)))

    def send(self, seat: SeatNumber, message: FromHub) -> bool:
        """Let a message go to a seat; True if it is on its way, not that it arrived.

        A seat that lets too much wait is hung up on, and blocks nobody.

        Raises:
            MessageTooLarge: No seat would accept it.
        """
        frame = FROM_HUB.pack(message)
        with self._lock:
            exchange = self._seats.get(seat)
        if exchange is None:
            return False
        if exchange.offer(frame):
            return True
        self._thread.call(partial(exchange.dismiss, PeerTooSlow.code))
        return False

    def turn_out(self, seat: SeatNumber, code: str) -> None:
        """Hang up on a seat, and say why; it may come back if it is let in."""
        with self._lock:
            exchange = self._seats.get(seat)
        if exchange is not None:
            self._thread.call(partial(exchange.dismiss, code))

    def stop(self) -> None:
        """Hang up on all seats; when this returns, no callable runs any more."""
        self._open = False
        self._thread.call(self._stop_soon)
        self._thread.join()

    def _stop_soon(self) -> None:
        self._stopping.set()

    async def _main(self, listener: Door) -> None:
        self._stopping = asyncio.Event()
        porch = Porch(self._context, self._timing, self._tell_of)
        server = serve(
            partial(self._serve, porch),
            sock=listener,
            backlog=BACKLOG,
            create_connection=porch.guest,  # type: ignore[arg-type]  # it asks for the class
            compression=None,
            max_size=SEAT_FRAME_BYTES,
            max_queue=QUEUED,
            open_timeout=self._timing.first_word_s,
            close_timeout=self._timing.goodbye_s,
            ping_interval=None,  # seats ping, and speak every second: see _watch
            server_header=None,
            logger=LOG,
        )
        async with server:
            watch = asyncio.create_task(self._watch())
            await self._stopping.wait()
            asyncio.get_running_loop().remove_reader(listener)
            await asyncio.sleep(0)  # asyncio forgets whoever it is taking in when a server closes
            watch.cancel()
            porch.close()
            with self._lock:
                exchanges = tuple(self._seats.values())
                self._seats.clear()
            for exchange in exchanges:
                exchange.dismiss(None)

    async def _watch(self) -> None:
        """Cut off whoever was silent for too long: a seat that lives pings."""
        pause_s = self._timing.ping_every_s / 2
        while True:
            await asyncio.sleep(pause_s)
            for guest in tuple(self._inside):
                if guest.silent_s() > pause_s + self._timing.ping_wait_s:
                    guest.cut_off()

    def _tell(self, work: Callable[[], None]) -> None:
        self._post(partial(self._do, work))

    def _do(self, work: Callable[[], None]) -> None:
        if self._open:
            work()

    async def _serve(self, porch: Porch, connection: ServerConnection) -> None:
        guest = cast(Guest, connection)  # the porch made it
        code: str | None
        try:
            seat, hello = await self._greet(connection)
        except StationError as refusal:
            porch.greeted(guest, proved=False)
            code = refusal.code
            self._tell_of(guest.address, refusal)
        except ConnectionClosed:
            code = None  # it has left the porch, or was too slow
        else:
            porch.greeted(guest, proved=True)
            self._inside.add(guest)
            code = await self._converse(connection, seat, hello)
            self._inside.discard(guest)
        last_word = FROM_HUB.pack(Refused(code)) if code else None
        await hang_up(connection, last_word, self._timing.goodbye_s)

    def _tell_of(self, address: str, why: StationError) -> None:
        """Tell who was refused, once for each address: a crowd must not fill the flow's hands."""
        if self.turned_away is None or self._refused.get(address) == why.code:
            return
        if len(self._refused) >= MOST_REFUSED:
            self._refused.clear()
        self._refused[address] = why.code
        self._tell(partial(self.turned_away, address, why))

    async def _greet(self, connection: ServerConnection) -> tuple[SeatNumber, Hello]:
        if connection.transport.is_closing():
            raise ConnectionClosed(None, None)
        seat = self._identify(connection.transport.get_extra_info("ssl_object"))
        return seat, read_hello(whole(await connection.recv()))

    async def _converse(
        self, connection: ServerConnection, seat: SeatNumber, hello: Hello
    ) -> str | None:
        exchange = Exchange(connection, self._thread, self._tell, largest=FRAME_BYTES)
        exchange.offer(FROM_HUB.pack(self._welcome()))
        with self._lock:
            older = self._seats.get(seat)
            self._seats[seat] = exchange
        if older is not None:
            older.dismiss(SeatReplaced.code)
            self._tell(partial(self._left, seat))
        self._tell(partial(self._joined, seat, hello))
        try:
            return await exchange.run(partial(self._heard, seat))
        finally:
            with self._lock:
                gone = self._seats.get(seat) is exchange
                if gone:
                    del self._seats[seat]
            if gone:
                self._tell(partial(self._left, seat))

    def _welcome(self) -> Welcome:
        return Welcome(version=VERSION, wall=self._clock.wall(), term=self.term)

    def _heard(self, seat: SeatNumber, raw: bytes) -> Callable[[], None]:
        message = FROM_SEAT.unpack(raw)
        too_many = isinstance(message, Append) and len(message.records) > BATCH
        if isinstance(message, Hello) or too_many:
            raise MessageMalformed
        if isinstance(message, Heartbeat):
            self.drifts.hear(seat, message.wall)
        return partial(self._received, seat, message)
