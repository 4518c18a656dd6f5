"""Seats that only listen, by the dozen in one thread: when did the last one hear the order?"""

import asyncio
import threading
import time
from contextlib import suppress

import cbor2
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from bench._room.made import MadeRoom
from station.clock import SystemClock
from station.lan.messages import FROM_SEAT, VERSION, Curtain, Hello
from station.lan.seat_link import SERVER_NAME
from station.seal.tls import client_context


class Ears:
    """Connects at once; a seat is inside once the hub has spoken to it.

    Attributes:
        heard: When each seat was told to draw its curtain for the way out, monotonic seconds.
    """

    def __init__(self, room: MadeRoom, seats: range, port: int) -> None:
        self.heard: dict[int, float] = {}
        self._inside: set[int] = set()
        self._room, self._seats, self._port = room, seats, port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._listen, name="ears", daemon=True)
        self._thread.start()

    def inside(self) -> int:
        """Return how many the hub has spoken to."""
        return len(self._inside)

    def end(self) -> None:
        """Hang up."""
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join()

    def _stop(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()

    def _listen(self) -> None:
        async def all_of_them() -> None:
            await asyncio.gather(*(self._one(seat) for seat in self._seats))

        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(all_of_them())
        self._loop.close()

    async def _one(self, seat: int) -> None:
        context = client_context(self._room.seats[seat].identity(), self._room.trust)
        hello = Hello(version=VERSION, software="bench", wall=SystemClock().wall(), term=0)
        while True:
            with suppress(OSError, ConnectionClosed, TimeoutError):
                async with connect(
                    f"wss://127.0.0.1:{self._port}",
                    ssl=context,
                    server_hostname=SERVER_NAME,
                    proxy=None,
                    max_size=None,
                    open_timeout=30,
                ) as connection:
                    await connection.send(FROM_SEAT.pack(hello))
                    async for raw in connection:
                        self._hear(seat, raw)
            await asyncio.sleep(0.2)

    def _hear(self, seat: int, raw: bytes | str) -> None:
        said = cbor2.loads(raw if isinstance(raw, bytes) else raw.encode())
        self._inside.add(seat)
        if said.get("is") == "Draw" and said.get("curtain") == Curtain.EVACUATE:
            self.heard.setdefault(seat, time.monotonic())
