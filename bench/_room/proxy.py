"""A bad network between each seat and the hub: cut, slow, deaf, late or speaking twice.

It sees TLS bytes alone. A stream's bytes stay in order, as TCP sees to; whole connections do not:
the last words of an old one may come after the first of a new one, or once more.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field

CHUNK = 65_536
REMEMBERED = 1 << 20


@dataclass(slots=True)
class Fault:
    """What is wrong with a line.

    Attributes:
        delay_s: For each piece, both ways.
        deaf: Bytes are swallowed, nothing is closed.
        late_s: When the line is cut, what was on the way to the hub arrives so much later.
        hits: How often it has changed anything so far.
    """

    delay_s: float = 0.0
    deaf: bool = False
    late_s: float = 0.0
    hits: int = 0


@dataclass(slots=True)
class Line:
    """One seat's way to the hub."""

    port: int = 0
    fault: Fault = field(default_factory=Fault)
    open: set[asyncio.Task[None]] = field(default_factory=set)
    said: bytearray = field(default_factory=bytearray)


class Proxy:
    """Lines for so many seats, on a thread of its own."""

    def __init__(self, seats: int, hub_port: int) -> None:
        self.lines = {seat: Line() for seat in range(1, seats + 1)}
        self._hub_port = hub_port
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)
        self._thread.start()
        self._ready.wait()

    def cut(self, seat: int) -> Fault:
        """Cut a seat's connections."""
        fault = Fault()
        self._call(lambda: self._cut(self.lines[seat], fault))
        return fault

    def worsen(self, seat: int, fault: Fault) -> Fault:
        """Change a line, also for what is connected."""
        self.lines[seat].fault = fault
        return fault

    def say_again(self, seat: int) -> Fault:
        """Send what the seat said on its last connection once more, on another one."""
        fault = Fault()
        self._call(lambda: self._keep(self._replay(bytes(self.lines[seat].said), fault)))
        return fault

    @property
    def busy(self) -> bool:
        """Whether any seat is connected."""
        return any(line.open for line in self.lines.values())

    def close(self) -> None:
        """Cut everything, and end."""
        self._call(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, work: Callable[[], object]) -> None:
        self._loop.call_soon_threadsafe(work)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._tasks: set[asyncio.Task[None]] = set()
        self._servers: list[asyncio.Server] = []
        self._writers: list[asyncio.StreamWriter] = []
        self._loop.run_until_complete(self._listen())
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._end())

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.sleep(0)  # what was aborted is closed in the next round

    async def _listen(self) -> None:
        for line in self.lines.values():
            server = await asyncio.start_server(self._taker(line), "127.0.0.1", 0)
            self._servers.append(server)
            line.port = server.sockets[0].getsockname()[1]

    def _taker(self, line: Line) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]:
        def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = self._keep(self._carry(line, reader, writer))
            line.open.add(task)
            task.add_done_callback(line.open.discard)

        return take

    def _keep(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _cut(self, line: Line, fault: Fault) -> None:
        fault.hits += len(line.open)
        for task in tuple(line.open):
            task.cancel()

    async def _carry(
        self, line: Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        line.said = bytearray()
        self._writers.append(writer)
        up: asyncio.StreamWriter | None = None
        try:
            from_hub, up = await asyncio.open_connection("127.0.0.1", self._hub_port)
            self._writers.append(up)
            await asyncio.wait(
                {
                    asyncio.create_task(self._pour(line, reader, up, remember=True)),
                    asyncio.create_task(self._pour(line, from_hub, writer, remember=False)),
                },
                return_when=asyncio.FIRST_COMPLETED,
            )
        except OSError:
            pass  # the hub is not there
        finally:
            writer.transport.abort()
            if up is not None and line.fault.late_s:
                self._loop.call_later(line.fault.late_s, up.close)  # what is in it arrives, late
            elif up is not None:
                up.transport.abort()

    async def _pour(
        self,
        line: Line,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        remember: bool,
    ) -> None:
        with suppress(OSError):
            while piece := await reader.read(CHUNK):
                if remember and len(line.said) < REMEMBERED:
                    line.said += piece
                fault = line.fault
                wait_s = fault.delay_s + (fault.late_s if remember else 0.0)
                fault.hits += fault.deaf or wait_s > 0
                if wait_s:
                    await asyncio.sleep(wait_s)
                if not line.fault.deaf:
                    writer.write(piece)
                    await writer.drain()

    async def _replay(self, said: bytes, fault: Fault) -> None:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self._hub_port)
            self._writers.append(writer)
            writer.write(said)
            await writer.drain()
            fault.hits += len(said)
            await reader.read(CHUNK)
            writer.transport.abort()
