"""A key sheet: all of a paper that answers are judged by, in a twentieth of its bytes."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.exam.grading import marks_for
from station.exam.paper import PAPER, Paper
from station.exam.question import QuestionKind
from station.exam.rules import PartialMarks
from station.ids import Digest, QuestionId, digest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What is right for one question, as this candidate sees it.

    Attributes:
        options: How many there are.
        several: More than one may be chosen.
        right: Indexes of the right options in the order shown, ascending.
    """

    question: QuestionId
    options: int
    several: bool
    right: tuple[int, ...]
    marks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySheet:
    """The keys of one paper, in its order.

    Attributes:
        paper: SHA-256 of the paper as it travels.
        size: How many bytes it has there.
    """

    paper: Digest
    size: int
    minutes: int
    pass_marks: int
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a paper was marked with, without the questions one by one."""

    marks: int
    of: int
    passed: bool


def key_sheet(paper: Paper) -> KeySheet:
    """Take the keys off a paper."""
    raw = PAPER.pack(paper)
    return KeySheet(
        paper=digest_of(raw),
        size=len(raw),
        minutes=paper.minutes,
        pass_marks=paper.pass_marks,
        keys=tuple(
            Key(
                question=item.question,
                options=len(item.options),
                several=item.kind is QuestionKind.MULTIPLE,
                right=item.key,
                marks=item.marks,
            )
            for item in paper.items
        ),
    )


def tally(
    sheet: KeySheet, answers: Mapping[QuestionId, tuple[int, ...]], partial: PartialMarks
) -> Tally:
    """Mark a paper by its keys: what `grade` says of it when no question is voided."""
    marks = sum(
        key.marks
        if (chosen := answers.get(key.question, ())) == key.right
        else marks_for(chosen, key.right, key.marks, partial)
        for key in sheet.keys
    )
    of = sum(key.marks for key in sheet.keys)
    return Tally(marks=marks, of=of, passed=of > 0 and marks >= sheet.pass_marks)
