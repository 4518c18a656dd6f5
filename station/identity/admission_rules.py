"""Who may sit an exam, and with which papers: the rule pack's part of it.

Source: RULES 2.3 and 4.2 (F04). The ages are those of the delayed retirement that began on
1 January 2025; which table holds for women differs by province and post.
"""

from dataclasses import dataclass
from enum import StrEnum

from station.codec import later


class Paper(StrEnum):
    """What a candidate shows where no valid card answers; it is the reason code of that way in."""

    UNREADABLE_CARD = "unreadable-card"
    EXPIRED_CARD = "expired-card"
    TEMPORARY_CARD = "temporary-card"
    ELECTRONIC_CARD = "electronic-card"
    HOUSEHOLD_PAPER = "household-paper"
    PERMIT_OR_PASSPORT = "permit-or-passport"
    NONE = "none"


class Education(StrEnum):
    """How far somebody went to school; the province has seen the certificate."""

    NOT_STATED = "not-stated"
    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetirementRow:
    """When a group retires: at an age, and later the later somebody was born.

    Attributes:
        age_years: For whoever was born before the first month.
        first_year, first_month: Born from here on, one retires later.
        months_per_step: So many months of birth share one month of delay.
        most_months: The delay grows no further.
    """

    age_years: int
    first_year: int
    first_month: int
    months_per_step: int
    most_months: int

    def __post_init__(self) -> None:
        if not 1 <= self.first_month <= 12 or min(self.age_years, self.months_per_step) < 1:
            raise ValueError("a row needs a month of the year, an age and a step")
        if self.most_months < 0:
            raise ValueError("nobody retires earlier for being younger")


MEN = RetirementRow(age_years=60, first_year=1965, first_month=1, months_per_step=4, most_months=36)
WOMEN_55 = RetirementRow(
    age_years=55, first_year=1970, first_month=1, months_per_step=4, most_months=36
)
WOMEN_50 = RetirementRow(
    age_years=50, first_year=1975, first_month=1, months_per_step=2, most_months=60
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeRetirement:
    """Until when one works at the posts of some trades, where they differ from all others.

    Attributes:
        trades: How their places in the catalogue begin, as in EducationRow.
    """

    trades: str
    men: RetirementRow = MEN
    women: RetirementRow = WOMEN_50


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationRow:
    """What trades ask for.

    Attributes:
        trades: How their places in the catalogue begin: "" for all, "9." for class 9. The
            longest beginning that fits counts.
    """

    trades: str
    least: Education


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionRules:
    """What is asked of a candidate besides being who the roster says.

    Attributes:
        papers: With these, two persons may let somebody in whose card does not answer.
        least_age_years: From this birthday on.
        men, women: Until when; a person of unstated sex has the later of the two.
        trades: Trades whose posts have other ages; the longest beginning that fits counts.
        education: What trades ask for.
        most_online_percent: Of the hours needed, no more than this share counts from online.
    """

    papers: tuple[Paper, ...] = (
        Paper.UNREADABLE_CARD,
        Paper.TEMPORARY_CARD,
        Paper.ELECTRONIC_CARD,
        Paper.HOUSEHOLD_PAPER,
        Paper.PERMIT_OR_PASSPORT,
    )
    least_age_years: int = 18
    men: RetirementRow = MEN
    women: RetirementRow = WOMEN_55
    education: tuple[EducationRow, ...] = (
        EducationRow(trades="", least=Education.JUNIOR),
        EducationRow(trades="9.", least=Education.SENIOR),
    )
    most_online_percent: int = 50
    trades: tuple[TradeRetirement, ...] = later(())

    def __post_init__(self) -> None:
        if not 0 <= self.most_online_percent <= 100:
            raise ValueError("a share lies between 0 and 100 percent")
        if self.least_age_years < 0 or Paper.NONE in self.papers:
            raise ValueError("ages are not negative, and nobody comes in with no paper at all")
