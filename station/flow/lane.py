"""A lane: one thread that owns one device or one database."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from station.errors import StationError

T = TypeVar("T")


class Lane(Protocol):
    """Where blocking work is done, one task after the other."""

    def run(
        self,
        task: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[StationError], None],
    ) -> None:
        """Run the task on the lane, then done or failed on the caller's thread."""
        ...


class InlineLane:
    """A lane without a thread, for the command line and for tests."""

    def run(
        self,
        task: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[StationError], None],
    ) -> None:
        try:
            result = task()
        except StationError as error:
            failed(error)
        else:
            done(result)
