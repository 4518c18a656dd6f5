"""A seat's sign of life, once a second."""

from collections.abc import Callable
from functools import partial

from station.errors import StationError
from station.exam.attempt import Phase
from station.flow.seat_check import SeatCheck
from station.flow.seat_tools import SeatTools
from station.flow.sitting import Sitting
from station.ids import ElapsedMs
from station.lan.messages import Heartbeat, SeatDoing

DOING = {
    Phase.NEW: SeatDoing.IDLE,
    Phase.OPENED: SeatDoing.CHECKING,
    Phase.CONFIRMED: SeatDoing.READY,
    Phase.RUNNING: SeatDoing.RUNNING,
    Phase.PAUSED: SeatDoing.PAUSED,
    Phase.SUBMITTED: SeatDoing.SUBMITTED,
    Phase.GRADED: SeatDoing.SUBMITTED,
}


def sign_of_life(
    tools: SeatTools,
    sitting: Sitting | None,
    check: SeatCheck,
    *,
    fault: bool,
    camera: bool,
    failed: Callable[[StationError], None],
) -> None:
    """Note that exam time goes by, and say to the coordinator how the seat is.

    Args:
        fault: The seat cannot go on by itself.
        camera: It gave a picture when it was asked last.
    """
    if sitting is not None and sitting.attempt.counting and not fault:
        note = partial(tools.memory.mark, sitting.ticket.stream, sitting.elapsed)
        tools.store.run(note, lambda _: None, failed)
    tools.send(heartbeat(tools, sitting, check, fault=fault, camera=camera))


def heartbeat(
    tools: SeatTools, sitting: Sitting | None, check: SeatCheck, *, fault: bool, camera: bool
) -> Heartbeat:
    """Say how the seat is."""
    doing = DOING[sitting.attempt.phase] if sitting else SeatDoing.IDLE
    if sitting is not None and sitting.attempt.unchecked:
        doing = SeatDoing.CHECKING
    power, battery_percent = tools.power()
    return Heartbeat(
        stream=sitting.ticket.stream if sitting else None,
        doing=SeatDoing.FAULT if fault else doing,
        unsure=check.unsure(sitting),
        elapsed=sitting.elapsed if sitting else ElapsedMs(0),
        answered=len(sitting.attempt.answers) if sitting else 0,
        questions=len(sitting.ticket.places) if sitting else 0,
        free_disk_mb=tools.free_disk_mb(),
        camera=camera,
        power=power,
        battery_percent=battery_percent,
        wall=tools.clock.wall(),
        keeping=tools.not_deleted(),
    )
