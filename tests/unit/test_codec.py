"""The one form in which we save, send and sign."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import cbor2
import pytest

from station.codec import Codec, later
from station.errors.document import DocumentMalformed
from station.ids import SeatNumber


class Mood(StrEnum):
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Sat:
    seat: SeatNumber
    on: date
    choices: tuple[str, ...]
    mood: Mood = Mood.CALM


@dataclass(frozen=True, slots=True)
class Left:
    early: bool


CODEC: Codec[Sat | Left] = Codec(Sat | Left)
SAT = Sat(SeatNumber(7), date(2024, 2, 29), ("a", "b"))


@pytest.mark.parametrize("value", [SAT, Left(early=True)])
def test_what_is_packed_comes_back(value):
    assert CODEC.unpack(CODEC.pack(value)) == value


def test_a_word_comes_back_as_a_member_of_its_enum():
    assert isinstance(CODEC.unpack(CODEC.pack(SAT)).mood, Mood)


PLAIN = {"is": "Sat", "seat": 7, "on": "2024-02-29", "choices": ["a", "b"], "mood": "calm"}

WRONG = [
    PLAIN | {"seat": "7"},
    PLAIN | {"seat": True},
    PLAIN | {"seat": 7.0},
    PLAIN | {"on": "2024-02-30"},
    PLAIN | {"on": "20240229"},
    PLAIN | {"choices": "ab"},
    PLAIN | {"choices": {"a": 1, "b": 2}},
    PLAIN | {"choices": ["a", 1]},
    PLAIN | {"choices": None},
    PLAIN | {"mood": "angry"},
    PLAIN | {"mood": True},
    PLAIN | {"mood": ["calm"]},
    PLAIN | {"more": 1},
    PLAIN | {1: 1},
    *({name: value for name, value in PLAIN.items() if name != left_out} for left_out in PLAIN),
    {"is": "Gone"},
    {"is": ["Sat"]},
    {"is": "Left", "early": 1},
    [1, 2],
    None,
]


@pytest.mark.parametrize("plain", WRONG)
def test_a_wrong_shape_is_refused(plain):
    with pytest.raises(DocumentMalformed):
        CODEC.unpack(cbor2.dumps(plain, canonical=True))


@pytest.mark.parametrize("plain", [7, -18, "Left", [["early", True]], None, 1.5, {}, {1: True}])
def test_what_is_no_map_is_refused_by_a_codec_of_one_type_too(plain):
    with pytest.raises(DocumentMalformed):
        Codec(Left).unpack(cbor2.dumps(plain, canonical=True))


@pytest.mark.parametrize(
    "spoil", [lambda raw: raw + b"\x00", lambda raw: raw[:-1], lambda raw: b""]
)
def test_bytes_over_or_missing_are_refused(spoil):
    with pytest.raises(DocumentMalformed):
        CODEC.unpack(spoil(CODEC.pack(SAT)))


def test_another_form_of_the_same_value_is_refused():
    assert cbor2.dumps(PLAIN, canonical=True) == CODEC.pack(SAT)
    assert cbor2.dumps(PLAIN) != CODEC.pack(SAT)
    with pytest.raises(DocumentMalformed):
        CODEC.unpack(cbor2.dumps(PLAIN))


@dataclass(frozen=True, slots=True)
class Card:
    """As it first travelled."""

    serial: str


@dataclass(frozen=True, slots=True)
class CardOfToday:
    """The same document, with fields that joined it."""

    serial: str
    copies: int = later(1)
    marks: tuple[str, ...] = later(())
    left: Left | None = later(None)


OLD, NEW = Codec[Card](Card), Codec[CardOfToday](CardOfToday)


def test_bytes_of_before_a_field_came_are_still_the_only_form_of_what_they_say():
    raw = OLD.pack(Card("k1"))
    assert NEW.unpack(raw) == CardOfToday("k1")
    assert NEW.pack(CardOfToday("k1")) == raw


@pytest.mark.parametrize(
    "value",
    [CardOfToday("k1", copies=2), CardOfToday("k1", 1, ("a",)), CardOfToday("k1", left=Left(True))],
)
def test_a_later_field_travels_when_it_says_something(value):
    assert NEW.unpack(NEW.pack(value)) == value


@pytest.mark.parametrize("more", [{"copies": 1}, {"marks": []}, {"copies": "2"}, {"left": None}])
def test_a_later_field_has_no_second_form(more):
    with pytest.raises(DocumentMalformed):
        NEW.unpack(cbor2.dumps({"serial": "k1", **more}, canonical=True))


def test_packed_one_by_one_or_together_values_have_the_same_bytes():
    values = [SAT, Left(early=True), SAT]
    assert CODEC.pack_each(values) == [CODEC.pack(value) for value in values]
    assert CODEC.pack_each([]) == []


@dataclass(frozen=True, slots=True)
class Pair:
    both: tuple[str, int]
    near: float | None


PAIRS = Codec[Pair](Pair)


@pytest.mark.parametrize("near", [None, 0.5, 0.1, float("inf")])
def test_a_number_has_its_shortest_form(near):
    raw = PAIRS.pack(Pair(("a", 1), near))
    assert raw == cbor2.dumps({"both": ["a", 1], "near": near}, canonical=True)
    assert PAIRS.unpack(raw) == Pair(("a", 1), near)


@pytest.mark.parametrize(
    "plain",
    [
        {"both": ["a"], "near": None},
        {"both": ["a", 1, 2], "near": None},
        {"both": "a1", "near": None},
        {"both": ["a", True], "near": None},
        {"both": ["a", 1], "near": 1},
    ],
)
def test_a_row_of_fixed_length_has_that_length_and_those_types(plain):
    with pytest.raises(DocumentMalformed):
        PAIRS.unpack(cbor2.dumps(plain, canonical=True))


@pytest.mark.parametrize(
    "raw",
    [
        b"\xa2cnear\xf6dboth\x82aa\x01",  # keys in another order
        b"\xa2dboth\x82aa\x18\x01dnear\xf6",  # a number longer than need be
        b"\xbfdboth\x82aa\x01dnear\xf6\xff",  # a map without its length
        b"\xa2dboth\x82aa\x01dnear\xfb\x3f\xe0\x00\x00\x00\x00\x00\x00",  # a float in 8 bytes
        b"\xa3dboth\x82aa\x01dboth\x82aa\x01dnear\xf6",  # a key twice
    ],
)
def test_there_is_one_form_only(raw):
    assert PAIRS.pack(Pair(("a", 1), None)) == b"\xa2dboth\x82aa\x01dnear\xf6"
    with pytest.raises(DocumentMalformed):
        PAIRS.unpack(raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    of: int
    by: str
    good: bool

    def __post_init__(self):
        if self.of < 0:
            raise ValueError("no such mark")


@dataclass(frozen=True, slots=True)
class Marks:
    all: tuple[Mark, ...]


MARKS = Codec[Marks](Marks)
GOOD = {"by": "a", "of": 1, "good": True}


def test_many_alike_come_back():
    marks = Marks(tuple(Mark(of=n, by=str(n), good=n % 2 == 0) for n in range(3)))
    assert MARKS.unpack(MARKS.pack(marks)) == marks
    assert MARKS.unpack(MARKS.pack(Marks(()))) == Marks(())
    assert MARKS.pack_each([marks, Marks(())]) == [MARKS.pack(marks), MARKS.pack(Marks(()))]


@pytest.mark.parametrize(
    "row",
    [
        GOOD | {"of": True},
        GOOD | {"of": 1.0},
        GOOD | {"of": -1},
        GOOD | {"good": 1},
        GOOD | {"by": b"a"},
        GOOD | {"by": None},
        GOOD | {"more": 1},
        {"by": "a", "of": 1},
        {"by": "a", "of": 1, "well": True},
        {},
        ["a", 1, True],
        "abc",
        None,
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_wrong_among_many_alike_is_refused(row, place):
    rows = [GOOD, GOOD, GOOD]
    rows[place] = row
    assert (
        MARKS.unpack(cbor2.dumps({"all": [GOOD] * 3})).all == (Mark(of=1, by="a", good=True),) * 3
    )
    with pytest.raises(DocumentMalformed):
        MARKS.unpack(cbor2.dumps({"all": rows}, canonical=True))


@pytest.mark.parametrize(
    "row",
    [
        b"\xa3bof\x01bbyaadgood\xf5",  # keys in another order
        b"\xa3bbyaabof\x18\x01dgood\xf5",  # a number longer than need be
        b"\xa4bbyaabof\x01bof\x01dgood\xf5",  # a key twice
        b"\xbfbbyaabof\x01dgood\xf5\xff",  # a map without its length
        b"\xa3bbyx\x01abof\x01dgood\xf5",  # a length longer than need be
    ],
)
def test_many_alike_have_one_form_only(row):
    good = b"\xa3bbyaabof\x01dgood\xf5"
    assert MARKS.unpack(b"\xa1call\x82" + good + good).all[1] == Mark(of=1, by="a", good=True)
    for rows in (good + row, row + good):
        with pytest.raises(DocumentMalformed):
            MARKS.unpack(b"\xa1call\x82" + rows)
