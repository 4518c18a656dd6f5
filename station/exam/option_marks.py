"""Marks in front of options: "A.", "（b）", "2、", "③". They count only where they run in order."""

import functools
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from station.exam.row_fault import RowFault, RowRefused

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

MARK = r"[.．、:：)）\]】,，]"
_SURE = r"[.．、:：)）\]】]"
"""A comma within a line may be anything."""
LETTER = re.compile(rf"\s*[(（\[【]?\s*([A-ZＡ-Ｚ]|[a-zａ-ｚ](?=\s*{MARK}))\s*({MARK}+)?\s*")
LETTER_IN_LINE = re.compile(rf"[(（\[【]?\s*(?<![A-Za-z])([A-ZＡ-Ｚ])\s*{_SURE}")
_SMALL_IN_LINE = re.compile(rf"[(（\[【]?\s*(?<![A-Za-z])([a-zａ-ｚ])\s*{_SURE}")
_BARE_IN_LINE = re.compile(r"(?:(?<=\s)|^)([A-ZＡ-Ｚ])(?=\S)")
_APART_IN_LINE = re.compile(r"(?:(?<=\s)|^)([A-ZＡ-Ｚ])\s+(?=\S)")

_RING = "([①-⑳⑴-⒇])[.．、]?"
_NUMBER = r"(?:[(（\[【]\s*(\d{1,2})\s*[)）\]】][.．、]?|(\d{1,2})\s*(?:[、．:：)）\]】]|\.(?!\d)))"
_NUMBERED = re.compile(rf"\s*(?:{_NUMBER}|{_RING})\s*(?=\S)")
_NUMBER_IN_LINE = re.compile(rf"(?:(?<=[\s;；，,。])|^){_NUMBER}")
_RING_IN_LINE = re.compile(_RING)
_ENDS_OF_PIECES = ";；|,，、/"


class Marked(NamedTuple):
    """Options without their marks.

    Attributes:
        numbered: The marks were numbers, so that a digit in the answer is a place.
    """

    texts: tuple[str, ...]
    numbered: bool = False


def without_marks(pieces: Sequence[str], *, bare: bool = False) -> Marked:
    """Take the marks off options, if they have any.

    Args:
        bare: No option of this sheet has a letter, so that "A级" is a word.

    Raises:
        RowRefused: An option is empty, or its marks are not in order from the first.
    """
    if not pieces:
        return Marked(())
    if len(pieces) > len(LETTERS):
        raise RowRefused(RowFault.OPTIONS_TOO_MANY)
    if not all(pieces):
        raise RowRefused(RowFault.OPTION_EMPTY)
    found = [LETTER.match(piece) for piece in pieces]
    letters = "".join(ascii_of(match.group(1)) if match else "-" for match in found)
    marked = any(match and match.group(2) for match in found)
    numbered = False
    if letters == LETTERS[: len(pieces)]:
        pieces = [
            piece[match.end() :] if match else piece
            for piece, match in zip(pieces, found, strict=True)
        ]
        _refuse_hidden(pieces, marked=marked)
    elif marked or ("A" in letters and not bare):
        raise RowRefused(RowFault.OPTION_LETTERS)
    else:
        pieces, numbered = _without_numbers(pieces)
    pieces = [piece.strip() for piece in pieces]
    if not all(pieces):
        raise RowRefused(RowFault.OPTION_EMPTY)
    if len({compact(piece) for piece in pieces}) != len(pieces):
        raise RowRefused(RowFault.OPTIONS_EQUAL)
    return Marked(tuple(pieces), numbered)


def split_line(line: str) -> list[str]:
    """Cut "A.one B.two C.three" before each mark, if the marks run in order from the first."""
    for pattern, name in _IN_LINE:
        marks = list(pattern.finditer(line))
        if len(marks) < 2 or line[: marks[0].start()].strip():
            continue
        if [name(mark) for mark in marks] == list(range(len(marks))):
            starts = [mark.start() for mark in marks]
            ends = [*starts[1:], len(line)]
            return _without_ends([line[a:b].strip() for a, b in zip(starts, ends, strict=True)])
    return [line]


def compact(text: str) -> str:
    """Return a text without blanks and forms of letters, to compare it."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@functools.lru_cache(maxsize=256)
def ascii_of(letter: str) -> str:
    """Return a letter's plain capital."""
    return unicodedata.normalize("NFKC", letter).upper()


def _place_of_letter(mark: re.Match[str]) -> int:
    return LETTERS.find(ascii_of(mark.group(1)))


def _place_of_number(mark: re.Match[str]) -> int:
    number = next(filter(None, mark.groups()))
    return int(re.sub(r"\D", "", unicodedata.normalize("NFKC", number))) - 1


_IN_LINE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], int]], ...] = (
    (LETTER_IN_LINE, _place_of_letter),
    (_SMALL_IN_LINE, _place_of_letter),
    (_BARE_IN_LINE, _place_of_letter),
    (_APART_IN_LINE, _place_of_letter),
    (_NUMBER_IN_LINE, _place_of_number),
    (_RING_IN_LINE, _place_of_number),
)


def _without_numbers(pieces: Sequence[str]) -> tuple[list[str], bool]:
    """Take numbers off that count from one; numbers that skip one are a fault."""
    found = [_NUMBERED.match(piece) for piece in pieces]
    places = [_place_of_number(match) if match else -1 for match in found]
    if places == list(range(len(pieces))) and len(pieces) > 1:
        return [piece[m.end() :] for piece, m in zip(pieces, found, strict=True) if m], True
    if places[0] == 0 and places == sorted(set(places)):
        raise RowRefused(RowFault.OPTION_LETTERS)
    return list(pieces), False


def _without_ends(pieces: list[str]) -> list[str]:
    """Take off the sign that ends each piece but the last, such as ";"."""
    ends = {piece[-1:] for piece in pieces[:-1]}
    if len(ends) == 1 and ends <= set(_ENDS_OF_PIECES):
        return [piece.rstrip(_ENDS_OF_PIECES).strip() for piece in pieces]
    return pieces


def _refuse_hidden(texts: Sequence[str], *, marked: bool) -> None:
    """Refuse an option that holds the next one too, because its separator is missing."""
    following = LETTERS[len(texts)] if len(texts) < len(LETTERS) else "Z"
    mark = MARK if marked else rf"(?:{MARK}|(?=[\d<>≥≤±+√《“\u4e00-\u9fff]))"
    unit = r"(?<=\d)\s?[A-Za-z]{1,2}"  # "C.36 VD.48 V"
    hidden = re.compile(rf"(?:(?<![A-Za-z])|{unit}){following}\s*{mark}")
    if hidden.search(unicodedata.normalize("NFKC", texts[-1].replace("℃", "度"))):
        raise RowRefused(RowFault.OPTION_HIDDEN)
