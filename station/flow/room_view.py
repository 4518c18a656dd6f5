"""What the roster and the seat wall show, and what the staff can ask of the room."""

from dataclasses import dataclass, field
from enum import StrEnum

from station.errors import StationError
from station.exam.attempt_events import Amiss
from station.flow.signatures import Signature
from station.identity.check_in_events import Refused
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
        candidate: Who sits there; None if nobody was sent there.
        tail: Last four characters of that ID number.
        reference: JPEG of the face from the door, while two persons are asked who sits there.
        over: The paper is handed in.
        held: This one clock is held by an order of its own.
        locked: The screen is covered.
        free: Nobody's exam is here, and the seat could take one.
        off_ms: How far its wall clock is from the coordinator's.
        free_disk_mb: None if it was never heard.
        low_power: It runs on its battery.
        keeping: The code of what keeps it from deleting old pictures; empty if nothing does.
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
    candidate: CandidateId | None = None
    tail: str = ""
    reference: bytes = field(default=b"", repr=False)
    over: bool = False
    held: bool = False
    locked: bool = False
    free: bool = False
    off_ms: int = 0
    free_disk_mb: int | None = None
    camera: bool = True
    low_power: bool = False
    battery_percent: int | None = None
    keeping: str = ""
    software: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IncidentRow:
    """Something that was noticed, at a seat or at the door, and that nobody has decided over.

    Attributes:
        stream: The attempt; at the door, the check-in.
        seq: Of its event.
        seat: At the door, the one that the document's holder is to have.
        at: Wall time, by the seat's clock.
        still: JPEG that shows it; empty if there is none, or it is not here yet.
        reference: JPEG of the candidate at the door; for somebody at the door, from the roster.
    """

    stream: StreamId
    seq: int
    seat: SeatNumber
    name: str
    tail: str
    what: Amiss | Refused
    at: UnixMs
    still: bytes
    reference: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRow:
    """A seat that somebody was moved from holds other answers than the seat where it went on.

    Attributes:
        apart: What was answered otherwise: question number, there and here, as option indexes.
    """

    stream: StreamId
    name: str
    left: SeatNumber
    here: SeatNumber
    apart: tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOffer:
    """A candidate whose exam is to go on at another seat: by the card, or found on the roster.

    Attributes:
        left: Where it is now; NOWHERE if it was taken off its seat.
        to: Where the card lies; None if it was read at the desk, or nowhere.
        free: Seats that could take it.
    """

    candidate: CandidateId
    name: str
    tail: str
    left: SeatNumber
    to: SeatNumber | None
    free: tuple[SeatNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageRow:
    """One candidate's line in the outage ledger.

    Attributes:
        stood_ms: Nobody could work, and the exam's clock stood still too: nothing is owed.
        owed_ms: Exam time went by meanwhile, and nobody has given it back yet.
        given_ms: It was given back.
        too_long: Longer than the rule pack lets an exam be interrupted: another date is due.
    """

    seat: SeatNumber
    name: str
    stood_ms: int
    owed_ms: int
    given_ms: int
    too_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomState:
    """What concerns the room as a whole.

    Attributes:
        stopped: A full stop: screens are dark, everybody leaves.
        inside: Who sits an exam in the room, as (seat, name); for the evacuation.
        finished: Who has handed in, and may have left the room or still be in it.
        disputes: Those that two persons have yet to settle.
        outages: Whose work was interrupted, those who are owed time first.
        away: When no coordinator ran, from and until; the exams went on.
        offer: Who asks to go on at another seat; None if nobody does.
        strangers: Who was refused at the door last, as (address, why).
    """

    stopped: bool = False
    inside: tuple[tuple[SeatNumber, str], ...] = ()
    finished: tuple[tuple[SeatNumber, str], ...] = ()
    disputes: tuple[DisputeRow, ...] = ()
    strangers: tuple[tuple[str, StationError], ...] = ()
    outages: tuple[OutageRow, ...] = ()
    away: tuple[tuple[UnixMs, UnixMs], ...] = ()
    offer: MoveOffer | None = None


@dataclass(frozen=True, slots=True)
class VouchAtSeat:
    """Two persons say that the candidate at a seat is the right one."""

    seat: SeatNumber
    first: Signature
    second: Signature


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody takes charge of the console, with the PIN."""

    signature: Signature


@dataclass(frozen=True, slots=True)
class SignOff:
    """Whoever is in charge leaves the console."""


@dataclass(frozen=True, slots=True)
class StartSession:
    """Let the exam begin on all seats."""


@dataclass(frozen=True, slots=True)
class HoldAll:
    """Pause every clock."""

    why: str


@dataclass(frozen=True, slots=True)
class ResumeAll:
    """Two persons let every clock run on, after a pause or a full stop."""

    first: Signature
    second: Signature
    why: str


@dataclass(frozen=True, slots=True)
class StopAll:
    """Fire: every clock stops, every screen goes dark, everybody leaves."""


@dataclass(frozen=True, slots=True)
class HoldOne:
    """Pause one clock, or let it run on."""

    seat: SeatNumber
    paused: bool
    why: str


@dataclass(frozen=True, slots=True)
class LockOne:
    """Cover a seat's screen and stop its clock, or uncover it."""

    seat: SeatNumber
    locked: bool
    why: str


@dataclass(frozen=True, slots=True)
class SayTo:
    """Say something to the person at a seat; to all, if no seat is named."""

    seat: SeatNumber | None
    text: str


@dataclass(frozen=True, slots=True)
class GiveMinutes:
    """Two persons give one candidate more exam time."""

    seat: SeatNumber
    minutes: int
    why: str
    first: Signature
    second: Signature


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Two persons give back to each candidate the exam time that an outage took."""

    first: Signature
    second: Signature


@dataclass(frozen=True, slots=True)
class EndAttempt:
    """Two persons take a paper in as it is."""

    seat: SeatNumber
    why: str
    first: Signature
    second: Signature


@dataclass(frozen=True, slots=True)
class MoveCandidate:
    """Let a candidate's exam go on at another seat.

    Attributes:
        to: That seat; None takes the candidate off the seat for now.
    """

    candidate: CandidateId
    to: SeatNumber | None
    why: str


@dataclass(frozen=True, slots=True)
class AskMove:
    """Somebody wants to go on at another seat; which one is asked next."""

    candidate: CandidateId


@dataclass(frozen=True, slots=True)
class DropMove:
    """Nobody is moved after all."""


@dataclass(frozen=True, slots=True)
class TakeStickIn:
    """Take in what seats gave up on the USB stick that is plugged in here."""


@dataclass(frozen=True, slots=True)
class SettleDispute:
    """Two persons have compared what two seats hold of one exam.

    Attributes:
        seat: The one that it was moved away from.
        stands: What was answered where it went on counts; else the province decides.
    """

    stream: StreamId
    seat: SeatNumber
    stands: bool
    first: Signature
    second: Signature


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


RoomOrder = (
    SignIn
    | SignOff
    | VouchAtSeat
    | StartSession
    | HoldAll
    | ResumeAll
    | StopAll
    | HoldOne
    | LockOne
    | SayTo
    | GiveMinutes
    | GiveBack
    | EndAttempt
    | MoveCandidate
    | SettleDispute
)

RoomIntent = DecideIncident | AskMove | DropMove | RoomOrder
