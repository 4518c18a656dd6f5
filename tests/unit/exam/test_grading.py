from dataclasses import replace

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.codec import Codec
from station.exam.grading import Reason, TopicGrade, Voided, grade, natural_order
from station.exam.paper import Paper, PaperItem
from station.exam.question import QuestionKind
from station.exam.rules import ExamRules, PartialMarks
from station.ids import BlueprintCode, Digest, QuestionId, TopicId


def item(name, kind, key, topic, marks):
    return PaperItem(
        question=QuestionId(name),
        revision=1,
        kind=kind,
        stem=name,
        options=("a", "b", "c"),
        key=key,
        topic=TopicId(topic),
        marks=marks,
    )


PAPER = Paper(
    blueprint=BlueprintCode("T"),
    blueprint_version=1,
    title="T",
    bank=Digest(bytes(32)),
    seed=bytes(32),
    minutes=1,
    pass_marks=4,
    items=(
        item("j", QuestionKind.JUDGE, (1,), "1.10", 1),
        item("s", QuestionKind.SINGLE, (0,), "1.9", 2),
        item("m", QuestionKind.MULTIPLE, (0, 2), "1.9", 3),
    ),
)


@pytest.mark.parametrize(
    ("answers", "marks", "passed"),
    [
        ({}, 0, False),
        ({"j": (1,), "s": (0,), "m": (0, 2)}, 6, True),
        ({"j": (1,), "m": (0, 2)}, 4, True),
        ({"m": (0, 2)}, 3, False),
        ({"j": (0,), "s": (1,), "m": (0, 1, 2)}, 0, False),
        ({"m": (0,)}, 0, False),
        ({"s": ()}, 0, False),
        ({"not on the paper": (0,)}, 0, False),
    ],
)
def test_marks(answers, marks, passed):
    graded = grade(PAPER, answers, PartialMarks.NONE)
    assert (graded.marks, graded.of, graded.passed) == (marks, 6, passed)
    assert sum(one.marks for one in graded.items) == marks


def test_topics_are_counted_in_natural_order():
    graded = grade(PAPER, {"j": (1,), "s": (1,), "m": (0, 2)}, PartialMarks.NONE)
    assert graded.by_topic() == (
        TopicGrade(topic=TopicId("1.9"), right=1, of=2),
        TopicGrade(topic=TopicId("1.10"), right=1, of=1),
    )


def test_reasons_are_summed_up_and_account_for_every_mark():
    graded = grade(PAPER, {"j": (1,), "m": (0,)}, PartialMarks.PROPORTIONAL)
    found = graded.by_reason()
    assert sum(each.questions for each in found) == len(PAPER.items)
    assert (sum(e.marks for e in found), sum(e.of for e in found)) == (graded.marks, graded.of)
    for each in found:
        alike = [item for item in graded.items if item.reason is each.reason]
        assert (each.questions, each.marks) == (len(alike), sum(item.marks for item in alike))


def test_names_come_after_numbers():
    topics = [TopicId(text) for text in ("概论", "2", "10", "1.10", "1.9", "1")]
    assert sorted(topics, key=natural_order) == ["1", "1.9", "1.10", "2", "10", "概论"]


def of_four(marks, right=4):
    """A paper of one multiple choice of five options, so many of them right."""
    key = tuple(range(right))
    only = replace(item("m", QuestionKind.MULTIPLE, key, "1.1", marks), options=tuple("abcde"))
    return replace(PAPER, items=(only,), pass_marks=1)


@pytest.mark.parametrize(
    ("rule", "marks", "chosen", "brought"),
    [
        (PartialMarks.NONE, 4, (0, 1, 2), 0),
        (PartialMarks.PROPORTIONAL, 4, (0, 1, 2), 3),
        (PartialMarks.PROPORTIONAL, 2, (0, 1, 2), 1),
        (PartialMarks.PROPORTIONAL, 2, (0,), 0),
        (PartialMarks.PER_OPTION, 2, (0, 1, 2), 1),
        (PartialMarks.PER_OPTION, 5, (0, 1, 2), 3),
        (PartialMarks.PER_OPTION, 5, (3,), 1),
        (PartialMarks.PER_OPTION, 1, (3,), 0),
        *((rule, 4, (0, 1, 2, 3), 4) for rule in PartialMarks),
        *((rule, 4, (0, 4), 0) for rule in PartialMarks),
        *((rule, 4, (0, 1, 2, 3, 4), 0) for rule in PartialMarks),
        *((rule, 4, (), 0) for rule in PartialMarks),
    ],
)
def test_incomplete_choices_bring_what_the_rule_pack_says(rule, marks, chosen, brought):
    assert grade(of_four(marks), {"m": chosen}, rule).marks == brought


@given(
    st.sampled_from(PartialMarks),
    st.integers(1, 10),
    st.integers(2, 5),
    st.sets(st.integers(0, 4), max_size=5),
)
def test_no_choice_brings_more_than_one_with_a_right_option_more(rule, marks, right, chosen):
    """Finding one more right option never costs anything, and only the whole brings the whole."""
    paper, key = of_four(marks, right), set(range(right))
    brought = grade(paper, {"m": tuple(sorted(chosen))}, rule).marks
    assert 0 <= brought <= marks
    assert (brought == marks) == (chosen == key)
    for more in key - chosen:
        assert grade(paper, {"m": tuple(sorted({*chosen, more}))}, rule).marks >= brought


def test_each_mark_has_its_reason():
    answers = {"j": (1,), "s": (2,), "m": (2,)}
    graded = grade(PAPER, answers, PartialMarks.PROPORTIONAL)
    assert [(one.reason, one.chosen, one.key, one.marks) for one in graded.items] == [
        (Reason.RIGHT, (1,), (1,), 1),
        (Reason.WRONG, (2,), (0,), 0),
        (Reason.INCOMPLETE, (2,), (0, 2), 1),
    ]
    assert grade(PAPER, {}, PartialMarks.NONE).items[0].reason is Reason.UNANSWERED


def test_f32_a_voided_question_is_given_to_all_or_struck_for_all():
    answers = {"j": (1,), "s": (0,)}
    assert grade(PAPER, answers, PartialMarks.NONE).marks == 3
    given = grade(PAPER, answers, PartialMarks.NONE, {QuestionId("m"): Voided.GIVEN})
    assert (given.marks, given.of, given.passed) == (6, 6, True)
    struck = grade(PAPER, answers, PartialMarks.NONE, {QuestionId("m"): Voided.STRUCK})
    assert (struck.marks, struck.of, struck.passed) == (3, 3, True)


def test_f32_the_pass_mark_keeps_its_share_and_is_rounded_up():
    struck = {QuestionId("j"): Voided.STRUCK}  # 5 marks are left, and 4 of 6 is more than 3 of 5
    assert not grade(PAPER, {"m": (0, 2)}, PartialMarks.NONE, struck).passed
    assert grade(PAPER, {"m": (0, 2), "s": (0,)}, PartialMarks.NONE, struck).passed
    every = {item.question: Voided.STRUCK for item in PAPER.items}
    assert not grade(PAPER, {}, PartialMarks.NONE, every).passed


def test_rule_packs_of_before_give_no_partial_marks():
    codec = Codec(ExamRules)
    assert "partial_marks" not in cbor2.loads(codec.pack(ExamRules()))
    assert codec.unpack(codec.pack(ExamRules())).partial_marks is PartialMarks.NONE
    kind = ExamRules(partial_marks=PartialMarks.PER_OPTION)
    assert codec.unpack(codec.pack(kind)) == kind
