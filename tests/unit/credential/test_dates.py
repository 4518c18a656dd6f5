from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.credential.dates import next_review_by, review_by, valid_until
from station.credential.rules import CardRules


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
