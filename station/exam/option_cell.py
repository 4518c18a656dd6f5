"""Options as centres write them into cells."""

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from station.exam.row_fault import RowDoubt, RowFault, RowRefused

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SEPARATORS = ("**", "##", "$$", "||", "@@")
LINES = "\n"

_MARK = r"[.．、:：)）\]】,，]"
_LETTER = re.compile(rf"\s*[(（\[【]?\s*([A-ZＡ-Ｚ]|[a-z](?=\s*{_MARK}))\s*({_MARK}+)?\s*")
_LETTER_IN_LINE = re.compile(r"[(（\[【]?\s*(?<![A-Za-z])([A-ZＡ-Ｚ])\s*[.．、:：)）\]】]")
_BARE_IN_LINE = re.compile(r"(?:(?<=\s)|^)([A-ZＡ-Ｚ])(?=\S)")
_BREAKS = re.compile(r"\s*\n\s*")
_ENDS_OF_PIECES = ";；|,，、/"


@dataclass(frozen=True, slots=True)
class Options:
    """What a cell holds.

    Attributes:
        separator: What stands between them; "" if letters alone, or columns, part them.
    """

    texts: tuple[str, ...]
    separator: str = ""
    doubts: tuple[RowDoubt, ...] = ()


@functools.lru_cache(maxsize=1 << 12)
def split_options(cell: str, header_word: str = "", *, bare: bool = False) -> Options:
    """Take a cell apart into its options, without their letters.

    Options stand between "**", between "##", on lines of their own, or behind "A. B. C." on one
    line. Either all have letters, A first and none left out, or none has.

    Args:
        header_word: The separator that the column's header names, if it names one.
        bare: No option of this sheet has a letter, so that "A级" is a word.

    Raises:
        RowRefused: The cell can be read in more than one way, or an option is empty.
    """
    cell = cell.replace("＊", "*").replace("＃", "#").strip()
    if "<br" in cell:
        cell = re.sub(r"<br\s*/?>", "\n", cell)
    used = [separator for separator in SEPARATORS if separator in cell]
    if len(used) > 1:
        raise RowRefused(RowFault.SEPARATORS_MIXED)
    if used:
        return _separated(cell, used[0], bare=bare)
    if LINES in cell:
        pieces = [line.strip() for line in cell.split(LINES) if line.strip()]
        texts = without_letters(pieces, bare=bare)
        breaks = {gap.count(LINES) for gap in _BREAKS.findall(cell)}
        if len(breaks) > 1 and list(texts) == pieces:  # a line among them is empty
            raise RowRefused(RowFault.OPTION_EMPTY)
        return Options(texts, LINES)
    if header_word and header_word in cell:
        return _separated(cell, header_word, bare=bare)
    return Options(without_letters(_split_line(cell)))


def without_letters(pieces: Sequence[str], *, bare: bool = False) -> tuple[str, ...]:
    """Take the letters off options, if they have any.

    Args:
        bare: No option of this sheet has a letter, so that "A级" is a word.

    Raises:
        RowRefused: An option is empty, or the letters are not A, B, C and on.
    """
    if not pieces:
        return ()
    if len(pieces) > len(LETTERS):
        raise RowRefused(RowFault.OPTIONS_TOO_MANY)
    if not all(pieces):
        raise RowRefused(RowFault.OPTION_EMPTY)
    found = [_LETTER.match(piece) for piece in pieces]
    letters = "".join(_ascii(match.group(1)) if match else "-" for match in found)
    marked = any(match and match.group(2) for match in found)
    if letters == LETTERS[: len(pieces)]:
        rest = [
            piece[match.end() :] if match else piece
            for piece, match in zip(pieces, found, strict=True)
        ]
        _refuse_hidden(rest, marked=marked)
        pieces = [piece.strip() for piece in rest]
    elif marked or ("A" in letters and not bare):
        raise RowRefused(RowFault.OPTION_LETTERS)
    if not all(pieces):
        raise RowRefused(RowFault.OPTION_EMPTY)
    if len({compact(piece) for piece in pieces}) != len(pieces):
        raise RowRefused(RowFault.OPTIONS_EQUAL)
    return tuple(pieces)


