"""What can happen to an attempt. A saved event is final and means the same for ever.

Each holds the command that was granted; see attempt_commands for what the fields say.
"""

from dataclasses import dataclass
from enum import StrEnum

from station.codec import Codec
from station.ids import CandidateId, Digest, ElapsedMs, QuestionId, SeatNumber, SessionId, StaffId


class Cause(StrEnum):
    """Who ended the attempt."""

    CANDIDATE = "candidate"
    TIME_UP = "time-up"
    STAFF = "staff"


class Amiss(StrEnum):
    """What the seat's camera can find amiss during the exam."""

    ABSENT = "absent"
    OTHER_PERSON = "other-person"
    SECOND_PERSON = "second-person"
    COVERED = "covered"
    NO_CAMERA = "no-camera"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the attempt must know of one question to judge an answer to it."""

    question: QuestionId
    options: int
    several: bool

    def __post_init__(self) -> None:
        if self.options < 2:
            raise ValueError("a question has two options or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    session: SessionId
    candidate: CandidateId
    seat: SeatNumber
    paper: Digest
    rule_pack: Digest
    duration: ElapsedMs
    earliest_submit: ElapsedMs
    places: tuple[Place, ...]

    def __post_init__(self) -> None:
        questions = {place.question for place in self.places}
        if not self.places or len(questions) != len(self.places):
            raise ValueError("a paper has questions, each of them once")
        if self.duration <= 0 or self.earliest_submit < 0:
            raise ValueError("a paper has time, and the limits are not negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityConfirmed:
    similarity: float | None
    threshold: float
    model: str
    decided_by: tuple[StaffId, ...]


@dataclass(frozen=True, slots=True)
class Started:
    pass


@dataclass(frozen=True, slots=True)
class Visited:
    index: int


@dataclass(frozen=True, slots=True)
class Answered:
    question: QuestionId
    choices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Flagged:
    question: QuestionId
    flagged: bool


@dataclass(frozen=True, slots=True)
class Paused:
    by: StaffId


@dataclass(frozen=True, slots=True)
class Continued:
    by: StaffId


@dataclass(frozen=True, slots=True)
class Reopened:
    seat: SeatNumber
    lost_ms: int


@dataclass(frozen=True, slots=True)
class Stalled:
    stood_ms: int


@dataclass(frozen=True, slots=True)
class ClockChanged:
    by_ms: int


@dataclass(frozen=True, slots=True)
class Credited:
    extra: ElapsedMs
    by: StaffId


@dataclass(frozen=True, slots=True)
class Submitted:
    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    marks: int
    of: int
    passed: bool

    def __post_init__(self) -> None:
        if not 0 <= self.marks <= self.of:
            raise ValueError("marks lie between nothing and all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """See attempt_commands.Notice. It stops nothing, and the candidate is not told."""

    what: Amiss
    similarity: float | None
    threshold: float
    model: str
    picture: Digest | None


Event = (
    Opened
    | IdentityConfirmed
    | Started
    | Visited
    | Answered
    | Flagged
    | Paused
    | Continued
    | Reopened
    | Stalled
    | ClockChanged
    | Credited
    | Submitted
    | Graded
    | Noticed
)

EVENT: Codec[Event] = Codec(Event)
