"""The exam's part of a rule pack: every number that a province may set."""

from dataclasses import dataclass
from enum import StrEnum

from station.codec import later

MINUTE_MS = 60_000


class PartialMarks(StrEnum):
    """What a multiple-choice question brings if only right options are chosen, but not all.

    NONE: nothing. PROPORTIONAL: its marks times the part of the right options that was found,
    rounded down. PER_OPTION: one mark for each right option, and less than the whole.
    """

    NONE = "none"
    PROPORTIONAL = "proportional"
    PER_OPTION = "per_option"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamRules:
    """When a candidate may come, go and come again.

    Attributes:
        late_entry_minutes: Entry is refused later than this after the session's start.
        earliest_submit_minutes: The paper cannot be handed in before this much exam time.
        retakes: Further attempts allowed for one application.
        retake_same_day: Whether a retake may be on the same day.
        result_valid_months: How long a passed part counts.
        partial_marks: What an incomplete multiple choice brings.
        outage_postpone_minutes: An exam that was interrupted for longer is for another date.
    """

    late_entry_minutes: int = 30
    earliest_submit_minutes: int = 30
    retakes: int = 1
    retake_same_day: bool = False
    result_valid_months: int = 12
    partial_marks: PartialMarks = later(PartialMarks.NONE)
    outage_postpone_minutes: int = later(50)

    def __post_init__(self) -> None:
        if min(self.late_entry_minutes, self.earliest_submit_minutes, self.retakes) < 0:
            raise ValueError("limits are not negative")
        if self.result_valid_months < 1:
            raise ValueError("a result is valid for a month or more")