def bare_letters(cell: str) -> tuple[str, ...]:
    """Return the letters of a cell that has nothing else: they name parts of a picture."""
    letters = re.sub(r"[\s*#、.．,，;；]", "", unicodedata.normalize("NFKC", cell))
    return tuple(letters) if len(letters) > 1 and letters == LETTERS[: len(letters)] else ()


def compact(text: str) -> str:
    """Return a text without blanks and forms of letters, to compare it."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _separated(cell: str, separator: str, *, bare: bool) -> Options:
    pieces = [piece.strip() for piece in cell.split(separator)]
    doubts = []
    if not pieces[0]:
        pieces = pieces[1:]
    if len(pieces) > 2 and not pieces[-1]:
        pieces = pieces[:-1]
        doubts.append(RowDoubt.SEPARATOR_LEFT_OVER)
    if len(pieces) == 1:
        parts = _split_line(pieces[0])
        if len(parts) > 1:
            pieces = parts
            doubts.append(RowDoubt.SEPARATOR_MISSING)
    if any(LINES in piece for piece in pieces):
        pieces = _joined(pieces)
        doubts.append(RowDoubt.LINE_BREAK)
    return Options(without_letters(pieces, bare=bare), separator, tuple(doubts))


def _joined(pieces: Sequence[str]) -> list[str]:
    """Take line breaks out of options whose letters show that each is one option."""
    lettered = [_LETTER.match(piece) for piece in pieces]
    lines = [line for piece in pieces for line in piece.split(LINES)[1:]]
    if not all(match and match.group(2) for match in lettered) or any(
        _LETTER_IN_LINE.match(line) for line in lines
    ):
        raise RowRefused(RowFault.SEPARATORS_MIXED)
    return [re.sub(r"\s*\n\s*", "", piece) for piece in pieces]


def _split_line(line: str) -> list[str]:
    """Cut "A.one B.two C.three" before each letter, if the letters run in order."""
    for letter in (_LETTER_IN_LINE, _BARE_IN_LINE):
        marks = list(letter.finditer(line))
        letters = "".join(_ascii(mark.group(1)) for mark in marks)
        if len(marks) > 1 and not line[: marks[0].start()].strip():
            if letters != LETTERS[: len(marks)]:
                continue
            starts = [mark.start() for mark in marks]
            ends = [*starts[1:], len(line)]
            return _without_ends([line[a:b].strip() for a, b in zip(starts, ends, strict=True)])
    return [line]


def _without_ends(pieces: list[str]) -> list[str]:
    """Take off the sign that ends each piece but the last, such as ";"."""
    ends = {piece[-1:] for piece in pieces[:-1]}
    if len(ends) == 1 and ends <= set(_ENDS_OF_PIECES):
        return [piece.rstrip(_ENDS_OF_PIECES).strip() for piece in pieces]
    return pieces


def _refuse_hidden(texts: Sequence[str], *, marked: bool) -> None:
    """Refuse an option that holds the next one too, because its separator is missing."""
    following = LETTERS[len(texts)] if len(texts) < len(LETTERS) else "Z"
    mark = _MARK if marked else rf"(?:{_MARK}|(?=[\d<>≥≤±+√《“\u4e00-\u9fff]))"
    unit = r"(?<=\d)\s?[A-Za-z]{1,2}"  # "C.36 VD.48 V"
    hidden = re.compile(rf"(?:(?<![A-Za-z])|{unit}){following}\s*{mark}")
    if hidden.search(unicodedata.normalize("NFKC", texts[-1].replace("℃", "度"))):
        raise RowRefused(RowFault.OPTION_HIDDEN)


@functools.lru_cache(maxsize=256)
def _ascii(letter: str) -> str:
    return unicodedata.normalize("NFKC", letter).upper()
