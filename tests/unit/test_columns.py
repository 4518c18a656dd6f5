"""Records written column by column: one form only, and nothing but that form is read."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.codec import Codec, later
from station.columns import Columns
from station.errors.document import DocumentMalformed
from station.exam.question import Pool, Question, QuestionKind
from station.ids import Digest, ItemCode, QuestionId, SeatNumber, TopicId

SAMPLE = Path(__file__).parents[1] / "samples" / "question-columns-1.cbor"


class Mood(StrEnum):
    CALM = "calm"
    MERRY = "merry"


@dataclass(frozen=True, slots=True)
class Sat:
    seat: SeatNumber
    name: str
    marks: tuple[int, ...]
    mood: Mood
    early: bool = False
    badge: bytes = later(b"")

    def __post_init__(self) -> None:
        if self.seat < 1:
            raise ValueError("seats count from 1")


SITTINGS: Columns[Sat] = Columns(Sat)
TWO = (Sat(SeatNumber(1), "a", (1, 2), Mood.CALM), Sat(SeatNumber(2), "b", (), Mood.MERRY, True))

made = st.builds(
    Sat,
    st.integers(1, 2**63),
    st.text(max_size=5),
    st.lists(st.integers(-(2**63), 2**63), max_size=3).map(tuple),
    st.sampled_from(Mood),
    st.booleans(),
    st.binary(max_size=2),
)


@given(st.lists(made, max_size=40).map(tuple))
def test_what_is_packed_comes_back(records):
    raw = SITTINGS.pack(records)
    assert SITTINGS.unpack(raw) == records
    assert SITTINGS.pack(SITTINGS.unpack(raw)) == raw
    for record in SITTINGS.unpack(raw):
        assert type(record.mood) is Mood
        assert Codec(Sat).unpack(Codec(Sat).pack(record)) == record


def plain(**changes):
    said = {
        "seat": [1, 2],
        "name": ["a", "b"],
        "marks": [[1, 2], []],
        "mood": ["calm", "merry"],
        "early": [False, True],
    }
    said |= changes
    return {name: column for name, column in said.items() if column is not None}


def test_the_form():
    assert cbor2.loads(SITTINGS.pack(TWO)) == plain()


WRONG = [
    plain(seat=[1, "2"]),
    plain(seat=[1, True]),
    plain(seat=[1, 2.0]),
    plain(seat=[0, 1]),
    plain(seat=[1]),
    plain(seat=[1, 2, 3]),
    plain(seat=None),
    plain(seat=5),
    plain(seat={1: 2, 2: 3}),
    plain(name="ab"),
    plain(name=[b"a", "b"]),
    plain(marks=[[1, True], []]),
    plain(marks=[[1, "2"], []]),
    plain(marks=[[1, 2], ""]),
    plain(mood=["calm", "angry"]),
    plain(mood=["calm", ["merry"]]),
    plain(badge=[b"", b""]),
    plain(badge=[b"x"]),
    plain(more=[1, 2]),
    {**plain(), 1: [1, 2]},
    {},
    [plain()],
    None,
    7,
]


@pytest.mark.parametrize("said", WRONG)
def test_a_wrong_shape_is_refused(said):
    with pytest.raises(DocumentMalformed):
        SITTINGS.unpack(cbor2.dumps(said, canonical=True))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw + b"\0",
        lambda raw: raw[:-1],
        lambda raw: b"",
        lambda raw: b"\xb8" + raw[:1].replace(b"\xa5", b"\x05") + raw[1:],
        lambda raw: cbor2.dumps(dict(reversed(cbor2.loads(raw).items()))),
        lambda raw: b"\xd9\xd9\xf7" + raw,
    ],
    ids=["over", "missing", "none", "long head", "another order", "a tag"],
)
def test_another_form_is_refused(spoil):
    with pytest.raises(DocumentMalformed):
        SITTINGS.unpack(spoil(SITTINGS.pack(TWO)))


@given(st.data())
def test_any_changed_byte_is_refused_or_says_something_else(data):
    raw = bytearray(SITTINGS.pack(TWO))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    try:
        assert SITTINGS.unpack(bytes(raw)) != TWO
    except DocumentMalformed:
        return


def test_a_kind_that_columns_cannot_hold_is_told_at_once():
    @dataclass(frozen=True, slots=True)
    class Born:
        on: date

    @dataclass(frozen=True, slots=True)
    class Rows:
        of: tuple[tuple[int, ...], ...]

    for kind in (Born, Rows):
        with pytest.raises(TypeError):
            Columns(kind)


QUESTIONS = (
    Question(
        id=QuestionId("q-1"),
        revision=2,
        kind=QuestionKind.MULTIPLE,
        stem="停电检修的安全技术措施有( )。",
        options=("停电", "验电", "口头约定送电"),
        key=(0, 1),
        topic=TopicId("1.2"),
        difficulty=3,
        explanation="约时送电是禁止的。",
        pictures=(Digest(bytes(range(32))),),
        trades=(ItemCode("1.2"),),
        laws=("GB 26860-2011 6",),
        exclusive="stop",
    ),
    Question(
        id=QuestionId("q-2"),
        revision=1,
        kind=QuestionKind.JUDGE,
        stem="II 类工具必须接地。",
        options=("正确", "错误"),
        key=(1,),
        topic=TopicId("2.4"),
        difficulty=1,
        keep_order=True,
        pool=Pool.PRACTICE,
    ),
)


def test_questions_are_written_as_in_the_frozen_sample():
    columns: Columns[Question] = Columns(Question)
    assert columns.pack(QUESTIONS) == SAMPLE.read_bytes()
    assert columns.unpack(SAMPLE.read_bytes()) == QUESTIONS


def test_records_that_columns_make_are_as_their_class_makes_them():
    (again, _) = Columns(Question).unpack(SAMPLE.read_bytes())
    names = [field.name for field in fields(Question)]
    assert list(asdict(again)) == names
    assert hash(again) == hash(QUESTIONS[0])
