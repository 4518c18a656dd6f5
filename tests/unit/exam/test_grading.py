import pytest

from station.exam.grading import TopicGrade, grade, natural_order
from station.exam.paper import Paper, PaperItem
from station.exam.question import QuestionKind
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
    graded = grade(PAPER, answers)
    assert (graded.marks, graded.of, graded.passed) == (marks, 6, passed)
    assert sum(one.marks for one in graded.items) == marks


def test_topics_are_counted_in_natural_order():
    graded = grade(PAPER, {"j": (1,), "s": (1,), "m": (0, 2)})
    assert graded.by_topic() == (
        TopicGrade(topic=TopicId("1.9"), right=1, of=2),
        TopicGrade(topic=TopicId("1.10"), right=1, of=1),
    )


def test_names_come_after_numbers():
    topics = [TopicId(text) for text in ("概论", "2", "10", "1.10", "1.9", "1")]
    assert sorted(topics, key=natural_order) == ["1", "1.9", "1.10", "2", "10", "概论"]
