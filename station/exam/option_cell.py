"""Options and answers as centres write them into cells."""

import re
import unicodedata
from collections.abc import Sequence

from station.exam.question import QuestionKind
from station.exam.row_fault import RowFault, RowRefused

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

RIGHT_WORDS = frozenset({"正确", "对", "是", "√", "✓", "✔", "T", "TRUE", "Y", "YES"})
WRONG_WORDS = frozenset({"错误", "错", "否", "不正确", "×", "✗", "✘", "F", "FALSE", "N", "NO"})
RIGHT_AND_WRONG = ("正确", "错误")

_SEPARATORS = ("**", "##")
_MARK = r"[.．、:：)）,，]"
_LETTER = re.compile(rf"\s*([A-ZＡ-Ｚ])\s*({_MARK})?\s*")
_LETTER_IN_LINE = re.compile(r"([A-ZＡ-Ｚ])\s*[.．、:：]")


def split_options(cell: str) -> tuple[str, ...]:
    """Take a cell apart into its options, without their letters.

    Options stand between "**", between "##", on lines of their own, or behind "A. B. C." on one
    line. Either all have letters, A first and none left out, or none has.

    Raises:
        RowRefused: The cell can be read in more than one way, or an option is empty.
    """
    used = [separator for separator in _SEPARATORS if separator in cell]
    if len(used) > 1:
        raise RowRefused(RowFault.SEPARATORS_MIXED)
    if used:
        pieces = cell.split(used[0])
        if not pieces[0].strip():
            pieces = pieces[1:]
    elif "\n" in cell.strip():
        pieces = [line for line in cell.split("\n") if line.strip()]
    else:
        pieces = _split_line(cell)
    return without_letters([piece.strip() for piece in pieces])


def without_letters(pieces: Sequence[str]) -> tuple[str, ...]:
    """Take the letters off options, if they have any.

    Raises:
        RowRefused: An option is empty, or the letters are not A, B, C and on.
    """
    if len(pieces) > len(LETTERS):
        raise RowRefused(RowFault.OPTIONS_TOO_MANY)
    if not all(pieces):
        raise RowRefused(RowFault.OPTION_EMPTY)
    found = [_LETTER.match(piece) for piece in pieces]
    letters = "".join(_ascii(match.group(1)) if match else "-" for match in found)
    marked = any(match and match.group(2) for match in found)
    if letters == LETTERS[: len(pieces)]:
        bare = [
            piece[match.end() :] if match else piece
            for piece, match in zip(pieces, found, strict=True)
        ]
        _refuse_hidden(bare, marked=marked)
        pieces = [piece.strip() for piece in bare]
    elif marked or "A" in letters:
        raise RowRefused(RowFault.OPTION_LETTERS)
    if not all(pieces):
        raise RowRefused(RowFault.OPTION_EMPTY)
    if any("\n" in piece for piece in pieces):
        raise RowRefused(RowFault.SEPARATORS_MIXED)
    if len({_compact(piece) for piece in pieces}) != len(pieces):
        raise RowRefused(RowFault.OPTIONS_EQUAL)
    return tuple(pieces)


def read_key(cell: str, kind: QuestionKind, options: Sequence[str]) -> tuple[int, ...]:
    """Read an answer: letters ("ABD", "A、B"), or for one right option its own words.

    Raises:
        RowRefused: It is empty, unclear, or names what is not there.
    """
    answer = re.sub(r"[\s,、;|/.]", "", unicodedata.normalize("NFKC", cell)).upper()
    if not answer:
        raise RowRefused(RowFault.KEY_EMPTY)
    if kind is QuestionKind.JUDGE and answer in RIGHT_WORDS | WRONG_WORDS:
        words = RIGHT_WORDS if answer in RIGHT_WORDS else WRONG_WORDS
        return (next(i for i, option in enumerate(options) if _compact(option) in words),)
    same = [place for place, option in enumerate(options) if _compact(option) == answer]
    if not re.fullmatch("[A-Z]+", answer):
        if len(same) == 1 and (not answer.isdecimal() or same[0] + 1 == int(answer)):
            return (same[0],)
        raise RowRefused(RowFault.KEY_UNCLEAR)
    key = tuple(sorted(LETTERS.index(letter) for letter in answer))
    if same and key != (same[0],):
        raise RowRefused(RowFault.KEY_UNCLEAR)  # the letter of one option is the text of another
    if len(set(key)) != len(key):
        raise RowRefused(RowFault.KEY_REPEATED)
    if key[-1] >= len(options):
        raise RowRefused(RowFault.KEY_OUTSIDE)
    if kind is QuestionKind.MULTIPLE and len(key) < 2:
        raise RowRefused(RowFault.KEY_TOO_FEW)
    if kind is not QuestionKind.MULTIPLE and len(key) > 1:
        raise RowRefused(RowFault.KEY_TOO_MANY)
    return key


def is_right_and_wrong(options: Sequence[str]) -> bool:
    """Whether these are the two options of a judge question."""
    words = {_compact(option) for option in options}
    return len(options) == 2 and bool(words & RIGHT_WORDS) and bool(words & WRONG_WORDS)


def _split_line(line: str) -> list[str]:
    """Cut "A.one B.two C.three" before each letter, if the letters run in order."""
    marks = list(_LETTER_IN_LINE.finditer(line))
    letters = "".join(_ascii(mark.group(1)) for mark in marks)
    if len(marks) < 2 or line[: marks[0].start()].strip() or letters != LETTERS[: len(marks)]:
        return [line]
    starts = [mark.start() for mark in marks]
    return [line[a:b] for a, b in zip(starts, [*starts[1:], len(line)], strict=True)]


def _refuse_hidden(texts: Sequence[str], *, marked: bool) -> None:
    """Refuse an option that holds the next one too, because its separator is missing."""
    following = LETTERS[len(texts)] if len(texts) < len(LETTERS) else "Z"
    mark = _MARK if marked else rf"(?:{_MARK}|(?=[\u4e00-\u9fff]))"
    hidden = re.compile(rf"(?<![A-Za-z0-9])[{following}]\s*{mark}")
    if hidden.search(unicodedata.normalize("NFKC", texts[-1])):
        raise RowRefused(RowFault.OPTION_HIDDEN)


def _ascii(letter: str) -> str:
    return unicodedata.normalize("NFKC", letter)


def _compact(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
