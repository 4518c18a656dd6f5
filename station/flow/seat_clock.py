"""Notices that a seat stood still, slept, or had its wall clock changed."""

from collections.abc import Callable

from station.clock import Clock
from station.exam.attempt_commands import NoteClockChange, NoteStall, Reopen
from station.ids import SeatNumber

NOTICED_MS = 2_000
"""Less than this is a slow disk or a leap second, and nobody's business."""


class SeatClock:
    """Looks at the clocks ten times a second and compares what each says has gone by.

    Args:
        slept_ms: How long this machine has slept since it was started; the monotonic clock stood
            still meanwhile, and so did the exam's.
    """

    def __init__(self, seat: SeatNumber, clock: Clock, slept_ms: Callable[[], int]) -> None:
        self._seat = seat
        self._clock = clock
        self._slept_ms = slept_ms
        self._mono, self._wall, self._slept = clock.mono(), clock.wall(), slept_ms()

    def look(self) -> tuple[NoteStall | NoteClockChange | Reopen, ...]:
        """Return what has to be written down since the last look: most often nothing."""
        mono, wall, slept = self._clock.mono(), self._clock.wall(), self._slept_ms()
        stood, asleep = mono - self._mono, slept - self._slept
        changed = wall - self._wall - stood - asleep
        self._mono, self._wall, self._slept = mono, wall, slept
        found: list[NoteStall | NoteClockChange | Reopen] = []
        if stood > NOTICED_MS:
            found.append(NoteStall(stood))
        if asleep > NOTICED_MS:
            found.append(Reopen(self._seat, asleep))
        if abs(changed) > NOTICED_MS:
            found.append(NoteClockChange(changed))
        return tuple(found)
