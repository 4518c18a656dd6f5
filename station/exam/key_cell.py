"""Answers as centres write them into cells."""

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import Enum, auto

from station.exam.option_marks import LETTERS, compact
from station.exam.question import QuestionKind
from station.exam.row_fault import RowFault, RowRefused

RIGHT_WORDS = frozenset(
    {
        "正确",
        "对",
        "是",
        "√",
        "✓",
        "✔",
        "☑",
        "✅",
        "V",
        "T",
        "TRUE",
        "Y",
        "YES",
        "R",
        "RIGHT",
        "CORRECT",
    }
)
WRONG_WORDS = frozenset(
    {"错误", "错", "否", "不正确", "不对", "非", "×", "✗", "✘", "✕", "✖", "╳", "❌", "X"}
    | {"F", "FALSE", "N", "NO", "W", "WRONG", "INCORRECT"}
)
RIGHT_AND_WRONG = ("正确", "错误")
_LETTERS = re.compile("[A-H]{1,8}")
ENOUGH_PLACES = 3
"""So many answers of a sheet can only be places before all its digits are taken for places."""


class Digits(Enum):
    """What a sheet means by digits in its answers.

    Attributes:
        NUMBERED: The options are called by numbers; only a text that is the digit and no more may
            be meant instead.
        ONES: There are only ones: right, and the place of the first option, if that is right.
    """

    UNKNOWN = auto()
    PLACES = auto()
    TEXTS = auto()
    TRUTH = auto()
    NUMBERED = auto()
    ONES = auto()


def sense_of_judging(answers: Iterable[str]) -> Digits:
    """Say what digits mean in all the judge answers of one sheet."""
    found = {_plain(answer) for answer in answers} - {""}
    if found == {"1"}:
        return Digits.ONES
    if found and found <= {"0", "1"}:
        return Digits.TRUTH
    return Digits.PLACES if found and found <= {"1", "2"} else Digits.UNKNOWN


def sense_of_choosing(rows: Iterable[tuple[str, Sequence[str]]]) -> Digits:
    """Say what digits mean on one sheet, from the rows on which they can mean one thing only.

    Args:
        rows: Answer and options of each choice question.
    """
    texts = places = 0
    for cell, options in rows:
        answer = _plain(cell)
        if answer.isascii() and answer.isdecimal():
            as_text = _same(answer, options)
            as_place = set(answer) <= set("123456789"[: len(options)])
            texts += bool(as_text) and not as_place
            places += as_place and not as_text
    if texts and not places:
        return Digits.TEXTS
    return Digits.PLACES if places >= ENOUGH_PLACES and not texts else Digits.UNKNOWN


def read_key(
    cell: str,
    kind: QuestionKind,
    options: Sequence[str],
    digits: Digits = Digits.UNKNOWN,
    *,
    letters: bool = False,
    one_will_do: bool = False,
) -> tuple[int, ...]:
    """Read an answer: letters ("ABD", "A、B"), or for one right option its own words.

    Args:
        digits: What digits mean on the same sheet.
        letters: On the same sheet a letter is always a place, even if an option reads "A".
        one_will_do: Of a kind whose name says that one right option may be all.

    Raises:
        RowRefused: It is empty, unclear, or names what is not there.
    """
    answer = _plain(cell)
    if not answer:
        raise RowRefused(RowFault.KEY_EMPTY)
    if kind is QuestionKind.JUDGE and (key := _judged(answer, options, digits)):
        return key
    same = _same(answer, options)
    if not re.fullmatch("[A-Z]+", answer):
        key = _by_text(answer, same, digits, options)
    else:
        key = tuple(sorted(LETTERS.index(letter) for letter in answer))
        if same and key != (same[0],) and not letters:  # one option's letter is another's text
            raise RowRefused(RowFault.KEY_UNCLEAR)
    return _fitting(key, kind, options, 1 if one_will_do else 2)


