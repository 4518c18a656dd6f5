"""What seat and hub say to each other. A version is refused by name, never guessed at.

Each WebSocket frame holds one message in CBOR. The first one each way is Hello and
Welcome; a peer of another version hears Refused with code LAN-02 and is hung up on.
"""

from dataclasses import dataclass
from enum import StrEnum

from station.codec import Codec, later
from station.exam.attempt_events import Credited
from station.ids import Digest, ElapsedMs, Epoch, SeatNumber, StaffId, StreamId, UnixMs
from station.lan.ticket import Ticket
from station.store.stream import Record

VERSION = 4

UNKNOWN = Digest(b"")
"""No certificate: nobody was met, or nobody noted whom."""


class SeatDoing(StrEnum):
    """What a seat is at, for the wall."""

    IDLE = "idle"
    CHECKING = "checking"
    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    SUBMITTED = "submitted"
    FAULT = "fault"


class Power(StrEnum):
    """What a computer runs on."""

    MAINS = "mains"
    BATTERY = "battery"
    UNKNOWN = "unknown"


class Curtain(StrEnum):
    """What hangs before a seat's screen."""

    OPEN = "open"
    LOCKED = "locked"
    EVACUATE = "evacuate"


# From the seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """The first word of a seat; its number is the one in its certificate.

    Attributes:
        term: The latest term of a coordinator that this seat has served; 0 before the first.
        served: The fingerprint of its certificate.
        rival: That of another coordinator of the same term, which was refused.
    """

    version: int
    software: str
    wall: UnixMs
    term: int
    served: Digest = later(UNKNOWN)
    rival: Digest = later(UNKNOWN)


@dataclass(frozen=True, slots=True)
class Append:
    """Records that continue a stream; answered by Acknowledge or Refused."""

    stream: StreamId
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """Once a second: how the seat is.

    Attributes:
        stream: The attempt at this seat; None if nobody sits here.
        unsure: The face at the seat was not recognised: somebody should look, quietly.
        camera: Its camera gives pictures; False too if it has none.
        battery_percent: What a battery has left; None if there is none.
        keeping: The code of what keeps it from deleting pictures whose day has come; or empty.
    """

    stream: StreamId | None
    doing: SeatDoing
    unsure: bool
    elapsed: ElapsedMs
    answered: int
    questions: int
    free_disk_mb: int
    camera: bool
    power: Power
    battery_percent: int | None
    wall: UnixMs
    keeping: str = later("")


@dataclass(frozen=True, slots=True)
class Deliver:
    """A sealed attempt bundle for the outbox; answered by Delivered."""

    stream: StreamId
    envelope: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Still:
    """A small picture of what was noticed at a seat; its SHA-256 stands in the attempt's event.

    It is answered by nothing, and dropped before an answer ever is.
    """

    stream: StreamId
    jpeg: bytes


@dataclass(frozen=True, slots=True, repr=False)
class FindSeat:
    """Somebody here asks where they sit; answered by SeatsFound.

    Attributes:
        tail: The last four characters of the ID number.
    """

    tail: str


@dataclass(frozen=True, slots=True)
class HistoryLost:
    """The attempt began here, and this disk has nothing of it: it asks to be moved in anew."""

    stream: StreamId


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What a seat alone holds of an attempt that was moved away; answered by LeftoversKept."""

    stream: StreamId
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True, repr=False)
class CardLaid:
    """Somebody laid an ID card on the reader of this free seat, to go on here.

    Attributes:
        number: Of the ID card.
    """

    number: str


# From the hub


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """The hub's first word.

    Attributes:
        term: Counts the coordinators that a centre has had; seats serve no earlier one again.
    """

    version: int
    wall: UnixMs
    term: int


@dataclass(frozen=True, slots=True)
class Go:
    """The exam may begin: the key of the sealed paper."""

    stream: StreamId
    paper_key: bytes


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Everything before `next_seq` is saved on the coordinator too."""

    stream: StreamId
    next_seq: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """The envelope is in the outbox, safe on disk."""

    stream: StreamId
    envelope: Digest


@dataclass(frozen=True, slots=True)
class Hold:
    """Pause the clock, or let it run on."""

    stream: StreamId
    paused: bool
    by: StaffId


@dataclass(frozen=True, slots=True)
class Vouch:
    """Two persons have looked: the candidate at the seat is the right one."""

    stream: StreamId
    first: StaffId
    second: StaffId


@dataclass(frozen=True, slots=True)
class ExtraTime:
    """All the exam time that was given back or added so far, in the order in which it was."""

    stream: StreamId
    credits: tuple[Credited, ...]


@dataclass(frozen=True, slots=True)
class Finish:
    """Take the paper in as it is."""

    stream: StreamId
    by: StaffId


@dataclass(frozen=True, slots=True)
class Draw:
    """Draw the curtain before this seat's screen, or open it."""

    curtain: Curtain


@dataclass(frozen=True, slots=True)
class Tell:
    """Words for the person at this seat; the same number again says nothing new."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedOn:
    """The attempt goes on at another seat; what is held here alone is asked for.

    Attributes:
        epoch: Of the new writer.
        seat: Where it goes on; NOWHERE if it was taken off this seat for now.
        held: The coordinator holds everything up to this record.
    """

    stream: StreamId
    epoch: Epoch
    seat: SeatNumber
    held: int


@dataclass(frozen=True, slots=True)
class LeftoversKept:
    """What a seat alone held is on the coordinator's disk: the seat is free."""

    stream: StreamId


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SeatsFound:
    """Where those sit whose ID numbers end so: one as a rule, sometimes two, or none.

    Attributes:
        across: How many seats stand in a row; 0 if nobody knows.
        last: The highest number of a seat in this session.
    """

    tail: str
    seats: tuple[SeatNumber, ...]
    across: int
    last: SeatNumber


@dataclass(frozen=True, slots=True)
class Refused:
    """What was asked is not done; the code says why."""

    code: str
    stream: StreamId | None = None


FromSeat = (
    Hello | Append | Heartbeat | Deliver | Still | FindSeat | HistoryLost | Leftovers | CardLaid
)
FromHub = (
    Welcome
    | Ticket
    | Go
    | Acknowledge
    | Delivered
    | Hold
    | Vouch
    | ExtraTime
    | Finish
    | Draw
    | Tell
    | MovedOn
    | LeftoversKept
    | SeatsFound
    | Refused
)

FROM_SEAT: Codec[FromSeat] = Codec(FromSeat)
FROM_HUB: Codec[FromHub] = Codec(FromHub)
