"""The card's part of a rule pack."""

from dataclasses import dataclass

from station.codec import later


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRules:
    """How long a certificate counts.

    Attributes:
        valid_years: From the day of issue to the day before it, this much later.
        review_years: Likewise, until the holder must be reviewed.
        manager_years: How long a manager's certificate counts; it is renewed and not reviewed.
        centre_code: Where the province gives no code for a card, its centre signs one.
        most_prints: How often the card of one grant may be printed; each but the last is voided.
        practical_months: So long a passed practical exam counts (RULES 2.2, article 10).
        lookup_days: So many days after the hand-over the official site knows the card (RULES 2.6).
    """

    valid_years: int = 6
    review_years: int = 3
    most_prints: int = later(3)
    centre_code: bool = later(False)
    manager_years: int = later(3)
    lookup_days: int = later(3)
    practical_months: int = later(12)

    def __post_init__(self) -> None:
        if not 0 < self.review_years <= self.valid_years:
            raise ValueError("a certificate is reviewed within its validity")
        if self.manager_years < 1:
            raise ValueError("a certificate counts for a year or more")
        if self.practical_months < 1:
            raise ValueError("a practical exam counts for a month or more")
        if self.most_prints < 1:
            raise ValueError("a grant that prints no card grants nothing")
        if self.lookup_days < 0:
            raise ValueError("a card is not looked up before it is handed over")
