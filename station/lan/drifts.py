"""How far each seat's wall clock is off, measured when its sign of life comes in.

What the flow is busy with meanwhile must not look like a wrong clock: a window that stood for a
minute once showed a whole room as a minute late.
"""

from collections import deque

from station.clock import Clock
from station.ids import SeatNumber, UnixMs

BEATS = 5
"""Signs of life that are compared: the one that travelled least says most."""


class Drifts:
    """Heard on the hub's thread, asked on any other.

    A message can only be late, and then a clock seems to be behind: of the last few differences the
    greatest is nearest to the truth.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[SeatNumber, deque[int]] = {}

    def hear(self, seat: SeatNumber, wall: UnixMs) -> None:
        """Take note of what a seat's clock said when this left it."""
        seen = self._seen.setdefault(seat, deque(maxlen=BEATS))
        seen.append(wall - self._clock.wall())

    def off_ms(self, seat: SeatNumber) -> int | None:
        """Return how far a seat's clock is ahead of ours; None if it has not said."""
        seen = self._seen.get(seat)
        return max(tuple(seen)) if seen else None
