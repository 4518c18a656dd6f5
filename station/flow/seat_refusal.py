"""Why a seat serves nobody although somebody answers: for the staff, on the page of a free seat."""

from station.clock import Clock
from station.errors import StationError
from station.errors.document import SignerOfWrongKind, SignerUntrusted
from station.errors.lan import (
    CertificateForeign,
    ClockUnbelievable,
    CoordinatorEarlier,
    CoordinatorForeign,
    MessageMalformed,
    SeatReplaced,
    VersionUnknown,
)
from station.errors.session import CoordinatorPassed, CoordinatorTwin
from station.ids import MonoMs

SHOWN_MS = 60_000
"""Whoever answered wrongly and is gone again is not shown for ever."""

SHOWN_AS: dict[str, type[StationError]] = {
    SignerUntrusted.code: CoordinatorForeign,
    SignerOfWrongKind.code: CoordinatorForeign,
    CertificateForeign.code: CoordinatorForeign,
    VersionUnknown.code: VersionUnknown,
    MessageMalformed.code: MessageMalformed,
    SeatReplaced.code: SeatReplaced,
    CoordinatorPassed.code: CoordinatorEarlier,
    CoordinatorTwin.code: CoordinatorTwin,
    ClockUnbelievable.code: ClockUnbelievable,
}
"""What either end says when they do not fit together, and what a person at the seat is told."""


class SeatRefusal:
    """The last refusal, for as long as it is news."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: StationError | None = None
        self._heard_at = MonoMs(0)

    def hear(self, code: str) -> None:
        """Hear that this seat and somebody who answered do not fit together."""
        shown_as = SHOWN_AS.get(code)
        if shown_as is not None:
            self._last, self._heard_at = shown_as(), self._clock.mono()

    def forget(self) -> None:
        """Our coordinator is there: nobody else matters."""
        self._last = None

    @property
    def shown(self) -> StationError | None:
        """What is to be shown now."""
        if self._clock.mono() - self._heard_at > SHOWN_MS:
            self._last = None
        return self._last
