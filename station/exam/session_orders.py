"""What the staff can order in a session, and what the coordinator notes of it by itself.

A saved order is final and means the same for ever. `by` is who signed, `why` is what they said;
two persons where time or a result depends on it. Orders of before have some without a reason;
none is given without one any more.
"""

from dataclasses import dataclass

from station.codec import Codec, later
from station.ids import Digest, ElapsedMs, Epoch, SeatNumber, StaffId, StreamId, UnixMs

NOBODY = StaffId("")
"""Nobody is signed in at the console; only a full stop may be ordered so."""

ITSELF = StaffId("coordinator")
"""The coordinator ordered it by itself, because something must not wait for a person."""

AS_PLANNED = "as planned"
"""Why an exam begins: the button says it."""

FIRE = "fire"
"""Why everything stops: the button says it, and nobody is asked for words."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Let the exam begin on all seats."""

    at: UnixMs
    by: StaffId
    why: str = later("")


@dataclass(frozen=True, slots=True)
class HoldRoom:
    """Stop every clock."""

    by: StaffId
    why: str


@dataclass(frozen=True, slots=True)
class FreeRoom:
    """Let every clock run on, after a pause or a full stop."""

    by: tuple[StaffId, ...]
    why: str = later("")


@dataclass(frozen=True, slots=True)
class StopRoom:
    """Stop every clock, darken every screen, send everybody out: fire."""

    by: StaffId
    why: str = later("")


@dataclass(frozen=True, slots=True)
class HoldSeat:
    """Stop one attempt's clock."""

    stream: StreamId
    by: StaffId
    why: str


@dataclass(frozen=True, slots=True)
class FreeSeat:
    """Let one attempt's clock run on."""

    stream: StreamId
    by: StaffId
    why: str = later("")


@dataclass(frozen=True, slots=True)
class LockSeat:
    """Cover a seat's screen."""

    seat: SeatNumber
    by: StaffId
    why: str


@dataclass(frozen=True, slots=True)
class UnlockSeat:
    """Uncover a seat's screen."""

    seat: SeatNumber
    by: StaffId
    why: str = later("")


@dataclass(frozen=True, slots=True)
class GiveTime:
    """Give one attempt exam time: back after an outage, or extra by right."""

    stream: StreamId
    extra: ElapsedMs
    by: tuple[StaffId, ...]
    why: str


OUTAGE = "outage"
"""Why time is given back that went by while a candidate could not work."""


@dataclass(frozen=True, slots=True)
class End:
    """Take one paper in as it is."""

    stream: StreamId
    by: tuple[StaffId, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Say:
    """Say something to one seat, or to all at once (seat NOWHERE)."""

    seat: SeatNumber
    text: str
    by: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Let an attempt go on at another seat.

    Attributes:
        epoch: Of the new writer.
    """

    stream: StreamId
    left: SeatNumber
    to: SeatNumber
    epoch: Epoch
    by: StaffId
    why: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A seat that an attempt was moved from holds answers that nobody else has."""

    stream: StreamId
    seat: SeatNumber
    records: int


@dataclass(frozen=True, slots=True)
class Settle:
    """Two persons have looked at a dispute; what was found stays as evidence either way.

    Attributes:
        stands: What was answered at the new seat counts, and the card may be printed; else
            the province decides, and nothing is printed here.
    """

    stream: StreamId
    seat: SeatNumber
    by: tuple[StaffId, ...]
    stands: bool


@dataclass(frozen=True, slots=True)
class NoteClockOff:
    """A seat's wall clock is off from the coordinator's; 0 once it is right again."""

    seat: SeatNumber
    off_ms: int


@dataclass(frozen=True, slots=True)
class NoteTerm:
    """A coordinator serves the session from now on; seats serve no earlier one again.

    Attributes:
        by: Who took over with it; empty for the centre's first.
    """

    term: int
    by: tuple[StaffId, ...] = later(())


@dataclass(frozen=True, slots=True)
class EnrolSeat:
    """A computer is a seat from now on; one that had the number before is not.

    Attributes:
        certificate: SHA-256 of the one that counts.
    """

    seat: SeatNumber
    certificate: Digest
    by: StaffId


@dataclass(frozen=True, slots=True)
class WithdrawSeat:
    """No computer is this seat any more, until one is enrolled."""

    seat: SeatNumber
    by: StaffId
    why: str


@dataclass(frozen=True, slots=True)
class TakeDuty:
    """Somebody signed in, and is in charge of the console from now on."""

    by: StaffId


@dataclass(frozen=True, slots=True)
class LeaveDuty:
    """Whoever was in charge has left the console."""

    by: StaffId


@dataclass(frozen=True, slots=True)
class NotePower:
    """The power of the coordinator's computer went, or came back; when is the record's time.

    Attributes:
        battery: It runs on its battery or UPS from now on.
    """

    battery: bool


@dataclass(frozen=True, slots=True)
class NoteOwnClock:
    """Somebody changed the coordinator's own wall clock by so much."""

    changed_ms: int


@dataclass(frozen=True, slots=True)
class NoteAway:
    """The coordinator did not run while the session did; the seats went on by themselves."""

    since: UnixMs
    until: UnixMs


Order = (
    Begin
    | HoldRoom
    | FreeRoom
    | StopRoom
    | HoldSeat
    | FreeSeat
    | LockSeat
    | UnlockSeat
    | GiveTime
    | End
    | Say
    | Move
    | Dispute
    | Settle
    | NoteClockOff
    | NoteTerm
    | EnrolSeat
    | WithdrawSeat
    | NotePower
    | NoteOwnClock
    | TakeDuty
    | LeaveDuty
    | NoteAway
)

ORDER: Codec[Order] = Codec(Order)
