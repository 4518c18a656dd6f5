"""ID numbers against the standard's own table, and names against the chip's own cut.

Every number is of region 990000, which does not exist.
"""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from station.errors import StationError
from station.errors.identity import NumberMistyped, NumberOutdated
from station.identity.names import normalise_name, same_person_name
from station.identity.number import parse_number

TODAY = date(2026, 11, 22)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

BODIES = st.builds(
    lambda birth, order: f"990000{birth:%Y%m%d}{order:03}",
    st.dates(date(1930, 1, 1), TODAY),
    st.integers(0, 999),
)
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
RARE_HAN = st.characters(min_codepoint=0x20000, max_codepoint=0x2A6D6)
NAMES = st.text(st.one_of(HAN, RARE_HAN, st.just("·")), min_size=1, max_size=25)


def check_digit(body):
    """GB 11643-1999, table of weights; our library counts another way."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return "10X98765432"[total % 11]


@given(BODIES, st.sampled_from("0123456789X"))
def test_exactly_one_check_digit_is_right(body, digit):
    if digit == check_digit(body):
        assert parse_number(body + digit, TODAY).birth == date.fromisoformat(body[6:14])
    else:
        with pytest.raises(NumberMistyped):
            parse_number(body + digit, TODAY)


@given(BODIES, st.integers(6, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(body, place, shift):
    wrong = str((int(body[place]) + shift) % 10)
    with pytest.raises(NumberMistyped):
        parse_number(body[:place] + wrong + body[place + 1 :] + check_digit(body), TODAY)


@given(BODIES, st.integers(6, 15))
def test_two_digits_swapped_are_always_noticed(body, place):
    one, other = body[place], body[place + 1]
    assume(one != other)
    with pytest.raises(NumberMistyped):
        parse_number(body[:place] + other + one + body[place + 2 :] + check_digit(body), TODAY)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_coded_refusal(text):
    try:
        number = parse_number(text, TODAY)
    except StationError as error:
        told = error.facts
    else:
        told = {}
        assert number.value.isascii()
        assert parse_number(number.value, TODAY) == number
    assert told == {}


@given(NAMES)
def test_a_name_fits_itself_as_the_chip_cuts_it(name):
    assume(name.strip("·"))
    chip = name.encode("utf-16-le")[:30].decode("utf-16-le", "surrogatepass")
    careful = name.encode("utf-16-le")[:30].decode("utf-16-le", "ignore")
    assume(chip.strip("·"))
    assert same_person_name(chip, name)
    assert same_person_name(careful, name)


@given(NAMES, NAMES)
def test_two_names_that_differ_within_the_chip_are_two_persons(one, other):
    parts = [name.replace("·", "") for name in (one, other)]
    shortest = min(map(len, parts))
    assume(shortest > 0)
    assume(parts[0][:shortest] != parts[1][:shortest])
    chip = one.encode("utf-16-le")[:30].decode("utf-16-le", "ignore").replace("·", "")
    assume(chip and not parts[1].startswith(chip))
    assert not same_person_name(one[:15], other)


@given(st.text(max_size=40))
def test_a_normal_name_stays_as_it_is(name):
    once = normalise_name(name)
    assert normalise_name(once) == once


WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
SPOILT = st.sampled_from([str.lower, lambda text: text.translate(WIDE), lambda text: f" {text} "])


@given(BODIES, SPOILT, st.integers(0, 17))
def test_a_number_is_the_same_however_it_is_typed(body, spoil, cut):
    number = body + check_digit(body)
    typed = spoil(number[:cut]) + " " + spoil(number[cut:])
    assert parse_number(typed, TODAY) == parse_number(number, TODAY)


@given(BODIES, st.integers(100_000, 899_999))
def test_an_old_or_unknown_region_warns_and_refuses_nobody(body, region):
    body = f"{region}{body[6:14]}000"  # the sequence 000 is never given out
    number = parse_number(body + check_digit(body), TODAY)
    assert number.birth == date.fromisoformat(body[6:14])
    assert number.region_known in (True, False)


@given(BODIES)
def test_the_seventeenth_digit_tells_the_sex_but_not_of_a_foreigner(body):
    resident = f"89{body[2:]}"  # no province begins so
    assert parse_number(resident + check_digit(resident), TODAY).sex == "21"[int(body[16]) % 2]
    assert parse_number(body + check_digit(body), TODAY).sex is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_number_of_the_first_generation_is_told_to_be_outdated(birth):
    with pytest.raises(NumberOutdated):
        parse_number(f"990000{birth:%y%m%d}000", TODAY)


DOTS = "·•・･‧∙⋅. "


@given(st.lists(st.text(HAN, min_size=1, max_size=6), min_size=2, max_size=4), st.data())
def test_a_dot_between_names_may_be_of_any_kind(parts, data):
    """RULES 3.4: all of them are one sign, and one that is missing is no other person."""
    one, other = (
        "".join(
            part if place == 0 else data.draw(st.sampled_from(DOTS)) + part
            for place, part in enumerate(parts)
        )
        for _ in range(2)
    )
    assert same_person_name(one, other)
    assert normalise_name(one) == "·".join(parts)
