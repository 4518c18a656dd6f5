"""Options as centres write them into cells."""

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from station.exam.option_marks import LETTER, LETTER_IN_LINE, LETTERS, split_line, without_marks
from station.exam.row_fault import RowDoubt, RowFault, RowRefused

SEPARATORS = ("**", "##", "$$", "||", "@@")
LINES = "\n"

_BREAKS = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Options:
    """What a cell holds.

    Attributes:
        separator: What stands between them; "" if letters alone, or columns, part them.
        numbered: They were marked with numbers, so that a digit in the answer is a place.
    """

    texts: tuple[str, ...]
    separator: str = ""
    doubts: tuple[RowDoubt, ...] = ()
    numbered: bool = False


@functools.lru_cache(maxsize=1 << 12)
def split_options(cell: str, word: str = "", *, bare: bool = False) -> Options:
    """Take a cell apart into its options, without their marks.

    Options stand between "**", between "##", on lines of their own, or behind "A. B. C." on one
    line. Either all have letters, A first and none left out, or all have numbers, or none has.

    Args:
        word: The separator that the column's header names, or that the whole sheet uses.
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
        return _on_lines(cell, bare=bare)
    if word and word in cell:
        return _separated(cell, word, bare=bare)
    return _options(split_line(cell))


def bare_letters(cell: str) -> tuple[str, ...]:
    """Return the letters of a cell that has nothing else: they name parts of a picture."""
    letters = re.sub(r"[\s*#、.．,，;；]", "", unicodedata.normalize("NFKC", cell))
    return tuple(letters) if len(letters) > 1 and letters == LETTERS[: len(letters)] else ()


def _options(
    pieces: Sequence[str],
    separator: str = "",
    doubts: Sequence[RowDoubt] = (),
    *,
    bare: bool = False,
) -> Options:
    texts, numbered = without_marks(pieces, bare=bare)
    return Options(texts, separator, tuple(doubts), numbered)


def _separated(cell: str, separator: str, *, bare: bool) -> Options:
    pieces = [piece.strip() for piece in cell.split(separator)]
    doubts = []
    if not pieces[0]:
        pieces = pieces[1:]
    if len(pieces) > 2 and not pieces[-1]:
        pieces = pieces[:-1]
        doubts.append(RowDoubt.SEPARATOR_LEFT_OVER)
    if len(pieces) == 1:
        parts = split_line(pieces[0])
        if len(parts) > 1:
            pieces = parts
            doubts.append(RowDoubt.SEPARATOR_MISSING)
    if any(LINES in piece for piece in pieces):
        pieces = _joined(pieces)
        doubts.append(RowDoubt.LINE_BREAK)
    return _options(pieces, separator, doubts, bare=bare)


def _on_lines(cell: str, *, bare: bool) -> Options:
    """Read options on lines; letters part them where there are two on one, or one on two."""
    pieces = [line.strip() for line in cell.split(LINES) if line.strip()]
    try:
        found = _options(pieces, LINES, bare=bare)
    except RowRefused as refusal:
        parts = split_line(LINES.join(pieces))
        if refusal.fault is not RowFault.OPTION_LETTERS or len(parts) < 2:
            raise
        doubts = []
        if any(LINES in part for part in parts):
            doubts.append(RowDoubt.LINE_BREAK)
        elif len({len(LETTER_IN_LINE.findall(line)) for line in pieces[:-1]}) > 1:
            doubts.append(RowDoubt.SEPARATOR_MISSING)
        return _options([re.sub(r"\s*\n\s*", "", part) for part in parts], "", doubts)
    breaks = {gap.count(LINES) for gap in _BREAKS.findall(cell)}
    if len(breaks) > 1 and list(found.texts) == pieces:  # a line among them is empty
        raise RowRefused(RowFault.OPTION_EMPTY)
    return found


def _joined(pieces: Sequence[str]) -> list[str]:
    """Take line breaks out of options whose letters show that each is one option."""
    lettered = [LETTER.match(piece) for piece in pieces]
    lines = [line for piece in pieces for line in piece.split(LINES)[1:]]
    if not all(match and match.group(2) for match in lettered) or any(
        LETTER_IN_LINE.match(line) for line in lines
    ):
        raise RowRefused(RowFault.SEPARATORS_MIXED)
    return [re.sub(r"\s*\n\s*", "", piece) for piece in pieces]
