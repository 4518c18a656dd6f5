"""Who stands at the desk, and who waits beside it until two persons have decided."""

from station.flow.desk_tools import Visitor
from station.identity.check_in import CheckInPhase
from station.ids import CandidateId

UNDECIDED = (CheckInPhase.PRESENTED, CheckInPhase.TO_DECIDE, CheckInPhase.CLEARED)


class DeskQueue:
    """One visitor at the desk, any number beside it; nobody undecided ever drops out.

    Attributes:
        visitor: At the desk; None if nobody is.
    """

    def __init__(self) -> None:
        self.visitor: Visitor | None = None
        self._waiting: dict[CandidateId, Visitor] = {}

    @property
    def waiting(self) -> tuple[Visitor, ...]:
        """Beside the desk, the one who came first in front."""
        return tuple(sorted(self._waiting.values(), key=lambda visitor: visitor.since))

    def step_aside(self) -> None:
        """Make room at the desk; whoever is undecided waits beside it."""
        visitor = self.visitor
        if visitor is not None and visitor.live.state.phase in UNDECIDED:
            self._waiting[visitor.entry.candidate] = visitor
        self.visitor = None

    def step_up(self, visitor: Visitor) -> None:
        """Somebody comes to the desk, whether or not they waited beside it."""
        self.step_aside()
        self._waiting.pop(visitor.entry.candidate, None)
        self.visitor = visitor

    def wait(self, visitor: Visitor) -> None:
        """Somebody waits beside the desk."""
        self._waiting[visitor.entry.candidate] = visitor

    def waits(self, candidate: CandidateId) -> Visitor | None:
        """Return somebody who waits beside the desk."""
        return self._waiting.get(candidate)

    def settle(self, visitor: Visitor) -> None:
        """It is decided: there is nothing more to wait for."""
        if self._waiting.get(visitor.entry.candidate) is visitor:
            del self._waiting[visitor.entry.candidate]
