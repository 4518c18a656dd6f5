"""How a sheet writes its answers and options, where one row alone could be read in two ways.

Nothing is guessed: a habit is taken only from rows of the same sheet that can be read in one way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from station.exam.key_cell import ENOUGH_PLACES, Digits, looks_like_letters, sense_of_choosing
from station.exam.option_cell import SEPARATORS
from station.exam.option_marks import compact
from station.exam.question import Question, QuestionKind
from station.exam.row_fault import RowFault
from station.exam.table_row import TableRow

_BEFORE_OPTIONS = "".join(sorted(set("".join(SEPARATORS)))) + "＊＃ \n"
HELPED = frozenset({
    RowFault.KEY_UNCLEAR, RowFault.OPTION_LETTERS, RowFault.OPTIONS_TOO_FEW,
    RowFault.OPTIONS_EMPTY,
})  # fmt: skip
"""Faults of rows that the sheet's habits may make plain."""

SIGNS = "|｜;；$&~#@"
"""Single signs that may part options, if all rows of a sheet use the same."""
MOST_PARTS = 8


@dataclass(frozen=True, slots=True)
class Habits:
    """What the rows of one sheet have in common.

    Attributes:
        judging: What digits mean as the answers of judge questions.
        choosing: What digits mean as the answers of the others.
        letters: A letter as an answer is always the place of an option, never its text.
        bare: No option has a letter before it.
        sign: What parts the options of every row that no other way takes apart; "" for nothing.
        judges_by_letter: No judge question has options, and all are answered with A or B.
    """

    judging: Digits = Digits.UNKNOWN
    choosing: Digits = Digits.UNKNOWN
    letters: bool = False
    bare: bool = False
    sign: str = ""
    judges_by_letter: bool = False


def habits_of(
    rows: Sequence[TableRow],
    unclear: Iterable[tuple[str, Sequence[str]]],
    before: Habits,
    *,
    judges_by_letter: bool = False,
) -> Habits:
    """Say what the habits of a sheet are.

    Args:
        unclear: Answer and options of the rows whose answer can be read in two ways.
        before: What was known before any row was read.
    """
    read = [(row, q) for row in rows if (q := row.question) and q.kind is not QuestionKind.JUDGE]
    digits = [(row.key, question.options) for row, question in read]
    places = [looks_like_letters(row.key) for row, _ in read]
    choosing = sense_of_choosing([*digits, *unclear])
    whole = [row.options for row in rows if row.fault is RowFault.OPTIONS_TOO_FEW]
    return Habits(
        judging=before.judging,
        choosing=choosing if before.choosing is Digits.UNKNOWN else before.choosing,
        sign=_sign(whole) or before.sign,
        judges_by_letter=judges_by_letter,
        letters=len(places) >= ENOUGH_PLACES and all(places),
        bare=len(read) >= ENOUGH_PLACES and all(_is_bare(row, question) for row, question in read),
    )


def _sign(cells: Sequence[str]) -> str:
    """Return the only sign that parts all of these cells into options."""
    if len(cells) < ENOUGH_PLACES:
        return ""
    fitting = [sign for sign in SIGNS if all(_parts(cell, sign) for cell in cells)]
    return fitting[0] if len(fitting) == 1 else ""


def _parts(cell: str, sign: str) -> bool:
    pieces = cell.strip().strip(sign).split(sign)
    return 1 < len(pieces) <= MOST_PARTS and all(map(str.strip, pieces))


def _is_bare(row: TableRow, question: Question) -> bool:
    return compact(row.options).lstrip(_BEFORE_OPTIONS).startswith(compact(question.options[0]))
