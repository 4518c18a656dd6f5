"""Two clocks: one to count with, one to write down."""

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

from station.ids import MonoMs, UnixMs

CHINA = timezone(timedelta(hours=8), "CST")
"""One time zone for the whole country, without summer time."""


def day_of(wall: UnixMs) -> date:
    """Return the day that the calendar on the centre's wall shows."""
    return datetime.fromtimestamp(wall / 1_000, UTC).astimezone(CHINA).date()


class Clock(Protocol):
    """The time, as an argument: nothing in the station asks the machine directly."""

    def wall(self) -> UnixMs:
        """Return the wall time; it may jump, and nobody counts with it."""
        ...

    def mono(self) -> MonoMs:
        """Return the monotonic time; it never goes back."""
        ...


class SystemClock:
    """The clocks of this machine."""

    def wall(self) -> UnixMs:
        return UnixMs(time.time_ns() // 1_000_000)

    def mono(self) -> MonoMs:
        return MonoMs(time.monotonic_ns() // 1_000_000)


class HeldClock:
    """A clock that moves when it is told to; for tests and rehearsals."""

    def __init__(self, wall: UnixMs = UnixMs(1_790_000_000_000)) -> None:
        self._wall = wall
        self._mono = MonoMs(0)

    def wall(self) -> UnixMs:
        return self._wall

    def mono(self) -> MonoMs:
        return self._mono

    def pass_ms(self, ms: int) -> None:
        """Let time go by on both clocks."""
        self._wall = UnixMs(self._wall + ms)
        self._mono = MonoMs(self._mono + ms)

    def set_wall(self, wall: UnixMs) -> None:
        """Change the wall clock alone, as an administrator might."""
        self._wall = wall
