"""How a sheet writes its answers and options, where one row alone could be read in two ways.

Nothing is guessed: a habit is taken only from rows of the same sheet that can be read in one way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from station.exam.key_cell import ENOUGH_PLACES, Digits, looks_like_letters, sense_of_choosing
from station.exam.option_cell import SEPARATORS, compact
from station.exam.question import Question, QuestionKind
from station.exam.row_fault import RowFault
from station.exam.table_row import TableRow

_BEFORE_OPTIONS = "".join(sorted(set("".join(SEPARATORS)))) + "＊＃ \n"
HELPED = frozenset({RowFault.KEY_UNCLEAR, RowFault.OPTION_LETTERS})
"""Faults of rows that the sheet's habits may make plain."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What the rows of one sheet have in common.

    Attributes:
        judging: What digits mean as the answers of judge questions.
        choosing: What digits mean as the answers of the others.
        letters: A letter as an answer is always the place of an option, never its text.
        bare: No option has a letter before it.
    """

    judging: Digits = Digits.UNKNOWN
    choosing: Digits = Digits.UNKNOWN
    letters: bool = False
    bare: bool = False


def habits_of(
    rows: Iterable[TableRow], unclear: Iterable[tuple[str, Sequence[str]]], judging: Digits
) -> Habits:
    """Say what the habits of a sheet are.

    Args:
        unclear: Answer and options of the rows whose answer can be read in two ways.
    """
    read = [(row, q) for row in rows if (q := row.question) and q.kind is not QuestionKind.JUDGE]
    digits = [(row.key, question.options) for row, question in read]
    places = [looks_like_letters(row.key) for row, _ in read]
    return Habits(
        judging=judging,
        choosing=sense_of_choosing([*digits, *unclear]),
        letters=len(places) >= ENOUGH_PLACES and all(places),
        bare=len(read) >= ENOUGH_PLACES and all(_is_bare(row, question) for row, question in read),
    )


def _is_bare(row: TableRow, question: Question) -> bool:
    return compact(row.options).lstrip(_BEFORE_OPTIONS).startswith(compact(question.options[0]))
