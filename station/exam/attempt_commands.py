"""What can be asked of an attempt."""

from dataclasses import dataclass

from station.exam.attempt_events import Amiss, Cause, Place
from station.ids import CandidateId, Digest, ElapsedMs, QuestionId, SeatNumber, SessionId, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Give a candidate a paper at a seat."""

    session: SessionId
    candidate: CandidateId
    seat: SeatNumber
    paper: Digest
    rule_pack: Digest
    duration: ElapsedMs
    earliest_submit: ElapsedMs
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmIdentity:
    """Say that the person at the seat is the candidate: by face, or by two persons.

    Attributes:
        similarity: Cosine similarity of live face and reference; None if persons decided.
        threshold: The similarity that the rule pack asks for.
        model: Name and version of the model that measured it.
        decided_by: The two persons, if persons decided.
    """

    similarity: float | None
    threshold: float
    model: str
    decided_by: tuple[StaffId, ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """Begin to count the time."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Go to a question."""

    index: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Choose options of a question, by their indexes as shown; none clears the answer."""

    question: QuestionId
    choices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """Mark a question to be looked at again, or take the mark off."""

    question: QuestionId
    flagged: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop the clock."""

    by: StaffId


@dataclass(frozen=True, slots=True)
class Continue:
    """Let the clock run on."""

    by: StaffId


@dataclass(frozen=True, slots=True)
class Reopen:
    """Go on after a restart or at another seat.

    Attributes:
        lost_ms: Wall time between the last saved sign of life and now; for the outage ledger.
    """

    seat: SeatNumber
    lost_ms: int


@dataclass(frozen=True, slots=True)
class NoteStall:
    """Say that this machine stood still although exam time went by."""

    stood_ms: int


@dataclass(frozen=True, slots=True)
class NoteClockChange:
    """Say that the wall clock was changed, and by how much; nobody counts with it."""

    by_ms: int


@dataclass(frozen=True, slots=True)
class Credit:
    """Add exam time that a person has approved.

    Attributes:
        number: Which credit of this attempt it is, from 1, so that it counts once however often
            it is said; None: the next.
    """

    extra: ElapsedMs
    by: StaffId
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Submit:
    """Hand the paper in."""

    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordGrade:
    """Write down what the paper was marked with."""

    marks: int
    of: int
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Write down what the seat's camera found amiss; persons decide what it means.

    Attributes:
        similarity: Of the face seen and the one at the door; None if none was compared.
        threshold: The similarity that the rule pack asks for.
        model: Name and version of the model that measured it.
        picture: SHA-256 of the JPEG that shows it; None if there is no picture.
    """

    what: Amiss
    similarity: float | None
    threshold: float
    model: str
    picture: Digest | None


Command = (
    Open
    | ConfirmIdentity
    | Start
    | Visit
    | Answer
    | Flag
    | Pause
    | Continue
    | Reopen
    | NoteStall
    | NoteClockChange
    | Credit
    | Submit
    | RecordGrade
    | Notice
)
