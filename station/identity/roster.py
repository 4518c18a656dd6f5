"""Who is expected in a session, and who works there."""

from dataclasses import dataclass

from station.ids import CandidateId, SeatNumber, StaffId


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RosterEntry:
    """One candidate of a session, as the province lists it.

    Attributes:
        number: ID number, normalised.
        photo: Enrolment photo, JPEG; empty if the province has none.
        barred: Why this person may not sit the exam; empty if nothing is in the way.
    """

    candidate: CandidateId
    number: str
    name: str
    seat: SeatNumber
    photo: bytes
    barred: str = ""

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
