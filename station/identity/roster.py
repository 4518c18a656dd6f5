"""Who is expected in a session, and who works there."""

from dataclasses import dataclass
from datetime import date

from station.codec import later
from station.identity.admission_rules import Education
from station.ids import CandidateId, QuestionId, SeatNumber, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the province knows of a candidate's right to sit this exam.

    The default is that of rosters from before: the province looked at all of it itself.

    Attributes:
        hours_needed: Training hours that the outline of the trade asks for.
        hours_offline, hours_online: Training hours that count; full hours.
        barred_until: The last day of a ban; None without one.
        retakes_left: How often this exam may still be tried; None if nobody counts.
    """

    education: Education = Education.NOT_STATED
    hours_needed: int = 0
    hours_offline: int = 0
    hours_online: int = 0
    barred_until: date | None = None
    retakes_left: int | None = None

    def __post_init__(self) -> None:
        if min(self.hours_needed, self.hours_offline, self.hours_online) < 0:
            raise ValueError("hours are not negative")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RosterEntry:
    """One candidate of a session, as the province lists it.

    Attributes:
        number: ID number, normalised.
        photo: Enrolment photo, JPEG; empty if the province has none.
        barred: Why this person may not sit the exam; empty if nothing is in the way.
        seen: Questions that this candidate had in an exam before; none of them comes again.
    """

    candidate: CandidateId
    number: str
    name: str
    seat: SeatNumber
    photo: bytes
    barred: str = ""
    standing: Standing = later(Standing())
    seen: tuple[QuestionId, ...] = later(())

    @property
    def tail(self) -> str:
        """The last four characters of the number, which may be shown."""
        return self.number[-4:]

    def __repr__(self) -> str:
        return f"RosterEntry({self.candidate})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Staff:
    """A person who may sign at the centre.

    Attributes:
        pin_check: What a typed PIN is checked against (seal.pins); never the PIN.
    """

    id: StaffId
    name: str
    pin_check: bytes

    def __repr__(self) -> str:
        return f"Staff({self.id})"
