"""A seat that is not enrolled: it looks for its coordinator, and two persons compare digits."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from queue import Empty, Queue

from station.errors import StationError
from station.flow.lane import Lane
from station.ids import SeatNumber

Places = tuple[tuple[str, int], ...]
PERSON_S = 300.0
PORT = 8766


class EnrolStage(Enum):
    """Where an enrolment stands."""

    LOOKING = "looking"
    ADDRESS = "address"
    REACHING = "reaching"
    COMPARING = "comparing"
    WAITING = "waiting"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolScreen:
    """What the window shows.

    Attributes:
        code: The six digits, while they are compared.
        seat: Which seat this is, once a person has said so.
        trouble: Why it did not work.
    """

    stage: EnrolStage
    code: str = ""
    seat: SeatNumber | None = None
    trouble: StationError | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Look for the coordinator on the network."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Go to an address that a person typed: a host, or HOST:PORT."""

    raw_address: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A person has compared the digits."""

    same: bool


EnrolIntent = Look | Reach | Compared


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolTools:
    """What an enrolment works with.

    Attributes:
        find: Looks on the network. Runs on the lane.
        ask: Asks for the certificate there; shows the digits and hears whether they are the
            same. Runs on the lane.
        hang_up: Lets `ask` end at once, whomever it waits for; from any thread.
        post: Brings a callable from the lane to the flow's thread.
    """

    lane: Lane
    find: Callable[[], Places]
    ask: Callable[[Places, Callable[[str], bool]], SeatNumber]
    hang_up: Callable[[], None]
    post: Callable[[Callable[[], None]], None]


class EnrolFlow:
    """Shows each step, and takes a person's word on the digits.

    Attributes:
        screen: What is shown now.
    """

    def __init__(self, tools: EnrolTools, show: Callable[[EnrolScreen], None]) -> None:
        self._tools = tools
        self._show = show
        self._said: Queue[bool] = Queue()
        self.screen = EnrolScreen(stage=EnrolStage.LOOKING)

    def start(self) -> None:
        self.intent(Look())

    def intent(self, intent: EnrolIntent) -> None:
        """Hear the person at the window; what does not fit the step does nothing."""
        at_rest = self.screen.stage in {EnrolStage.ADDRESS, EnrolStage.LOOKING}
        match intent:
            case Look() if at_rest:
                self._to(EnrolScreen(stage=EnrolStage.LOOKING))
                self._tools.lane.run(self._tools.find, self._reach, self._failed)
            case Reach(raw_address) if self.screen.stage is EnrolStage.ADDRESS:
                place = _place(raw_address)
                if place is not None:
                    self._reach((place,))
            case Compared(same) if self.screen.stage is EnrolStage.COMPARING:
                self._to(replace(self.screen, stage=EnrolStage.WAITING))
                self._said.put(same)
            case Look() | Reach() | Compared():
                pass

    def stop(self) -> None:
        """The window is closed: nobody is waited for any more, here or at the coordinator."""
        self._tools.hang_up()
        self._said.put(False)

    def _reach(self, places: Places) -> None:
        self._said = Queue()
        self._to(EnrolScreen(stage=EnrolStage.REACHING))
        ask = partial(self._tools.ask, places, partial(self._same, self._said))
        self._tools.lane.run(ask, self._done, self._failed)

    def _same(self, said: "Queue[bool]", code: str) -> bool:
        """Show the digits and wait for the person; on the lane."""
        compare = EnrolScreen(stage=EnrolStage.COMPARING, code=code)
        self._tools.post(partial(self._to, compare))
        try:
            return said.get(timeout=PERSON_S)
        except Empty:
            return False

    def _done(self, seat: SeatNumber) -> None:
        self._to(EnrolScreen(stage=EnrolStage.DONE, seat=seat))

    def _failed(self, trouble: StationError) -> None:
        self._to(EnrolScreen(stage=EnrolStage.ADDRESS, trouble=trouble))

    def _to(self, screen: EnrolScreen) -> None:
        self.screen = screen
        self._show(screen)


def _place(raw_address: str) -> tuple[str, int] | None:
    host, _, port = raw_address.strip().partition(":")
    if not host or (port and not (port.isascii() and port.isdecimal() and len(port) <= 5)):
        return None
    return host, int(port or PORT)
