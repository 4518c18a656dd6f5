"""The camera's lane, whose device may hang: a look without an answer in time has failed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from station.clock import Clock
from station.errors import StationError
from station.errors.camera import CameraAbsent, CameraStopped, ModelDamaged
from station.flow.lane import Lane

T = TypeVar("T")

Failed = Callable[[StationError], None]

PATIENCE_MS, FIRST_MS = 5_000, 20_000
"""How long a lane may answer nothing before its camera counts as lost; its first answer takes
longer, for models are loaded and a device is opened."""


@dataclass(eq=False, slots=True)
class _Look:
    """What still waits for its answer."""

    failed: Failed


class Eye:
    """Runs looks on a lane, and stops waiting for those that do not come back.

    While one hangs, each further one fails at once: nothing piles up behind it. What it answers
    after all is thrown away, and shows that the lane lives again.

    Attributes:
        works: The camera gave pictures when it was last asked; False before it ever was.
        asked_at: When it was last asked, in monotonic milliseconds; None before.
    """

    def __init__(self, lane: Lane, clock: Clock) -> None:
        self._lane = lane
        self._clock = clock
        self._waiting: list[_Look] = []
        self._lost = 0
        self._heard_at = clock.mono()
        self._patience_ms = FIRST_MS
        self.works = False
        self.asked_at: int | None = None

    def run(self, task: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Run the task on the lane, then done or failed on the caller's thread."""
        self.asked_at = self._clock.mono()
        if self._lost:
            failed(CameraStopped())
            return
        if not self._waiting:
            self._heard_at = self.asked_at
        look = _Look(failed)
        self._waiting.append(look)
        self._lane.run(task, partial(self._done, look, done), partial(self._failed, look))

    def tick(self) -> None:
        """Hear that time went by: give up what has waited for too long."""
        if self._waiting and self._clock.mono() - self._heard_at >= self._patience_ms:
            given_up, self._waiting = self._waiting, []
            self._lost += len(given_up)
            self.works = False
            for look in given_up:
                look.failed(CameraStopped())

    def _done(self, look: _Look, done: Callable[[Any], None], answer: object) -> None:
        self.works = True
        if self._heard(look):
            done(answer)

    def _failed(self, look: _Look, error: StationError) -> None:
        if isinstance(error, CameraAbsent | ModelDamaged):
            self.works = False
        if self._heard(look):
            look.failed(error)

    def _heard(self, look: _Look) -> bool:
        """Whether anybody still waits for it."""
        self._heard_at, self._patience_ms = self._clock.mono(), PATIENCE_MS
        if look in self._waiting:
            self._waiting.remove(look)
            return True
        self._lost -= 1
        return False
