"""Marking: one pure function, each mark explained."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.exam.paper import Paper, PaperItem
from station.ids import QuestionId, TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemGrade:
    """What one question brought.

    Attributes:
        of: Marks that a right answer brings.
    """

    question: QuestionId
    topic: TopicId
    marks: int
    of: int
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicGrade:
    """How a topic went: questions right, of the questions asked."""

    topic: TopicId
    right: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """What a paper was marked with.

    Attributes:
        of: Marks of the whole paper.
        items: In the paper's order.
    """

    marks: int
    of: int
    passed: bool
    items: tuple[ItemGrade, ...]

    def by_topic(self) -> tuple[TopicGrade, ...]:
        """Count the right answers of each topic, topics in their natural order."""
        topics = sorted({item.topic for item in self.items}, key=natural_order)
        return tuple(
            TopicGrade(
                topic=topic,
                right=sum(item.right for item in self.items if item.topic == topic),
                of=sum(item.topic == topic for item in self.items),
            )
            for topic in topics
        )


def grade(paper: Paper, answers: Mapping[QuestionId, tuple[int, ...]]) -> Grade:
    """Mark a paper.

    A question brings its marks if exactly the options of its key are chosen, and nothing
    otherwise: too few, too many and none are all wrong.

    Args:
        answers: Chosen options by their indexes as shown; a missing question has no answer.

    Source:
        RULES 2.4, the default for multiple choice.
    """
    items = tuple(_mark(item, answers.get(item.question, ())) for item in paper.items)
    marks = sum(item.marks for item in items)
    return Grade(marks=marks, of=paper.marks, passed=marks >= paper.pass_marks, items=items)


def natural_order(topic: TopicId) -> tuple[tuple[int, str], ...]:
    """Sort "1.10" after "1.9", and names after numbers."""
    parts = topic.split(".")
    return tuple((int(part), "") if part.isdecimal() else (1 << 30, part) for part in parts)


def _mark(item: PaperItem, chosen: tuple[int, ...]) -> ItemGrade:
    right = chosen != () and set(chosen) == set(item.key)
    return ItemGrade(
        question=item.question,
        topic=item.topic,
        marks=item.marks if right else 0,
        of=item.marks,
        right=right,
    )
