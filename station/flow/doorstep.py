"""Where messages wait while the store looks up whom they are about."""

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from station.errors import StationError
from station.flow.lane import Lane

M = TypeVar("M")
T = TypeVar("T")


class Doorstep(Generic[M]):
    """Lets messages in one after the other, and none before a look-up has ended.

    A late candidate's ticket and start come in one breath. The ticket takes the store a
    moment; the start that follows it would find nobody at the seat and be lost.

    Args:
        hear: Gets each message in its turn.
    """

    def __init__(self, lane: Lane, hear: Callable[[M], None]) -> None:
        self._lane = lane
        self._hear = hear
        self._waiting: deque[M] = deque()
        self._looking = 0

    def knock(self, message: M) -> None:
        """Let a message in, as soon as it is its turn."""
        self._waiting.append(message)
        self._let_in()

    def look_up(
        self,
        task: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[StationError], None],
    ) -> None:
        """Run a task on the lane; what comes meanwhile waits until it is done or has failed."""

        def ended(tell: Callable[[], None]) -> None:
            self._looking -= 1
            tell()
            self._let_in()

        self._looking += 1
        self._lane.run(
            task,
            lambda found: ended(lambda: done(found)),
            lambda error: ended(lambda: failed(error)),
        )

    def _let_in(self) -> None:
        while self._waiting and not self._looking:
            self._hear(self._waiting.popleft())
