"""What two persons decided over something that was noticed during an attempt. Pure.

An incident is an event of the attempt, written by the seat; what is decided over it is written
by the coordinator, in a stream of its own. Until two persons have found it harmless, it stands
between the candidate and the card.
"""

from dataclasses import dataclass, field, replace
from types import MappingProxyType

from station.codec import Codec
from station.ids import StaffId

MOST_REASON = 200
"""Characters of one person's reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseIncident:
    """Two persons, each signed in, say what an incident was, and each why.

    Attributes:
        seq: Of the attempt's event.
        harmless: Nothing stands between the candidate and the card any more.
    """

    seq: int
    harmless: bool
    first: StaffId
    first_reason: str
    second: StaffId
    second_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClosed:
    """Granted as it was asked for; see CloseIncident."""

    seq: int
    harmless: bool
    first: StaffId
    first_reason: str
    second: StaffId
    second_reason: str


INCIDENT_EVENT: Codec[IncidentClosed] = Codec(IncidentClosed)


def _none_yet() -> MappingProxyType[int, IncidentClosed]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided over the incidents of one attempt, by their seq; the last word counts."""

    closed: MappingProxyType[int, IncidentClosed] = field(default_factory=_none_yet)

    def open(self, seqs: frozenset[int]) -> frozenset[int]:
        """Return which incidents stand in the way of the card: undecided, or not harmless."""
        harmless = {seq for seq, closed in self.closed.items() if closed.harmless}
        return seqs - harmless

    def undecided(self, seqs: frozenset[int]) -> frozenset[int]:
        """Return which incidents nobody has decided over."""
        return seqs - set(self.closed)


def decide(_: Decisions, command: CloseIncident) -> tuple[IncidentClosed, ...]:
    """Judge a command; nothing happens without two persons and two reasons."""
    reasons = (command.first_reason.strip(), command.second_reason.strip())
    if command.first == command.second or not all(reasons):
        return ()
    if max(len(reason) for reason in reasons) > MOST_REASON:
        return ()
    closed = IncidentClosed(
        seq=command.seq,
        harmless=command.harmless,
        first=command.first,
        first_reason=reasons[0],
        second=command.second,
        second_reason=reasons[1],
    )
    return (closed,)


def evolve(decisions: Decisions, event: IncidentClosed) -> Decisions:
    """Apply one saved event."""
    return replace(decisions, closed=MappingProxyType({**decisions.closed, event.seq: event}))
