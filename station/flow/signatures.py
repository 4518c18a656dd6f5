"""A person's signature on a decision, and whether it is that person's."""

from collections.abc import Iterable
from dataclasses import dataclass

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


def fitting(staff: Iterable[Staff], signed: Iterable[Signature]) -> frozenset[StaffId]:
    """Return whose PINs fit. It takes its time on purpose, so call it on a lane.

    Who is not of the staff has no PIN that fits. Only `Signing` may ask: it counts the tries.
    """
    known = {person.id: person.pin_check for person in staff}
    return frozenset(
        each.staff
        for each in signed
        if each.staff in known and pin_fits(each.pin, known[each.staff])
    )
