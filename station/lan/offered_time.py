"""The coordinator's time, as it is offered to a seat in its first word.

A seat's own wall clock is never set by it and goes on being written down as it is: two clocks in
one record would prove nothing. The offer says how far the two are apart, for the staff to see,
and lets a seat that is behind judge by the later of both what is valid from some day on.
"""

from station.clock import Clock
from station.ids import MonoMs, UnixMs
from station.lan.messages import Welcome


class OfferedTime:
    """Holds the coordinator's wall time against the seat's own.

    Heard on the link's thread the moment it comes, so that a busy window adds nothing to it, and
    asked on any other. Whoever offers it has proved to be our coordinator.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offer: tuple[UnixMs, MonoMs] | None = None

    def hear(self, welcome: Welcome) -> None:
        """Take note of what the coordinator's clock says now."""
        self._offer = (welcome.wall, self._clock.mono())

    def off_ms(self) -> int:
        """How far the seat's wall clock is ahead of the coordinator's; 0 if nobody has said."""
        offer = self._offer
        if offer is None:
            return 0
        wall, at = offer
        return self._clock.wall() - (wall + self._clock.mono() - at)

    def named(self) -> UnixMs | None:
        """Return the coordinator's time now; None if it never spoke."""
        return UnixMs(self._clock.wall() - self.off_ms()) if self._offer is not None else None

    def latest(self) -> UnixMs:
        """Return the later of both clocks: nothing that ran out is made valid by an offer."""
        return UnixMs(max(self._clock.wall(), self._clock.wall() - self.off_ms()))
