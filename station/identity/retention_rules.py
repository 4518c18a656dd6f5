"""How long pictures of persons are kept: the rule pack's part of it. Source: RULES 3.5."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRules:
    """Days until a picture is deleted, and when the centre is warned of its count of persons.

    Attributes:
        admitted_days: Pictures of a person who was let in; they are part of the exam's file.
        others_days: Pictures of anybody else.
        warn_at_persons: From here on the staff are told: at 100,000 persons with stored faces a
            centre has 30 working days to register with the authority.
    """

    admitted_days: int = 3 * 366
    others_days: int = 30
    warn_at_persons: int = 80_000

    def __post_init__(self) -> None:
        if min(self.admitted_days, self.others_days, self.warn_at_persons) < 1:
            raise ValueError("each is at least 1")
