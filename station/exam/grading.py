"""Marking: one pure function, each mark explained."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from station.exam.paper import Paper, PaperItem
from station.exam.rules import PartialMarks
from station.ids import QuestionId, TopicId


class Voided(StrEnum):
    """What becomes of a question that was found to be wrong: all get its marks, or it is struck."""

    GIVEN = "given"
    STRUCK = "struck"


class Reason(StrEnum):
    """Why a question brought what it brought."""

    RIGHT = "right"
    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    UNANSWERED = "unanswered"
    GIVEN = "given"
    STRUCK = "struck"


_VOIDED = {Voided.GIVEN: Reason.GIVEN, Voided.STRUCK: Reason.STRUCK}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemGrade:
    """What one question brought, and why.

    Attributes:
        of: Marks that a right answer brings.
        right: It brought all its marks.
        chosen: Indexes of the options chosen, as shown.
        key: Indexes of the right options, as shown.
    """

    question: QuestionId
    topic: TopicId
    marks: int
    of: int
    right: bool
    chosen: tuple[int, ...]
    key: tuple[int, ...]
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicGrade:
    """How a topic went: questions right, of the questions asked."""

    topic: TopicId
    right: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonGrade:
    """How many questions brought what they brought for one reason.

    Attributes:
        marks: What they brought together.
        of: What right answers would have brought.
    """

    reason: Reason
    questions: int
    marks: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """What a paper was marked with.

    Attributes:
        of: Marks of the whole paper, less struck questions.
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

    def by_reason(self) -> tuple[ReasonGrade, ...]:
        """Sum up the questions by why they brought what they brought; reasons without any do not
        occur."""
        found: list[ReasonGrade] = []
        for reason in Reason:
            items = [item for item in self.items if item.reason is reason]
            if items:
                marks, of = sum(item.marks for item in items), sum(item.of for item in items)
                found.append(ReasonGrade(reason=reason, questions=len(items), marks=marks, of=of))
        return tuple(found)


def grade(
    paper: Paper,
    answers: Mapping[QuestionId, tuple[int, ...]],
    partial: PartialMarks,
    voided: Mapping[QuestionId, Voided] | None = None,
) -> Grade:
    """Mark a paper.

    A question brings its marks if exactly the options of its key are chosen. A wrong option among
    the chosen brings nothing; too few right ones bring what the rules say.

    Args:
        answers: Chosen options by their indexes as shown; a missing question has no answer.
        partial: The rule pack's word on incomplete multiple choice.
        voided: Questions found to be wrong after the exam. Of a struck question nothing counts,
            and the pass mark keeps its share of the marks that are left, rounded up.

    Source:
        RULES 2.4, the default for multiple choice; RULES 4.2, F32.
    """
    void = voided or {}
    items = tuple(
        _mark(item, answers.get(item.question, ()), partial, void.get(item.question))
        for item in paper.items
    )
    marks, of = sum(item.marks for item in items), sum(item.of for item in items)
    passed = of > 0 and marks * paper.marks >= paper.pass_marks * of
    return Grade(marks=marks, of=of, passed=passed, items=items)


def natural_order(topic: TopicId) -> tuple[tuple[int, str], ...]:
    """Sort "1.10" after "1.9", and names after numbers."""
    parts = topic.split(".")
    return tuple((int(part), "") if part.isdecimal() else (1 << 30, part) for part in parts)


def marks_for(
    chosen: tuple[int, ...], key: tuple[int, ...], marks: int, partial: PartialMarks
) -> int:
    """Return what a choice brings for a question with this key and these marks."""
    match _reason(key, chosen):
        case Reason.RIGHT:
            return marks
        case Reason.INCOMPLETE:
            return _part(key, marks, len(set(chosen)), partial)
        case _:
            return 0


def _mark(
    item: PaperItem, chosen: tuple[int, ...], partial: PartialMarks, voided: Voided | None
) -> ItemGrade:
    reason = _VOIDED.get(voided) if voided else None
    marks = marks_for(chosen, item.key, item.marks, partial)
    if reason is not None:
        marks = item.marks if reason is Reason.GIVEN else 0
    reason = reason or _reason(item.key, chosen)
    return ItemGrade(
        question=item.question,
        topic=item.topic,
        marks=marks,
        of=0 if reason is Reason.STRUCK else item.marks,
        right=reason in (Reason.RIGHT, Reason.GIVEN),
        chosen=chosen,
        key=item.key,
        reason=reason,
    )


def _reason(key: tuple[int, ...], chosen: tuple[int, ...]) -> Reason:
    if not chosen:
        return Reason.UNANSWERED
    if set(chosen) == set(key):
        return Reason.RIGHT
    return Reason.INCOMPLETE if set(chosen) < set(key) else Reason.WRONG


def _part(key: tuple[int, ...], marks: int, found: int, partial: PartialMarks) -> int:
    match partial:
        case PartialMarks.NONE:
            return 0
        case PartialMarks.PROPORTIONAL:
            return marks * found // len(key)
        case PartialMarks.PER_OPTION:
            return min(found, marks - 1)
    assert_never(partial)
