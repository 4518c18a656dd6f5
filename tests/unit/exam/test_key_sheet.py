"""A key sheet marks as the whole paper does, and is bound to it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from station.exam.grading import grade
from station.exam.key_sheet import key_sheet, tally
from station.exam.paper import PAPER, Paper, PaperItem
from station.exam.question import QuestionKind
from station.exam.rules import PartialMarks
from station.ids import BlueprintCode, Digest, QuestionId, TopicId, digest_of

OPTIONS = 4
CHOICES = st.sets(st.integers(0, OPTIONS - 1)).map(sorted).map(tuple)
ITEMS = st.lists(
    st.tuples(
        st.sets(st.integers(0, OPTIONS - 1), min_size=1).map(sorted).map(tuple),
        st.integers(1, 5),
        CHOICES,
    ),
    min_size=1,
    max_size=12,
)


def item(number, key, marks):
    return PaperItem(
        question=QuestionId(f"q{number}"),
        revision=1,
        kind=QuestionKind.SINGLE if len(key) == 1 else QuestionKind.MULTIPLE,
        stem=f"Which, {number}?",
        options=tuple("abcd"),
        key=key,
        topic=TopicId("1"),
        marks=marks,
    )


def paper(items, pass_marks=1):
    return Paper(
        blueprint=BlueprintCode("B"),
        blueprint_version=1,
        title="T",
        bank=Digest(bytes(32)),
        seed=bytes(32),
        minutes=60,
        pass_marks=pass_marks,
        items=tuple(items),
    )


@given(ITEMS, st.sampled_from(PartialMarks), st.integers(0, 30))
def test_a_tally_is_what_the_whole_marking_comes_to(drawn, partial, pass_marks):
    whole = paper([item(n, key, marks) for n, (key, marks, _) in enumerate(drawn)], pass_marks)
    answers = {QuestionId(f"q{n}"): chosen for n, (_, _, chosen) in enumerate(drawn) if chosen}
    graded, tallied = grade(whole, answers, partial), tally(key_sheet(whole), answers, partial)
    assert (tallied.marks, tallied.of, tallied.passed) == (graded.marks, graded.of, graded.passed)


def test_a_sheet_is_of_one_paper_only():
    whole = paper([item(0, (1,), 2), item(1, (0, 2), 3)])
    sheet, raw = key_sheet(whole), PAPER.pack(whole)
    assert (sheet.paper, sheet.size) == (digest_of(raw), len(raw))
    assert [(key.question, key.options, key.several) for key in sheet.keys] == [
        ("q0", 4, False),
        ("q1", 4, True),
    ]
    assert key_sheet(replace(whole, title="U")).paper != sheet.paper


def test_a_paper_without_questions_is_not_passed():
    assert tally(key_sheet(paper([], 0)), {}, PartialMarks.NONE).passed is False
