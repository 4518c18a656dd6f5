"""Many seats' records, one wait for the disk.

While the disk works, what else there is to save waits; then all of it is saved in one
transaction. Each task is done or refused as if it were alone, and nobody is answered before
the whole is on disk.
"""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from station.errors import StationError
from station.errors.store import StoreBusy, StoreFull, StoreUnreadable
from station.flow.lane import Lane

T = TypeVar("T")

TOGETHER = 64
"""Tasks in one transaction; the last of them waits for the others."""

DISK = (StoreFull, StoreUnreadable, StoreBusy)

Answer = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Asked(Generic[T]):
    task: Callable[[], T]
    done: Callable[[T], None]
    failed: Callable[[StationError], None]

    def carry_out(self) -> Answer:
        """Do the task, and return how to answer; a disk's failure is not its own."""
        try:
            result = self.task()
        except DISK:
            raise
        except StationError as error:
            return partial(self.failed, error)
        return partial(self.done, result)

    def carry_out_alone(self) -> Answer:
        try:
            return self.carry_out()
        except StationError as error:
            return partial(self.failed, error)


class GroupLane:
    """A lane for tasks that save, over the lane of their database.

    Args:
        saving: Opens a transaction; one that a task opens inside is part of it.
    """

    def __init__(self, lane: Lane, saving: Callable[[], AbstractContextManager[None]]) -> None:
        self._lane = lane
        self._saving = saving
        self._waiting: deque[_Asked[object]] = deque()
        self._busy = False

    def run(
        self,
        task: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[StationError], None],
    ) -> None:
        """Run the task in its turn, then done or failed on the caller's thread."""
        self._waiting.append(_Asked(task, done, failed))  # type: ignore[arg-type]
        self._go_on()

    def _go_on(self) -> None:
        if self._busy or not self._waiting:
            return
        self._busy = True
        count = min(TOGETHER, len(self._waiting))
        group = tuple(self._waiting.popleft() for _ in range(count))
        work = partial(self._together, group)
        self._lane.run(work, self._answer, partial(self._each_fails, group))

    def _together(self, group: Sequence[_Asked[object]]) -> list[Answer]:
        if len(group) > 1:
            try:
                with self._saving():
                    return [asked.carry_out() for asked in group]
            except DISK:
                pass  # nothing of it was saved: what has room alone is saved alone
        return [asked.carry_out_alone() for asked in group]

    def _answer(self, answers: Sequence[Answer]) -> None:
        self._busy = False
        self._go_on()  # the disk has work while the answers go out
        for answer in answers:
            answer()

    def _each_fails(self, group: Sequence[_Asked[object]], error: StationError) -> None:
        self._answer([partial(asked.failed, error) for asked in group])
