"""Two persons sign for one decision."""

from collections.abc import Iterable
from dataclasses import dataclass

from station.errors.identity import PinWrong, TwoPersonsNeeded
from station.identity.roster import Staff
from station.ids import StaffId
from station.seal.pins import pin_fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One person signs in for one decision.

    Attributes:
        pin: As typed; it goes no further than the check.
    """

    staff: StaffId
    pin: str

    def __repr__(self) -> str:
        return f"Signature({self.staff})"


def check_signatures(staff: Iterable[Staff], first: Signature, second: Signature) -> None:
    """Check two persons' PINs. It takes its time on purpose, so call it on a lane.

    Raises:
        TwoPersonsNeeded: Both signatures are of the same person.
        PinWrong: A PIN does not fit its person, or the person is not of the staff.
    """
    if first.staff == second.staff:
        raise TwoPersonsNeeded
    known = {person.id: person for person in staff}
    for signature in (first, second):
        person = known.get(signature.staff)
        if person is None or not pin_fits(signature.pin, person.pin_check):
            raise PinWrong
