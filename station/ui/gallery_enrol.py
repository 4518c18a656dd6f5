"""Invented states of the enrolment window."""

from station.errors.lan import CoordinatorUnfound
from station.flow.enrol import EnrolScreen, EnrolStage
from station.ids import SeatNumber


def enrol_states() -> dict[str, EnrolScreen]:
    """Return the states by name."""
    return {
        "looking": EnrolScreen(stage=EnrolStage.LOOKING),
        "address": EnrolScreen(stage=EnrolStage.ADDRESS, trouble=CoordinatorUnfound()),
        "reaching": EnrolScreen(stage=EnrolStage.REACHING),
        "comparing": EnrolScreen(stage=EnrolStage.COMPARING, code="480 317"),
        "waiting": EnrolScreen(stage=EnrolStage.WAITING, code="480 317"),
        "done": EnrolScreen(stage=EnrolStage.DONE, seat=SeatNumber(12)),
    }
