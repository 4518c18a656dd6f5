"""The one thread that a hub or a seat's link owns."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from station.lan.bundle import Bundle


class LoopThread:
    """Runs one coroutine on an asyncio loop of its own, until it is stopped.

    The loop is of the same kind on every system: the hub's door counts on its `accept`.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._bundle: Bundle
        self._thread: threading.Thread | None = None
        self._running = threading.Event()

    def start(self, main: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Start the thread, once, and return when its loop runs."""
        self._thread = threading.Thread(
            target=self._work, args=(main,), name=self._name, daemon=True
        )
        self._thread.start()
        self._running.wait()

    def call(self, work: Callable[[], object]) -> bool:
        """Let the loop do something soon; False if it does not run. For any thread."""
        with self._lock:
            if self._loop is None:
                return False
            self._bundle.add(work)
            return True

    def join(self) -> None:
        """Wait until the coroutine has ended. Not from a thread that it waits for."""
        if self._thread is not None:
            self._thread.join()

    def _work(self, main: Callable[[], Coroutine[Any, Any, None]]) -> None:
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(self._run(main))

    async def _run(self, main: Callable[[], Coroutine[Any, Any, None]]) -> None:
        loop = asyncio.get_running_loop()
        with self._lock:
            self._loop, self._bundle = loop, Bundle(loop.call_soon_threadsafe)
        self._running.set()
        try:
            await main()
        finally:
            with self._lock:
                self._loop = None
