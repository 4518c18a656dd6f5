"""The four layouts, against an encoder that shares nothing with the parser."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors.reader import CardContradictory, CardOfOtherKind, CardUnreadable
from station.identity.document import DocumentKind
from station.reader.text import parse_text
from tests.unit.reader.cards import CARDS, FOREIGNER_2017, FOREIGNER_2023, PERMIT, RESIDENT


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.kind)
def test_what_a_card_says_is_read(card):
    document = parse_text(card.text(), card.photo())
    assert document.kind is card.kind
    assert document.number == card.number
    assert document.name == (card.name or card.english_name)
    assert document.sex == card.sex
    assert document.birth == card.birth
    assert (document.valid_from, document.valid_until) == (card.valid_from, card.valid_until)
    assert document.raw_photo == card.photo()


@pytest.mark.parametrize("card", [FOREIGNER_2017, FOREIGNER_2023], ids=lambda card: card.kind)
def test_a_chinese_name_goes_before_the_english_one(card):
    assert parse_text(replace(card, name="试例").text(), b"").name == "试例"


def test_a_resident_chip_is_laid_out_as_documented():
    raw = bytearray(b" \0" * 128)

    def put(offset, text):
        raw[offset : offset + 2 * len(text)] = text.encode("utf-16-le")

    put(0, "欧阳试读")
    put(30, "2")
    put(32, "01")
    put(36, "19900101")
    put(52, "演示路")
    put(122, "990000199001010009")
    put(158, "演示市公安局")
    put(188, "20200101")
    put(204, "长期")
    document = parse_text(bytes(raw), b"")
    assert document.kind is DocumentKind.RESIDENT
    assert (document.name, document.sex, document.number) == ("欧阳试读", "2", "990000199001010009")
    assert (document.birth, document.valid_from) == (date(1990, 1, 1), date(2020, 1, 1))
    assert document.valid_until is None


def test_a_name_is_cut_at_fifteen_units_and_never_within_a_character():
    fourteen = "试" * 14
    whole = parse_text(replace(RESIDENT, name=fourteen + "例外").text(), b"")
    assert whole.name == fourteen + "例"
    halved = parse_text(replace(RESIDENT, name=fourteen + "\U00020bb7").text(), b"")
    assert halved.name == fourteen
    assert parse_text(replace(RESIDENT, name="\U00020bb7").text(), b"").name == "\U00020bb7"


WRONG = [
    (RESIDENT, {"number": "990000199001010000"}, "number"),
    (RESIDENT, {"number": "99000019900101000X"}, "number"),
    (RESIDENT, {"number": "９90000199001010009"}, "number"),
    (RESIDENT, {"number": "990000900101000"}, "number"),
    (RESIDENT, {"number": ""}, "number"),
    (RESIDENT, {"birth": date(1990, 1, 2)}, "birth"),
    (RESIDENT, {"name": ""}, "name"),
    (RESIDENT, {"sex": "3"}, "sex"),
    (RESIDENT, {"sex": ""}, "sex"),
    (RESIDENT, {"valid_until": date(2019, 1, 1)}, "validity"),
    (RESIDENT, {"valid_from": date(1989, 1, 1)}, "validity"),
    (PERMIT, {"number": "990000199001010009", "birth": date(1990, 1, 1)}, "number"),
    (FOREIGNER_2017, {"number": "zz0000000000000"}, "number"),
    (FOREIGNER_2023, {"number": "810000199408230005"}, "number"),
]


@pytest.mark.parametrize(("card", "change", "field"), WRONG)
def test_a_contradiction_is_refused_and_the_value_not_told(card, change, field):
    with pytest.raises(CardContradictory) as caught:
        parse_text(replace(card, **change).text(), b"")
    assert caught.value.facts == {"field": field}


@pytest.mark.parametrize(
    "digits", ["19900230", "2020010 ", "        ", "长期      ", "２０２００１０１"]
)
def test_a_date_that_is_none_is_refused(digits):
    raw = bytearray(RESIDENT.text())
    raw[188:204] = digits.encode("utf-16-le")
    with pytest.raises(CardContradictory):
        parse_text(bytes(raw), b"")


def test_an_unknown_layout_is_refused():
    raw = bytearray(RESIDENT.text())
    raw[248:250] = "Q".encode("utf-16-le")
    with pytest.raises(CardOfOtherKind):
        parse_text(bytes(raw), b"")


@given(st.binary(max_size=300) | st.binary(min_size=256, max_size=256))
def test_any_bytes_give_a_document_or_a_coded_error(raw):
    with suppress(CardUnreadable):
        parse_text(raw, b"")


@given(st.integers(0, 255), st.integers(0, 255), st.sampled_from(CARDS))
def test_one_changed_byte_gives_a_document_or_a_coded_error(position, value, card):
    raw = bytearray(card.text())
    raw[position] = value
    try:
        document = parse_text(bytes(raw), b"")
    except CardUnreadable:
        return
    document.name.encode("utf-8")  # no half characters get in
