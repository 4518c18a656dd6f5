"""A seat's sign of life, once a second."""

from station.exam.attempt import Phase
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


def heartbeat(tools: SeatTools, sitting: Sitting | None, *, fault: bool, unsure: bool) -> Heartbeat:
    """Say how the seat is.

    Args:
        fault: The seat cannot go on by itself.
        unsure: The face at the seat is not known: two persons should look.
    """
    doing = DOING[sitting.attempt.phase] if sitting else SeatDoing.IDLE
    return Heartbeat(
        stream=sitting.ticket.stream if sitting else None,
        doing=SeatDoing.FAULT if fault else doing,
        unsure=unsure,
        elapsed=sitting.elapsed if sitting else ElapsedMs(0),
        answered=len(sitting.attempt.answers) if sitting else 0,
        questions=len(sitting.ticket.places) if sitting else 0,
        free_disk_mb=tools.free_disk_mb(),
        wall=tools.clock.wall(),
    )
