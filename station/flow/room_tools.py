"""What the room's flow works with."""

from collections.abc import Callable
from dataclasses import dataclass

from station.clock import Clock
from station.errors import StationError
from station.flow.attempt_copy import AttemptCopy
from station.flow.lane import Lane
from station.flow.papers import OpenSession
from station.flow.room_memory import RoomMemory
from station.flow.signing import Signing
from station.ids import Digest, SeatNumber, StaffId
from station.lan.messages import UNKNOWN, FromHub


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTools:
    """What the room's flow works with.

    Attributes:
        send: Says something to a seat; False if it is not connected. Raises MessageTooLarge.
        off_ms: How far a seat's wall clock is ahead of ours, as measured when it last spoke;
            see lan.drifts. None to take it from the message itself, where nothing lies between.
        term: Which of the centre's coordinators this is; see NoteTerm.
        raised_by: Who took over with it.
        certificate: The fingerprint that seats see of it; UNKNOWN where there is no network.
        finished: Called once for each attempt that is graded, also after a restart.
    """

    session: OpenSession
    clock: Clock
    store: Lane
    signing: Signing
    memory: RoomMemory
    send: Callable[[SeatNumber, FromHub], bool]
    finished: Callable[[AttemptCopy], None]
    changed: Callable[[], None]
    failed: Callable[[StationError], None]
    term: int = 1
    raised_by: tuple[StaffId, ...] = ()
    certificate: Digest = UNKNOWN
    off_ms: Callable[[SeatNumber], int | None] = lambda _: None
