"""What a seat works with."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import SystemRandom

from station.camera.port import Camera, FaceEngine
from station.clock import Clock
from station.errors import StationError
from station.errors.lan import MessageTooLarge
from station.flow.lane import InlineLane, Lane
from station.flow.seat_memory import SeatMemory
from station.ids import SeatNumber
from station.lan.messages import FromSeat, Power
from station.reader.port import IdCardReader
from station.seal.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTools:
    """What a seat works with; the mode chooses each.

    Attributes:
        store: The database's lane; `memory` is used on it alone.
        eye: The camera's lane; `camera` and `faces` are used on it alone.
        camera: None if this seat has none: then two persons vouch for the candidate.
        power: What it runs on, and the percent that a battery has left, if there is one.
        slept_ms: How long this machine has slept since it was started.
        drill: Some device of this seat is simulated: only drills may be held here.
        chance: Gives a number of 0..1, so that nobody knows when the camera looks next.
        off_ms: How far this wall clock is ahead of the coordinator's; see lan.offered_time.
        not_deleted: The code of what keeps this seat from deleting old pictures; or empty.
        find_stick: Where a USB stick is; None if none is plugged in. Called on `reader_lane`.
        reader: Reads ID cards at this seat, on `reader_lane` alone; None if there is none.
        send: Says something to the coordinator; False if it is not there. Raises MessageTooLarge.
    """

    seat: SeatNumber
    identity: Identity
    clock: Clock
    store: Lane
    memory: SeatMemory
    eye: Lane
    camera: Camera | None
    faces: FaceEngine
    send: Callable[[FromSeat], bool]
    free_disk_mb: Callable[[], int]
    drill: bool
    chance: Callable[[], float] = SystemRandom().random
    power: Callable[[], tuple[Power, int | None]] = lambda: (Power.UNKNOWN, None)
    slept_ms: Callable[[], int] = lambda: 0
    off_ms: Callable[[], int] = lambda: 0
    not_deleted: Callable[[], str] = lambda: ""
    find_stick: Callable[[], Path | None] = lambda: None
    reader: IdCardReader | None = None
    reader_lane: Lane = field(default_factory=InlineLane)


def carefully(tools: SeatTools, failed: Callable[[StationError], None]) -> SeatTools:
    """Return tools whose `send` says that a message is too large, and raises nothing."""

    def send(message: FromSeat) -> bool:
        try:
            return tools.send(message)
        except MessageTooLarge as error:
            failed(error)
            return False

    return replace(tools, send=send)
