"""Who may sit an exam, held against the tables of the rules."""

from datetime import date

import pytest

from station.codec import Codec
from station.identity.admission_rules import (
    WOMEN_50,
    WOMEN_55,
    AdmissionRules,
    Education,
    EducationRow,
    RetirementRow,
    TradeRetirement,
)
from station.identity.check_in_events import Reason
from station.identity.eligibility import hours_missing, obstacle, retires_on
from station.identity.roster import Standing
from station.ids import ItemCode
from tests.unit.identity.people import TODAY, entry

RULES = AdmissionRules()
BIRTH = date(1990, 1, 1)


def judge(standing=None, *, birth=BIRTH, sex="1", trade="1.2", today=TODAY, rules=RULES, **entries):
    return obstacle(
        entry(standing=standing or Standing(), **entries),
        birth=birth,
        sex=sex,
        trade=ItemCode(trade),
        today=today,
        rules=rules,
    )


def test_a_roster_from_before_keeps_nobody_out():
    assert judge() is None


# Worked by hand from the published table: born, sex, retires at (years, months).
MEN = [
    ((1964, 12), (60, 0)),
    ((1965, 1), (60, 1)),
    ((1965, 4), (60, 1)),
    ((1965, 5), (60, 2)),
    ((1966, 1), (60, 4)),
    ((1976, 8), (62, 11)),
    ((1976, 9), (63, 0)),
    ((1990, 1), (63, 0)),
]
WOMEN_OF_55 = [((1969, 12), (55, 0)), ((1970, 1), (55, 1)), ((1981, 9), (58, 0))]
WOMEN_OF_50 = [
    ((1974, 12), (50, 0)),
    ((1975, 1), (50, 1)),
    ((1975, 2), (50, 1)),
    ((1975, 3), (50, 2)),
    ((1984, 11), (55, 0)),
]


