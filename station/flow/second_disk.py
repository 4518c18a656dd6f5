"""Looks after the second disk: says when it is lost, and takes it back once it is there again."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial

from station.clock import Clock
from station.errors import StationError
from station.flow.lane import Lane
from station.ids import MonoMs

LOOK_MS = 2_000
ATTACH_MS = 30_000
"""To take a disk back copies everything once more: not more often than this."""


class SecondDisk(Enum):
    """What a standby could take over from."""

    NONE = "none"
    WHOLE = "whole"
    SAME = "same"
    """Whole, but on the coordinator's own disk: it dies with it."""
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondDiskTools:
    """What is needed to look after it. Both callables run on the store's lane.

    Attributes:
        is_whole: Whether each transaction is on the second disk too.
        is_apart: Whether it is another disk than the coordinator's own.
        attach: Copies everything there and goes on; raises a StationError if it is not there.
    """

    clock: Clock
    store: Lane
    is_whole: Callable[[], bool]
    is_apart: Callable[[], bool]
    attach: Callable[[], None]


class SecondDiskWatch:
    """Never in anybody's way: a disk that fails was let go of by the store already.

    Args:
        tools: None where no second disk was asked for.
        changed: Hears that the state is another one.

    Attributes:
        state: For the console.
    """

    def __init__(self, tools: SecondDiskTools | None, changed: Callable[[], None]) -> None:
        self.state = SecondDisk.NONE if tools is None else SecondDisk.WHOLE
        self._tools = tools
        self._changed = changed
        self._busy = False
        self._look_at = MonoMs(0)
        self._attach_at = MonoMs(0)

    def tick(self) -> None:
        """Hear that time went by."""
        tools = self._tools
        if tools is None or self._busy:
            return
        now = tools.clock.mono()
        if self.state is SecondDisk.LOST and now >= self._attach_at:
            self._attach_at = MonoMs(now + ATTACH_MS)
            self._busy = True
            tools.store.run(partial(_take_back, tools), self._is, self._lost)
        elif now >= self._look_at:
            self._look_at = MonoMs(now + LOOK_MS)
            self._busy = True
            tools.store.run(partial(_look, tools), self._looked, self._lost)

    def _looked(self, found: SecondDisk) -> None:
        lost = found is SecondDisk.LOST
        if lost and self.state is not SecondDisk.LOST and self._tools is not None:
            self._attach_at = MonoMs(self._tools.clock.mono() + ATTACH_MS)
        self._is(found)

    def _lost(self, _: StationError) -> None:
        self._is(SecondDisk.LOST)

    def _is(self, state: SecondDisk) -> None:
        self._busy = False
        if state is not self.state:
            self.state = state
            self._changed()


def _look(tools: SecondDiskTools) -> SecondDisk:
    if not tools.is_whole():
        return SecondDisk.LOST
    return SecondDisk.WHOLE if tools.is_apart() else SecondDisk.SAME


def _take_back(tools: SecondDiskTools) -> SecondDisk:
    tools.attach()
    return _look(tools)
