"""What the roster and the seat wall show, and what the staff can ask of the room."""

from dataclasses import dataclass
from enum import StrEnum

from station.exam.attempt_events import Amiss
from station.flow.signatures import Signature
from station.ids import CandidateId, SeatNumber, StreamId, UnixMs
from station.lan.messages import SeatDoing


class Arrival(StrEnum):
    """How far a candidate has come."""

    EXPECTED = "expected"
    AT_DESK = "at-desk"
    TO_DECIDE = "to-decide"
    REFUSED = "refused"
    ADMITTED = "admitted"
    SITTING = "sitting"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One line of the roster.

    Attributes:
        tail: Last four characters of the ID number.
        marks: After the exam; None before.
    """

    candidate: CandidateId
    name: str
    tail: str
    seat: SeatNumber
    arrival: Arrival
    marks: int | None
    passed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTile:
    """One seat on the wall.

    Attributes:
        online: It was heard within the last 5 seconds.
        unsure: The seat's camera did not know the candidate: two persons should look.
        amiss: What was noticed here last and nobody has decided over; None if nothing was.
    """

    seat: SeatNumber
    online: bool
    doing: SeatDoing
    unsure: bool
    name: str
    answered: int
    questions: int
    remaining_ms: int | None
    amiss: Amiss | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """Something that was noticed during an attempt and that nobody has decided over.

    Attributes:
        seq: Of the attempt's event.
        at: Wall time, by the seat's clock.
        still: JPEG that shows it; empty if there is none, or it is not here yet.
        reference: JPEG of the candidate at the door.
    """

    stream: StreamId
    seq: int
    seat: SeatNumber
    name: str
    what: Amiss
    at: UnixMs
    still: bytes
    reference: bytes


@dataclass(frozen=True, slots=True)
class VouchAtSeat:
    """Two persons say that the candidate at a seat is the right one."""

    seat: SeatNumber
    first: Signature
    second: Signature


@dataclass(frozen=True, slots=True)
class StartSession:
    """Let the exam begin on all seats."""


@dataclass(frozen=True, slots=True)
class HoldAll:
    """Pause every clock, or let them run on."""

    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideIncident:
    """Two persons decide over something that was noticed, each with a reason."""

    stream: StreamId
    seq: int
    harmless: bool
    first: Signature
    first_reason: str
    second: Signature
    second_reason: str


RoomIntent = VouchAtSeat | StartSession | HoldAll | DecideIncident
