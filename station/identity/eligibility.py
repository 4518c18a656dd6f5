"""Whether a candidate of the roster may sit this exam today. Pure; the reasons are read out."""

from datetime import date

from station.identity.admission_rules import AdmissionRules, Education, RetirementRow
from station.identity.check_in_events import Reason
from station.identity.number import age_on
from station.identity.roster import RosterEntry, Standing
from station.ids import ItemCode

MAN, WOMAN = "1", "2"
"""GB/T 2261.1; "0" and "9" state neither."""

_RANK = {education: rank for rank, education in enumerate(Education)}


def obstacle(
    entry: RosterEntry,
    *,
    birth: date | None,
    sex: str,
    trade: ItemCode,
    today: date,
    rules: AdmissionRules,
) -> Reason | None:
    """Return why a candidate may not sit this exam, the gravest reason first; None if it may.

    Args:
        birth: As the document states it; None if it states none, and then no age is asked for.
        sex: As the document states it, GB/T 2261.1.
        trade: What the exam is for.
    """
    standing = entry.standing
    if entry.barred or (standing.barred_until is not None and today <= standing.barred_until):
        return Reason.BARRED
    if birth is not None:
        if age_on(birth, today) < rules.least_age_years:
            return Reason.TOO_YOUNG
        if today >= retires_on(birth, sex, rules, trade):
            return Reason.TOO_OLD
    if standing.retakes_left == 0:
        return Reason.NO_RETAKE_LEFT
    if hours_missing(standing, rules) > 0:
        return Reason.HOURS_MISSING
    return None if _schooled(standing.education, trade, rules) else Reason.EDUCATION_MISSING


def hours_missing(standing: Standing, rules: AdmissionRules) -> int:
    """Return how many training hours are missing; online ones above the ceiling do not count."""
    ceiling = standing.hours_needed * rules.most_online_percent // 100
    counted = standing.hours_offline + min(standing.hours_online, ceiling)
    return max(0, standing.hours_needed - counted)


def retires_on(birth: date, sex: str, rules: AdmissionRules, trade: ItemCode) -> date:
    """Return the first day on which a person is above the age for this exam."""
    fitting = [row for row in rules.trades if trade.startswith(row.trades)]
    ages = max(fitting, key=lambda row: len(row.trades)) if fitting else rules
    rows = {MAN: (ages.men,), WOMAN: (ages.women,)}.get(sex, (ages.men, ages.women))
    return max(_retires_on(birth, row) for row in rows)


def _retires_on(birth: date, row: RetirementRow) -> date:
    """Add age and delay to a birth date.

    Source: RULES 2.3: min(most, (months born after the first) // step + 1) months of delay.
    """
    born_later = (birth.year - row.first_year) * 12 + birth.month - row.first_month
    delay = min(row.most_months, born_later // row.months_per_step + 1) if born_later >= 0 else 0
    years, month = divmod(birth.month - 1 + delay, 12)
    first = date(birth.year + row.age_years + years, month + 1, 1)
    return _day_in_month(first, birth.day)


def _day_in_month(first: date, day: int) -> date:
    """Return that day of a month; the first of the next month where the month has no such day."""
    try:
        return first.replace(day=day)
    except ValueError:
        return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _schooled(education: Education, trade: ItemCode, rules: AdmissionRules) -> bool:
    fitting = [row for row in rules.education if trade.startswith(row.trades)]
    if education is Education.NOT_STATED or not fitting:
        return True  # the province looked at it itself
    least = max(fitting, key=lambda row: len(row.trades)).least
    return _RANK[education] >= _RANK[least]
