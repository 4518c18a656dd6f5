from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.credential.card import IssueGrant
from station.credential.catalogue import needs_practical
from station.credential.dates import (
    counts_until,
    next_review_by,
    practical_until,
    review_by,
    valid_until,
)
from station.credential.rules import CardRules
from station.ids import CandidateId, CardSerial, ItemCode


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        (date(2026, 9, 15), 6, date(2032, 9, 14)),
        (date(2026, 9, 15), 3, date(2029, 9, 14)),
        (date(2026, 1, 1), 6, date(2031, 12, 31)),
        (date(2026, 3, 1), 2, date(2028, 2, 29)),
        (date(2026, 3, 1), 3, date(2029, 2, 28)),
        (date(2024, 2, 29), 6, date(2030, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2096, 2, 29), 4, date(2100, 2, 28)),
        (date(2026, 10, 31), 3, date(2029, 10, 30)),
        (date(2026, 12, 31), 6, date(2032, 12, 30)),
    ],
)
def test_the_last_day(start, years, last):
    assert valid_until(start, years) == last


@given(st.dates(date(1990, 1, 1), date(2200, 12, 31)), st.integers(1, 30))
def test_a_term_is_so_many_years_and_no_day_more(start, years):
    """Counted day by day: the day after the last begins the next year of the term."""
    after = valid_until(start, years) + timedelta(days=1)
    assert after.year == start.year + years
    if (start.month, start.day) == (2, 29):
        assert (after.month, after.day) in ((2, 29), (3, 1))
        assert (after - timedelta(days=1)).month == 2
    else:
        assert (after.month, after.day) == (start.month, start.day)


def test_a_term_has_a_year_at_least():
    with pytest.raises(ValueError, match="a year"):
        valid_until(date(2026, 1, 1), 0)


def test_a_term_ends_within_the_calendar():
    with pytest.raises(OverflowError):
        valid_until(date(9998, 1, 1), 2)


def test_a_review_moves_the_next_one_but_not_the_end():
    rules = CardRules()
    start = date(2026, 9, 15)
    assert review_by(start, rules) == date(2029, 9, 14)
    assert next_review_by(date(2029, 6, 1), start, rules) == date(2032, 5, 31)
    assert next_review_by(date(2031, 6, 1), start, rules) == date(2032, 9, 14)


@pytest.mark.parametrize("item", ["head.chem-make", "safety.coal"])
def test_a_managers_certificate_counts_three_years_unless_the_rules_say_otherwise(item):
    given = grant(item, date(2024, 2, 29))
    assert counts_until(given, CardRules()) == date(2027, 2, 28)
    assert counts_until(given, CardRules(manager_years=5)) == date(2029, 2, 28)
    assert counts_until(replace(given, item=ItemCode("1.2")), CardRules()) == date(2030, 2, 28)


@pytest.mark.parametrize(
    ("item", "initial", "practical"),
    [("1.2", True, True), ("1.2", False, False), ("head.coal", True, False)],
)
def test_a_practical_exam_belongs_to_the_first_exam_of_an_operating_item(item, initial, practical):
    assert needs_practical(ItemCode(item), initial) is practical


def test_rules_under_which_a_managers_certificate_never_counts():
    with pytest.raises(ValueError, match="year"):
        CardRules(manager_years=0)


def grant(item, day):
    return IssueGrant(
        serial=CardSerial("C"),
        candidate=CandidateId("c"),
        item=ItemCode(item),
        qr="",
        expires=day,
        first_issued=day,
        valid_from=day,
    )


@pytest.mark.parametrize(
    ("passed", "months", "last"),
    [
        (date(2026, 9, 15), 12, date(2027, 9, 14)),
        (date(2026, 9, 1), 12, date(2027, 8, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 30)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)
def test_how_long_a_practical_exam_counts(passed, months, last):
    assert practical_until(passed, CardRules(practical_months=months)) == last


def test_a_practical_exam_counts_for_a_month_at_least():
    with pytest.raises(ValueError, match="a month"):
        CardRules(practical_months=0)
