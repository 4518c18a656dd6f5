"""How the coordinator's own computer is: power, disk, clock; what happened to it is written down.

At a power cut the moment counts: it is saved by itself, and the staff are asked whether to pause.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from station.clock import Clock
from station.errors import StationError
from station.errors.session import UpsSilent
from station.exam.session_orders import NoteOwnClock, NotePower, Order
from station.flow.lane import Lane
from station.ids import MonoMs, UnixMs
from station.lan.messages import Power

LOOK_MS = 2_000
CLOCK_MS = 2_000
"""Less is a leap second, or the system's own slow correction."""
LEAST_DISK_MB = 1_000
"""A day of 88 seats with pictures stays far below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLook:
    """What is seen at one look.

    Attributes:
        percent: What the battery or UPS has left; None if nobody knows.
        minutes: How long that is said to last; None if nobody knows.
    """

    power: Power
    percent: int | None
    minutes: int | None
    free_disk_mb: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnState:
    """For the console.

    Attributes:
        look: The last one; None before the first.
        dark_since: When the power went; None while it is there.
        clock_changed_ms: By how much somebody changed this computer's clock since it was started.
        ups: Why the UPS is not heard; None if it is, or if there is none.
    """

    look: OwnLook | None = None
    dark_since: UnixMs | None = None
    clock_changed_ms: int = 0
    ups: StationError | None = None

    @property
    def disk_low(self) -> bool:
        return self.look is not None and self.look.free_disk_mb < LEAST_DISK_MB


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnHealthTools:
    """What is needed to look.

    Attributes:
        lane: Where `look` is called; a UPS may be silent for seconds.
        look: Raises UpsSilent if the UPS that was named is not heard.
        order: Writes down what happened.
    """

    clock: Clock
    lane: Lane
    look: Callable[[], OwnLook]
    order: Callable[[Order], None]
    changed: Callable[[], None]


class OwnHealth:
    """Looks every two seconds, and never in anybody's way."""

    def __init__(self, tools: OwnHealthTools) -> None:
        self.state = OwnState()
        self._tools = tools
        self._busy = False
        self._look_at = MonoMs(0)
        self._ahead = tools.clock.wall() - tools.clock.mono()

    def tick(self) -> None:
        """Hear that time went by."""
        tools = self._tools
        self._look_at_clock()
        now = tools.clock.mono()
        if not self._busy and now >= self._look_at:
            self._busy = True
            self._look_at = MonoMs(now + LOOK_MS)
            tools.lane.run(tools.look, self._seen, self._not_seen)

    def _look_at_clock(self) -> None:
        ahead = self._tools.clock.wall() - self._tools.clock.mono()
        changed = ahead - self._ahead
        if abs(changed) > CLOCK_MS:
            self._ahead = ahead
            total = self.state.clock_changed_ms + changed
            self._tools.order(NoteOwnClock(changed))
            self._is(replace(self.state, clock_changed_ms=total))

    def _seen(self, look: OwnLook) -> None:
        self._busy = False
        state, dark = replace(self.state, look=look, ups=None), look.power is Power.BATTERY
        if dark and state.dark_since is None:
            state = replace(state, dark_since=self._tools.clock.wall())
            self._tools.order(NotePower(battery=True))
        elif state.dark_since is not None and look.power is Power.MAINS:
            state = replace(state, dark_since=None)
            self._tools.order(NotePower(battery=False))
        self._is(state)

    def _not_seen(self, error: StationError) -> None:
        self._busy = False
        ups = error if isinstance(error, UpsSilent) else UpsSilent()
        self._is(replace(self.state, ups=ups))

    def _is(self, state: OwnState) -> None:
        if state != self.state:
            self.state = state
            self._tools.changed()
