"""Numbers of identity documents; every number here is impossible (region 990000, sequence 000)."""

from datetime import date

import pytest

from station.errors.identity import (
    NumberBirthImpossible,
    NumberMalformed,
    NumberMistyped,
    NumberOutdated,
)
from station.identity.number import NumberKind, age_on, normalise_number, parse_number

TODAY = date(2026, 11, 22)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def with_check(seventeen):
    """Append the check digit by the standard's table of weights, not by our library."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, seventeen, strict=True))
    return seventeen + "10X98765432"[total % 11]


def test_the_example_of_the_rules():
    number = parse_number("990000199001010009", TODAY)
    assert number.value == "990000199001010009"
    assert number.birth == date(1990, 1, 1)
    assert number.tail == "0009"
    assert number.masked == "**************0009"


@pytest.mark.parametrize(
    ("seventeen", "kind", "sex", "region"),
    [
        ("11010119900101000", NumberKind.RESIDENT, "2", "110101"),
        ("81000019900101000", NumberKind.RESIDENT_HK_MO_TW, "2", "810000"),
        ("82000019900101000", NumberKind.RESIDENT_HK_MO_TW, "2", "820000"),
        ("83000019900101000", NumberKind.RESIDENT_HK_MO_TW, "2", "830000"),
        ("99000019900101001", NumberKind.FOREIGNER_2023, None, None),
    ],
)
def test_the_form_tells_the_kind(seventeen, kind, sex, region):
    number = parse_number(with_check(seventeen), TODAY)
    assert (number.kind, number.sex, number.region) == (kind, sex, region)


def test_an_odd_seventeenth_digit_is_a_man():
    # 100000 is no region, so that this number can belong to nobody
    assert parse_number(with_check("10000019900101001"), TODAY).sex == "1"


def test_an_unknown_region_is_no_reason_to_refuse():
    assert parse_number(with_check("19999919900101000"), TODAY).region == "199999"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("ABC000000000000", NumberKind.FOREIGNER_2017),
        ("h00000000", NumberKind.TRAVEL_HK_MO),
        ("M0000000000", NumberKind.TRAVEL_HK_MO),
    ],
)
def test_other_documents_that_the_form_tells(raw, kind):
    number = parse_number(raw, TODAY)
    assert (number.kind, number.birth, number.sex) == (kind, None, None)


@pytest.mark.parametrize(
    ("raw", "kind", "fits"),
    [
        ("00000000", NumberKind.TRAVEL_TW, True),
        ("0000000000", NumberKind.TRAVEL_TW, True),
        ("000000000", NumberKind.TRAVEL_TW, False),
        ("E00000000", NumberKind.PASSPORT, True),
        ("E000", NumberKind.PASSPORT, False),
        ("E0000-0000", NumberKind.PASSPORT, False),
        ("990000199001010009", NumberKind.FOREIGNER_2023, True),
        ("990000199001010009", NumberKind.RESIDENT, False),
        ("990000199001010009", NumberKind.TRAVEL_HK_MO, False),
    ],
)
def test_a_number_must_fit_the_kind_that_was_asked_for(raw, kind, fits):
    if fits:
        assert parse_number(raw, TODAY, kind).kind is kind
    else:
        with pytest.raises(NumberMalformed):
            parse_number(raw, TODAY, kind)


def test_an_x_may_be_small_or_wide_and_blanks_do_not_count():
    value = next(
        number
        for day in range(1, 29)
        if (number := with_check(f"990000199001{day:02}000")).endswith("X")
    )
    typed = value.lower().translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    for raw in (value.lower(), f" {value[:6]} {value[6:14]}\u3000{value[14:]}\n", typed):
        assert parse_number(raw, TODAY).value == value
    assert normalise_number("\uff38") == "X"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "X",
        "99000019900101000",
        "9900001990010100099",
        "99000019900101000A",
        "X90000199001010009",
        "090000199001010009",
        "99000019900101000\u0669",
        "990000-19900101-0009",
        "E00000000",
        "\x00" * 18,
    ],
)
def test_another_form_is_refused(raw):
    with pytest.raises(NumberMalformed):
        parse_number(raw, TODAY)


def test_a_first_generation_number_is_told_apart():
    for kind in (None, NumberKind.RESIDENT):
        with pytest.raises(NumberOutdated):
            parse_number("990000900101000", TODAY, kind)


@pytest.mark.parametrize(
    "birth", ["20261123", "20270101", "19060229", "19900230", "19901301", "19051121", "00000101"]
)
def test_a_birth_that_cannot_be_is_refused(birth):
    with pytest.raises(NumberBirthImpossible):
        parse_number(with_check(f"990000{birth}000"), TODAY)


@pytest.mark.parametrize("birth", ["20261122", "20240229", "19051123"])
def test_a_birth_at_the_edge_is_taken(birth):
    assert parse_number(with_check(f"990000{birth}000"), TODAY).birth is not None


def test_nothing_of_a_number_shows_by_accident():
    number = parse_number("990000199001010009", TODAY)
    assert "1990" not in f"{number!r} {number}"
    with pytest.raises(NumberMistyped) as told:
        parse_number("990000199001010008", TODAY)
    assert "1990" not in str(told.value)


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        (date(2008, 11, 22), date(2026, 11, 21), 17),
        (date(2008, 11, 22), date(2026, 11, 22), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_age_turns_on_the_birthday(birth, day, years):
    assert age_on(birth, day) == years
