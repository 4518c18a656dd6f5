"""What the coordinator's window shows, and what its staff can ask for."""

from dataclasses import dataclass
from enum import StrEnum

from station.camera.port import Frame
from station.credential.card_job import CardStage
from station.errors import StationError
from station.ids import CandidateId, CardSerial, SeatNumber, StaffId
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
    """

    seat: SeatNumber
    online: bool
    doing: SeatDoing
    unsure: bool
    name: str
    answered: int
    questions: int
    remaining_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """One card of the queue.

    Attributes:
        reason: Why it waits, as an error to explain; None if it does not.
        seconds: From the submit to the tray; None until it is there.
    """

    serial: CardSerial
    name: str
    item: str
    stage: CardStage
    reason: StationError | None
    seconds: float | None


class Verdict(StrEnum):
    """What the comparison at the desk came to."""

    NONE = "none"
    PASS = "pass"  # noqa: S105 - a verdict
    GREY = "grey"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeskState:
    """The admission desk: one person at a time.

    Attributes:
        live: The camera's picture.
        chip_photo: JPEG or PNG from the ID chip; empty if there is none.
        enrolment_photo: JPEG from the roster; empty if there is none.
        captured_photo: JPEG of the frame that was compared; empty before.
        similarity: Of the frame and the photo it was held against; None before.
        to_decide: Two persons can decide now, be there a comparison or not.
        trouble: What went wrong last, to be explained; None if nothing.
    """

    live: Frame | None
    candidate: CandidateId | None
    name: str
    tail: str
    seat: SeatNumber | None
    chip_photo: bytes
    enrolment_photo: bytes
    captured_photo: bytes
    similarity: float | None
    threshold: float | None
    verdict: Verdict
    admitted: bool
    to_decide: bool = False
    trouble: StationError | None

    @classmethod
    def of_nobody(cls, live: Frame | None, trouble: StationError | None) -> "DeskState":
        """Return the desk with nobody at it."""
        return cls(
            live=live,
            candidate=None,
            name="",
            tail="",
            seat=None,
            chip_photo=b"",
            enrolment_photo=b"",
            captured_photo=b"",
            similarity=None,
            threshold=None,
            verdict=Verdict.NONE,
            admitted=False,
            trouble=trouble,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConsoleState:
    """The whole of the coordinator's window.

    Attributes:
        outbox: Sealed results that wait for the province.
        staff: Who may sign, as (id, name).
        started: The session runs.
        paused: Every clock is held.
    """

    title: str
    drill: bool
    started: bool
    paused: bool
    roster: tuple[RosterRow, ...]
    seats: tuple[SeatTile, ...]
    cards: tuple[CardRow, ...]
    desk: DeskState
    outbox: int
    staff: tuple[tuple[StaffId, str], ...]
    trouble: StationError | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One person signs in for one decision.

    Attributes:
        pin: As typed; it goes no further than the check.
    """

    staff: StaffId
    pin: str

    def __repr__(self) -> str:
        return f"Signature({self.staff})"


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Read the ID card that lies on the reader, then look into the camera."""


@dataclass(frozen=True, slots=True)
class CompareAgain:
    """Take another look at the same person."""


@dataclass(frozen=True, slots=True)
class ClearDesk:
    """Done with this person; the next one, please."""


@dataclass(frozen=True, slots=True)
class DecideTogether:
    """Two persons decide over a grey or refused comparison."""

    admit: bool
    first: Signature
    second: Signature


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


@dataclass(frozen=True, slots=True)
class PrintAgain:
    """Try a card again that is known not to be printed."""

    serial: CardSerial


@dataclass(frozen=True, slots=True)
class AnswerTray:
    """Say whether a card of unknown fate lies in the tray."""

    serial: CardSerial
    printed: bool


@dataclass(frozen=True, slots=True)
class HandOver:
    """The holder has taken the card."""

    serial: CardSerial


ConsoleIntent = (
    ReadCard
    | CompareAgain
    | ClearDesk
    | DecideTogether
    | VouchAtSeat
    | StartSession
    | HoldAll
    | PrintAgain
    | AnswerTray
    | HandOver
)
