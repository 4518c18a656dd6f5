"""What the console shows of the seats' certificates, and what the staff can ask for."""

from dataclasses import dataclass

from station.errors import StationError
from station.ids import SeatNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingRow:
    """A computer that waits to become a seat.

    Attributes:
        number: Counts those who asked.
        code: The digits that its screen must show too.
        proposed: The first seat that has no certificate and that nobody else waits for.
    """

    number: int
    address: str
    code: str
    proposed: SeatNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentState:
    """The seats' certificates.

    Attributes:
        open: New seats may ask.
        place: The address to type in at a seat that does not find this coordinator.
        waiting: Who asks, the longest wait first.
        enrolled: Seats that have a certificate which counts.
        revoked: Seats whose certificate was withdrawn.
        given: The seat that was enrolled last.
        trouble: What went wrong last; None if nothing.
    """

    open: bool = False
    place: str = ""
    waiting: tuple[AskingRow, ...] = ()
    enrolled: tuple[SeatNumber, ...] = ()
    revoked: tuple[SeatNumber, ...] = ()
    given: SeatNumber | None = None
    trouble: StationError | None = None


@dataclass(frozen=True, slots=True)
class OpenEnrolment:
    """Let new seats ask."""


@dataclass(frozen=True, slots=True)
class CloseEnrolment:
    """Let nobody ask any more."""


@dataclass(frozen=True, slots=True)
class AdmitSeat:
    """Both screens show the same digits: this computer is that seat from now on."""

    number: int
    seat: SeatNumber


@dataclass(frozen=True, slots=True)
class TurnSeatAway:
    """The digits differ, or nobody knows this computer."""

    number: int


@dataclass(frozen=True, slots=True)
class RevokeSeat:
    """A seat's computer is lost, or not ours any more."""

    seat: SeatNumber
    why: str


EnrolmentIntent = OpenEnrolment | CloseEnrolment | AdmitSeat | TurnSeatAway | RevokeSeat
