"""Right letters that are too often the same: who guesses them passes."""

from collections import Counter
from collections.abc import Iterator
from math import sqrt

from station.exam.doctor.finding import Doubt, Finding
from station.exam.imported import Place
from station.exam.question import QuestionKind
from station.exam.table_row import TableSheet

ENOUGH_QUESTIONS = 40
FEWEST = 10
"""From so many a share counts that chance would bring once in forty tables."""

SINGLE_SHARE = 0.40
"""RULES 5.1."""

JUDGE_SHARE = 0.75


def find_skew(sheet: TableSheet, file: str) -> Iterator[Finding]:
    """Count the right letters of a sheet's judge and single-choice questions."""
    for kind, most in ((QuestionKind.SINGLE, SINGLE_SHARE), (QuestionKind.JUDGE, JUDGE_SHARE)):
        letters = Counter(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[row.question.key[0]]
            for row in sheet.rows
            if row.question is not None and row.question.kind is kind
        )
        total = letters.total()
        if total < FEWEST:
            continue
        letter, times = letters.most_common(1)[0]
        chance = 2 * sqrt(most * (1 - most) / total) if total < ENOUGH_QUESTIONS else 0.0
        if times > (most + chance) * total:
            yield Finding(
                code=Doubt.LETTERS_SKEWED.value,
                place=Place(file=file, part=sheet.title, row=sheet.header),
                column=sheet.columns.get("key", ""),
                excerpt=f"{letter}: {times} / {total}",
                about=f"{letter} {times / total:.0%}",
            )
