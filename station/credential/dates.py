"""The dates on a certificate.

Source:
    RULES 2.6: valid to the day before the same day n years on. Whoever starts on 29 February
    keeps the whole of February where that year has no such day.
"""

from datetime import date, timedelta

from station.credential.card import IssueGrant
from station.credential.catalogue import certificate_of
from station.credential.rules import CardRules
from station.credential.template import Certificate


def valid_until(start: date, years: int) -> date:
    """Return the last day on which a certificate counts.

    Raises:
        ValueError: years is not positive.
        OverflowError: The day lies past the year 9999.
    """
    if years < 1:
        raise ValueError(f"a term is a year or more, not {years}")
    if start.year + years > date.max.year:
        raise OverflowError("the term ends past the year 9999")
    return _same_day(start, start.year + years) - timedelta(days=1)


def practical_until(passed: date, rules: CardRules) -> date:
    """Return the last day on which a passed practical exam counts.

    It is the day before the same day so many months on; where that month has no such day, its end.
    """
    years, month = divmod(passed.month - 1 + rules.practical_months, 12)
    first = date(passed.year + years, month + 1, 1)
    after = first + timedelta(days=passed.day - 1)
    if after.month != first.month:
        after = after.replace(day=1)
    return after - timedelta(days=1)


def counts_until(grant: IssueGrant, rules: CardRules) -> date:
    """Return the last day of the certificate that a grant is for."""
    managers = certificate_of(grant.item) is Certificate.MANAGER
    return valid_until(grant.valid_from, rules.manager_years if managers else rules.valid_years)


def review_by(start: date, rules: CardRules) -> date:
    """Return the day by which the holder must be reviewed; never after the validity ends.

    Args:
        start: The day from which the certificate counts, or the day of the last review.
    """
    return valid_until(start, rules.review_years)


def next_review_by(reviewed: date, valid_from: date, rules: CardRules) -> date:
    """Return the day of the review after a passed one: a review does not lengthen the validity."""
    return min(review_by(reviewed, rules), valid_until(valid_from, rules.valid_years))


def _same_day(start: date, year: int) -> date:
    if (start.month, start.day) == (2, 29) and not _is_leap(year):
        return date(year, 3, 1)
    return start.replace(year=year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
