"""Counts exam time on the monotonic clock."""

from station.clock import Clock
from station.ids import ElapsedMs, MonoMs


class Stopwatch:
    """Runs and holds; changing the wall clock changes nothing.

    Args:
        elapsed: Exam time used before now.
    """

    def __init__(self, clock: Clock, elapsed: ElapsedMs = ElapsedMs(0)) -> None:
        self._clock = clock
        self._counted = elapsed
        self._running_since: MonoMs | None = None

    def run(self) -> None:
        """Let time count from now."""
        if self._running_since is None:
            self._running_since = self._clock.mono()

    def hold(self) -> None:
        """Stop counting; what was counted stays."""
        self._counted = self.elapsed()
        self._running_since = None

    def elapsed(self) -> ElapsedMs:
        """Exam time used so far."""
        if self._running_since is None:
            return self._counted
        return ElapsedMs(self._counted + self._clock.mono() - self._running_since)
