"""The conversations that a server holds, so that none outlives it."""

import asyncio
from collections.abc import Awaitable, Callable

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Guests:
    """Who is being served; made and used on the loop's thread.

    Args:
        serve: Holds one conversation to its end.
    """

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._tasks: set[asyncio.Task[None]] = set()

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a guest; this is what asyncio.start_server calls for each."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        await self._serve(reader, writer)

    async def send_away(self, after_s: float = 0) -> None:
        """End every conversation, those that end by themselves in their own way.

        Args:
            after_s: So long they may take for it.
        """
        if self._tasks and after_s:
            await asyncio.wait(self._tasks, timeout=after_s)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
