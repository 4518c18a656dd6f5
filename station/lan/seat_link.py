"""A seat's end of the room's network. The exam never waits for it."""

import asyncio
import logging
import secrets
import ssl
import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, repeat

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from station.errors import StationError
from station.errors.lan import CertificateForeign, ClockUnbelievable, MessageMalformed
from station.ids import Digest
from station.lan.exchange import (
    FRAME_BYTES,
    QUEUED,
    SEAT_FRAME_BYTES,
    Exchange,
    Post,
    hang_up,
    whole,
)
from station.lan.handshake import read_welcome
from station.lan.loop_thread import LoopThread
from station.lan.messages import FROM_HUB, FROM_SEAT, FromHub, FromSeat, Hello, Refused, Welcome
from station.lan.timing import TIMING, Timing
from station.lan.tls_refusals import is_out_of_date

LOG = logging.getLogger("station.lan.link")
SERVER_NAME = "coordinator"
"""The name in the coordinator's certificate, whatever its address is today."""
MOST_PLACES = 8
"""Places that are kept; somebody who announces many does not send seats round for hours."""


class SeatLink:
    """Speaks with the hub, in a thread of its own, and connects again whenever it must.

    Args:
        context: A client's, that shows the seat's certificate; see station.seal.tls.
        url: Such as "wss://192.0.2.1:7443"; several, parted by commas, are tried in turn; empty
            if `look` has to find it first.
        hello: Makes the first word; called on the link's thread.
        post: Runs a callable on the flow's thread, in order.
        identify: Returns the fingerprint of our coordinator; raises a StationError if the other end
            is none. Called on the link's thread, before the first word.
        welcomed: Hears the hub's first word and whose it is, and raises a StationError if that one
            is not to be served.
        look: Looks where the hub may be now, as `url` says it; called in a thread of the link's
            own whenever nobody answered at any place that is known.
    """

    def __init__(
        self,
        context: ssl.SSLContext,
        url: str,
        hello: Callable[[], Hello],
        post: Post,
        *,
        identify: Callable[[ssl.SSLObject], Digest],
        welcomed: Callable[[Welcome, Digest], None] = lambda _welcome, _whose: None,
        look: Callable[[], str] = lambda: "",
        timing: Timing = TIMING,
    ) -> None:
        self._context = context
        self._known = _urls(url)
        self._look = look
        self._served = False
        self._hello = hello
        self._post = post
        self._identify = identify
        self._welcomed = welcomed
        self._timing = timing
        self._thread = LoopThread("seat-link")
        self._lock = threading.Lock()
        self._exchange: Exchange | None = None
        self._main_task: asyncio.Task[None] | None = None
        self._open = False

    def start(self, received: Callable[[FromHub], None], online: Callable[[bool], None]) -> None:
        """Begin to connect; returns at once.

        Each callable runs on the flow's thread. `online(True)` comes before the hub's
        messages, of which the first is Welcome, and `online(False)` after them. A hub that
        refuses this seat is heard through `received` alone.
        """
        self._received, self._online = received, online
        self._open = True
        self._thread.start(self._main)

    def send(self, message: FromSeat) -> bool:
        """Let a message go to the hub; True if it is on its way, not that it arrived.

        Raises:
            MessageTooLarge: The hub would not accept it.
        """
        frame = FROM_SEAT.pack(message)
        with self._lock:
            exchange = self._exchange
        return exchange is not None and exchange.offer(frame)

    def stop(self) -> None:
        """Hang up; when this returns, no callable runs any more."""
        self._open = False
        self._thread.call(self._cancel)
        self._thread.join()

    def _tell(self, work: Callable[[], None]) -> None:
        self._post(partial(self._do, work))

    def _do(self, work: Callable[[], None]) -> None:
        if self._open:
            work()

    def _cancel(self) -> None:
        if self._main_task is not None:
            self._main_task.cancel()

    async def _main(self) -> None:
        self._main_task = asyncio.create_task(self._connect_for_ever())
        await asyncio.wait({self._main_task})
        if not self._main_task.cancelled():
            self._main_task.result()  # only a bug ends it; it surfaces here

    async def _connect_for_ever(self) -> None:
        waits = self._waits()
        while True:
            rests = [0.0]
            for url in self._known:
                self._served = False
                try:
                    connection = await self._connect(url)
                except (OSError, EOFError, WebSocketException) as exc:
                    LOG.info("no coordinator: %s", type(exc).__name__)
                    if isinstance(exc, ssl.SSLCertVerificationError):
                        wrong = ClockUnbelievable if is_out_of_date(exc) else CertificateForeign
                        self._tell(partial(self._received, Refused(wrong.code)))
                    continue
                rests.append(await self._visit(connection))
                if self._served:
                    self._known = tuple(dict.fromkeys((url, *self._known)))
                    break
            if self._served:
                waits, rest = self._waits(), rests[-1]
            else:
                await self._look_around()
                rest = max(next(waits), *rests)
            await asyncio.sleep(rest * (1 + secrets.randbelow(251) / 1000))

    async def _visit(self, connection: ClientConnection) -> float:
        try:
            return await self._talk(connection)
        finally:
            await hang_up(connection, None, self._timing.goodbye_s)

    async def _look_around(self) -> None:
        """Nobody serves us anywhere: the coordinator may have moved, or be another one."""
        found = _urls(await asyncio.to_thread(self._look))
        self._known = tuple(dict.fromkeys((*found, *self._known)))[:MOST_PLACES]

    def _waits(self) -> Iterator[float]:
        return chain(self._timing.retries_s, repeat(self._timing.retries_s[-1]))

    async def _connect(self, url: str) -> ClientConnection:
        return await connect(
            url,
            ssl=self._context,
            server_hostname=SERVER_NAME,
            proxy=None,
            compression=None,
            max_size=FRAME_BYTES,
            max_queue=QUEUED,
            open_timeout=self._timing.turn_s,
            close_timeout=self._timing.goodbye_s,
            ping_interval=self._timing.ping_every_s,
            ping_timeout=self._timing.ping_wait_s,
            user_agent_header=None,
            logger=LOG,
        )

    async def _talk(self, connection: ClientConnection) -> float:
        """Speak with the hub until one is gone; return how long to rest then, in seconds."""
        try:
            whose = self._identify(connection.transport.get_extra_info("ssl_object"))
            async with asyncio.timeout(self._timing.first_word_s):
                await connection.send(FROM_SEAT.pack(self._hello()))
                first = read_welcome(whole(await connection.recv()))
            if isinstance(first, Welcome):
                self._welcomed(first, whose)
        except (ConnectionClosed, TimeoutError):
            return self._timing.retries_s[0]
        except StationError as error:
            first = Refused(error.code)
        if isinstance(first, Refused):
            self._tell(partial(self._received, first))
            return self._timing.refused_s
        self._served = True
        exchange = Exchange(connection, self._thread, self._tell, largest=SEAT_FRAME_BYTES)
        with self._lock:
            self._exchange = exchange
        self._tell(partial(self._online, True))
        self._tell(partial(self._received, first))
        try:
            return await self._until_it_ends(exchange)
        finally:
            with self._lock:
                self._exchange = None
            self._tell(partial(self._online, False))

    async def _until_it_ends(self, exchange: Exchange) -> float:
        refusals: list[str] = []

        def heard(raw: bytes) -> Callable[[], None]:
            message = FROM_HUB.unpack(raw)
            if isinstance(message, Welcome):
                raise MessageMalformed
            if isinstance(message, Refused) and message.stream is None:
                refusals.append(message.code)
            return partial(self._received, message)

        await exchange.run(heard)
        return self._timing.refused_s if refusals else self._timing.retries_s[0]


def _urls(places: str) -> tuple[str, ...]:
    urls = tuple(each for each in places.split(",") if each)
    if not all(each.startswith("wss://") for each in urls):
        raise ValueError(f"the hub speaks TLS only, so not {places}")
    return urls