@pytest.mark.parametrize(
    ("born", "age", "sex", "rules"),
    [(*row, "1", RULES) for row in MEN]
    + [(*row, "2", RULES) for row in WOMEN_OF_55]
    + [(*row, "2", AdmissionRules(women=WOMEN_50)) for row in WOMEN_OF_50],
)
def test_the_age_of_retirement_is_that_of_the_table(born, age, sex, rules):
    birth = date(*born, 10)
    months = birth.year * 12 + birth.month - 1 + age[0] * 12 + age[1]
    last_but_one = date(months // 12, months % 12 + 1, 9)
    first = date(months // 12, months % 12 + 1, 10)
    assert retires_on(birth, sex, rules, ItemCode("1.2")) == first
    assert judge(birth=birth, sex=sex, today=last_but_one, rules=rules) is None
    assert judge(birth=birth, sex=sex, today=first, rules=rules) is Reason.TOO_OLD


def test_a_trade_may_have_ages_of_its_own_and_the_longest_beginning_counts():
    """Women at the posts of class 9 retire by the table of 50, of 9.2 again by that of 55."""
    rules = AdmissionRules(
        trades=(
            TradeRetirement(trades="9."),
            TradeRetirement(trades="9.2", women=WOMEN_55),
        )
    )
    birth, today = date(1974, 12, 10), date(2024, 12, 10)
    found = {
        trade: judge(
            Standing(education=Education.SENIOR),
            birth=birth,
            sex="2",
            trade=trade,
            today=today,
            rules=rules,
        )
        for trade in ("1.2", "9.1", "9.2")
    }
    assert found == {"1.2": None, "9.1": Reason.TOO_OLD, "9.2": None}
    assert retires_on(birth, "0", rules, ItemCode("9.1")) > today  # who states no sex: the later


def test_rules_from_before_have_one_age_for_all_trades():
    rules = Codec(AdmissionRules)
    assert b"trades" not in rules.pack(AdmissionRules(education=()))
    assert rules.unpack(rules.pack(AdmissionRules())).trades == ()


def test_a_month_without_that_day_gives_the_next_one():
    rules = AdmissionRules(
        men=RetirementRow(
            age_years=60, first_year=1965, first_month=1, months_per_step=4, most_months=1
        )
    )
    assert retires_on(date(1970, 1, 31), "1", rules, ItemCode("1.2")) == date(2030, 3, 1)
    assert retires_on(date(1964, 2, 29), "1", rules, ItemCode("1.2")) == date(2024, 2, 29)
    assert retires_on(date(1964, 12, 31), "1", rules, ItemCode("1.2")) == date(2024, 12, 31)
    assert retires_on(date(1970, 12, 31), "1", rules, ItemCode("1.2")) == date(2031, 1, 31)


def test_who_states_no_sex_has_the_later_age():
    birth = date(1968, 6, 1)
    assert retires_on(birth, "0", RULES, ItemCode("1.2")) == retires_on(
        birth, "1", RULES, ItemCode("1.2")
    )
    assert retires_on(birth, "2", RULES, ItemCode("1.2")) < retires_on(
        birth, "1", RULES, ItemCode("1.2")
    )


def test_an_age_that_nobody_knows_is_not_asked_for():
    assert judge(birth=None) is None


@pytest.mark.parametrize(
    ("offline", "online", "missing"),
    [(8, 0, 0), (7, 0, 1), (4, 4, 0), (4, 40, 0), (3, 40, 1), (0, 40, 4), (20, 20, 0)],
)
def test_online_hours_count_up_to_their_share(offline, online, missing):
    standing = Standing(hours_needed=8, hours_offline=offline, hours_online=online)
    assert hours_missing(standing, RULES) == missing
    assert judge(standing) is (Reason.HOURS_MISSING if missing else None)


@pytest.mark.parametrize(
    ("percent", "missing"), [(0, 8), (100, 0), (99, 1)], ids=["none", "all", "rounded down"]
)
def test_the_share_of_online_hours_is_the_provinces(percent, missing):
    standing = Standing(hours_needed=8, hours_online=8)
    assert hours_missing(standing, AdmissionRules(most_online_percent=percent)) == missing


@pytest.mark.parametrize(
    ("until", "reason"),
    [(TODAY, Reason.BARRED), (date(2026, 11, 21), None), (date(2029, 1, 1), Reason.BARRED)],
)
def test_a_ban_ends_with_its_last_day(until, reason):
    assert judge(Standing(barred_until=until)) is reason


def test_a_ban_in_words_holds_until_the_province_takes_it_back():
    assert judge(barred="cheated") is Reason.BARRED


@pytest.mark.parametrize(("left", "reason"), [(0, Reason.NO_RETAKE_LEFT), (1, None), (None, None)])
def test_attempts_are_counted_down(left, reason):
    assert judge(Standing(retakes_left=left)) is reason


@pytest.mark.parametrize(
    ("education", "trade", "reason"),
    [
        (Education.PRIMARY, "1.2", Reason.EDUCATION_MISSING),
        (Education.JUNIOR, "1.2", None),
        (Education.JUNIOR, "9.1", Reason.EDUCATION_MISSING),
        (Education.SENIOR, "9.1", None),
        (Education.HIGHER, "9.16", None),
        (Education.NOT_STATED, "9.1", None),
    ],
)
def test_chemicals_ask_for_more_schooling(education, trade, reason):
    assert judge(Standing(education=education), trade=trade) is reason


def test_a_province_may_ask_for_no_schooling_in_a_trade():
    rules = AdmissionRules(education=(EducationRow(trades="9.", least=Education.SENIOR),))
    assert judge(Standing(education=Education.PRIMARY), trade="3.1", rules=rules) is None


def test_the_gravest_reason_is_told():
    worst = Standing(barred_until=TODAY, retakes_left=0, hours_needed=9)
    assert judge(worst, birth=date(2020, 1, 1)) is Reason.BARRED
    assert judge(Standing(retakes_left=0), birth=date(2020, 1, 1)) is Reason.TOO_YOUNG


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: AdmissionRules(most_online_percent=101),
        lambda: AdmissionRules(least_age_years=-1),
        lambda: RetirementRow(
            age_years=60, first_year=1965, first_month=13, months_per_step=4, most_months=1
        ),
        lambda: RetirementRow(
            age_years=60, first_year=1965, first_month=1, months_per_step=4, most_months=-1
        ),
        lambda: Standing(hours_online=-1),
    ],
)
def test_rules_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        wrong()
