"""How long pictures of persons are kept: the rule pack's part of it. Source: RULES 3.5."""

from dataclasses import astuple, dataclass

from station.codec import later
from station.ids import UnixMs

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRules:
    """Days until a picture is deleted, and when the centre is warned of its count of persons.

    Attributes:
        admitted_days: Pictures of a person who was let in; they are part of the exam's file.
        others_days: Pictures of anybody else.
        warn_at_persons: From here on the staff are told: at 100,000 persons with stored faces a
            centre has 30 working days to register with the authority.
        still_days: A still of an incident: evidence, as long as the exam's file.
        card_days: What proves how a card was drawn, handed over or taken back.
        panel_days: A card's picture that waits for its printer.
        seat_days: The face from the door that a seat compares with; it is kept at the seat too, so
            that an exam goes on after a power cut.
        believed_days: Nothing is deleted by a clock that is further ahead of the last day that
            the province or the coordinator named: a wrong year must not cost the evidence.
    """

    admitted_days: int = 3 * 366
    others_days: int = 30
    warn_at_persons: int = 80_000
    still_days: int = later(3 * 366)
    card_days: int = later(3 * 366)
    panel_days: int = later(30)
    seat_days: int = later(7)
    believed_days: int = later(60)

    def __post_init__(self) -> None:
        if min(astuple(self)) < 1:
            raise ValueError("each is at least 1")


def days_after(now: UnixMs, days: int) -> UnixMs:
    """Return the wall time so many days from now."""
    return UnixMs(now + days * DAY_MS)
