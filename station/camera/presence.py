"""Whether the right person, and no other, is still at the seat: what a look means. Pure.

One look proves little: a nose is scratched, a pen is picked up. Only what several looks in a row
find is noticed, and even that stops nothing: it is shown to the invigilators.
"""

from dataclasses import dataclass
from enum import StrEnum

from station.exam.attempt_events import Amiss
from station.identity.rules import FaceRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What several frames, one after the other, showed.

    Attributes:
        persons: Faces in most of the frames.
        similarity: The best of any face and the one at the door; None if none could be
            compared, such as with the head turned away.
        blind: Nothing at all is to be seen: the lens is covered.
    """

    persons: int
    similarity: float | None
    blind: bool


class Fine(StrEnum):
    """What a look can find that is not amiss."""

    WELL = "well"
    UNCLEAR = "unclear"


Finding = Amiss | Fine


def finding(look: Look, rules: FaceRules) -> Finding:
    """Return what one look comes to."""
    if look.persons == 0:
        return Amiss.COVERED if look.blind else Amiss.ABSENT
    if look.similarity is None:
        return Amiss.SECOND_PERSON if look.persons > 1 else Fine.UNCLEAR
    known = look.similarity >= rules.presence  # what is no number is nobody known
    if not known:
        return Amiss.OTHER_PERSON
    return Amiss.SECOND_PERSON if look.persons > 1 else Fine.WELL


@dataclass(frozen=True, slots=True)
class Watch:
    """What the looks have come to so far.

    Attributes:
        doubt: What the last looks found amiss; None if they found nothing.
        times: How many looks in a row found it.
        told: What was noticed and has not gone away since.
    """

    doubt: Amiss | None = None
    times: int = 0
    told: Amiss | None = None

    @property
    def calm(self) -> bool:
        """Whether the next look can wait."""
        return self.doubt is None or self.told is self.doubt


def follow(watch: Watch, found: Finding, looks: int) -> tuple[Watch, Amiss | None]:
    """Take in one look.

    Args:
        looks: How many in a row make an incident.

    Returns:
        The watch as it is now, and what is to be noticed; None if nothing is.
    """
    match found:
        case Fine.WELL:
            return Watch(), None
        case Fine.UNCLEAR:
            return watch, None  # a turned head says neither yes nor no
    times = watch.times + 1 if found is watch.doubt else 1
    if times >= looks and watch.told is not found:
        return Watch(found, times, told=found), found
    return Watch(found, times, told=watch.told), None