def looks_like_key(cell: str) -> bool:
    """Whether a cell can be nothing but an answer: letters, or a word that judges."""
    return looks_like_letters(cell) or _plain(cell) in RIGHT_WORDS | WRONG_WORDS


def looks_like_letters(cell: str) -> bool:
    """Whether an answer is written with the letters of options."""
    return bool(_LETTERS.fullmatch(_plain(cell)))


def is_right_and_wrong(options: Sequence[str]) -> bool:
    """Whether these are the two options of a judge question."""
    if len(options) != 2:
        return False
    words = {compact(option).upper() for option in options}
    return bool(words & RIGHT_WORDS) and bool(words & WRONG_WORDS)


@functools.lru_cache(maxsize=1 << 12)
def _plain(cell: str) -> str:
    plain = unicodedata.normalize("NFKC", cell)
    plain = re.sub(r"^\s*(正确|标准|参考)?答案\s*[:是为]?", "", plain)
    if re.search(r"\d\s*[./]\s*\d", plain):
        return re.sub(r"[\s,、;|]", "", plain).upper()
    return re.sub(r"[\s,、;|/.()\[\]【】。+和]", "", plain).upper()


def _judged(answer: str, options: Sequence[str], digits: Digits) -> tuple[int, ...] | None:
    ones = digits is Digits.ONES and compact(options[0]).upper() in RIGHT_WORDS
    if (digits is Digits.TRUTH or ones) and answer in ("0", "1"):
        answer = "对" if answer == "1" else "错"
    if answer not in RIGHT_WORDS | WRONG_WORDS:
        return None
    words = RIGHT_WORDS if answer in RIGHT_WORDS else WRONG_WORDS
    return (next(i for i, option in enumerate(options) if compact(option).upper() in words),)


def _by_text(
    answer: str, same: list[int], digits: Digits, options: Sequence[str]
) -> tuple[int, ...]:
    """Read an answer that is no letters: an option's own words, or digits."""
    if re.search("[\u0370-\u03ff\u0400-\u04ff]", answer) and not same:
        raise RowRefused(RowFault.KEY_LOOK_ALIKE)
    if not answer.isascii() or not answer.isdecimal():
        if len(same) == 1:
            return (same[0],)
        raise RowRefused(RowFault.KEY_UNCLEAR)
    as_places = tuple(sorted(int(digit) - 1 for digit in answer))
    can_be_place = as_places[0] >= 0 and as_places[-1] < len(options)
    if digits is Digits.NUMBERED and answer not in map(compact, options):
        same, digits = [], Digits.PLACES
    if len(same) == 1 and (as_places == (same[0],) or not can_be_place or digits is Digits.TEXTS):
        return (same[0],)
    if same or digits is not Digits.PLACES:
        raise RowRefused(RowFault.KEY_UNCLEAR)
    if as_places[0] < 0:
        raise RowRefused(RowFault.KEY_OUTSIDE)
    return as_places


def _same(answer: str, options: Sequence[str]) -> list[int]:
    """Return the places of the options that read like the answer; a unit may follow a number."""
    plain = [compact(option).upper() for option in options]
    same = [place for place, option in enumerate(plain) if option == answer]
    if same or not answer.isdecimal():
        return same
    unit = re.compile(rf"{answer}[^\d.,~～/×\-－]\D*")
    return [place for place, option in enumerate(plain) if unit.fullmatch(option)]


def _fitting(
    key: tuple[int, ...], kind: QuestionKind, options: Sequence[str], least: int
) -> tuple[int, ...]:
    if len(set(key)) != len(key):
        raise RowRefused(RowFault.KEY_REPEATED)
    if key[-1] >= len(options):
        raise RowRefused(RowFault.KEY_OUTSIDE)
    if kind is QuestionKind.MULTIPLE and len(key) < least:
        raise RowRefused(RowFault.KEY_TOO_FEW)
    if kind is not QuestionKind.MULTIPLE and len(key) > 1:
        raise RowRefused(RowFault.KEY_TOO_MANY)
    return key
