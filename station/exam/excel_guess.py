"""Sheets without a header: which column holds what, where the rows leave no doubt."""

import re
from collections.abc import Callable, Sequence

from station.exam.excel_cells import Cell
from station.exam.excel_columns import Columns, Meaning
from station.exam.key_cell import looks_like_key
from station.exam.kinds import kind_of
from station.exam.option_cell import LINES, SEPARATORS
from station.exam.option_marks import LETTERS

LOOK_AT = 400
SURE = 0.9
"""Share of the filled cells of a column that must be of one kind."""

_LETTERED = re.compile(r"[AＡ]\s*[.．、:：)）].*[BＢ]\s*[.．、:：)）]", re.DOTALL)


def guess_columns(rows: Sequence[tuple[int, tuple[Cell, ...]]]) -> Columns | None:
    """Return the columns of a sheet whose first row is already a question; None in any doubt.

    A stem, a kind and an answer must each be in exactly one column, and options in one column
    or in columns side by side.
    """
    if not rows:
        return None
    sample = [cells for _, cells in rows[:LOOK_AT]]
    width = max(map(len, sample))
    columns = [_column(sample, column) for column in range(width)]
    kinds = [n for n, texts in enumerate(columns) if _share(texts, _is_kind) >= SURE]
    keys = [n for n, texts in enumerate(columns) if _share(texts, looks_like_key) >= SURE]
    options = [n for n, texts in enumerate(columns) if _share(texts, _are_options, 0.1) >= 0.5]
    taken = {*kinds, *options}
    keys = [n for n in keys if n not in taken]
    if len(kinds) != 1 or len(options) > 1 or not keys:
        return None
    letters: tuple[int, ...] = ()
    if not options:
        letters, keys = _side_by_side(columns, keys)
    if len(keys) != 1:
        return None
    stem = _stem(columns, {*taken, *keys, *letters})
    if stem is None or (letters and stem != letters[0] - 1):
        return None
    at = {Meaning.KIND: kinds[0], Meaning.KEY: keys[0], Meaning.STEM: stem}
    if options:
        at[Meaning.OPTIONS] = options[0]
    at |= _topics(columns, {*taken, *keys, *letters, stem}, stem)
    return Columns(header=-1, at=at, letters=letters)


def _column(sample: Sequence[tuple[Cell, ...]], column: int) -> list[str]:
    return [str(cells[column]) if column < len(cells) else "" for cells in sample]


def _share(texts: Sequence[str], is_such: Callable[[str], bool], least: float = 0.5) -> float:
    """Return how many of a column's cells are such; 0 if fewer than `least` of them are filled."""
    filled = [text for text in texts if text]
    if len(filled) < max(1, int(least * len(texts))):
        return 0.0
    return sum(bool(is_such(text)) for text in filled) / len(filled)


def _is_kind(text: str) -> bool:
    return kind_of(text) is not None


def _are_options(text: str) -> bool:
    parted = any(separator in text for separator in (*SEPARATORS, LINES))
    return parted or bool(_LETTERED.search(text))


def _stem(columns: Sequence[Sequence[str]], taken: set[int]) -> int | None:
    """Return the column of the longest texts, nearly all of them different."""
    lengths = {
        n: sum(map(len, texts)) / len(texts)
        for n, texts in enumerate(columns)
        if n not in taken and len(set(texts)) > 0.8 * len(texts)
    }
    ranked = sorted(lengths, key=lambda n: -lengths[n])
    if not ranked or lengths[ranked[0]] < 6:
        return None
    if len(ranked) > 1 and lengths[ranked[1]] > 0.6 * lengths[ranked[0]]:
        return None
    return ranked[0]


def _side_by_side(
    columns: Sequence[Sequence[str]], keys: Sequence[int]
) -> tuple[tuple[int, ...], list[int]]:
    """Return the option columns between stem and key, or behind both, and the one key column."""
    key = keys[-1]
    filled = [sum(map(bool, texts)) / len(texts) for texts in columns]
    first = key
    while first - 1 > 0 and not filled[first - 1]:
        first -= 1  # columns of options E and F that no question has
    while first - 1 >= 0 and filled[first - 1] > 0.02 and key - first < len(LETTERS):
        own = sum(map(len, columns[first]))
        longer = bool(own) and sum(map(len, columns[first - 1])) > 2 * own
        first -= 1
        if longer and key - first > 2:
            break
    options = tuple(range(first + 1, key))
    return (options, [key]) if len(options) >= 2 else ((), [])


def _topics(columns: Sequence[Sequence[str]], taken: set[int], stem: int) -> dict[Meaning, int]:
    """Return trade and chapter: columns before the stem whose texts come again and again."""
    often = [
        n
        for n in range(stem)
        if n not in taken
        and all(columns[n])
        and len(set(columns[n])) <= max(1, len(columns[n]) // 2)
    ]
    if len(often) == 1:
        return {Meaning.TRADE: often[0]}
    return {Meaning.TRADE: often[0], Meaning.TOPIC: often[1]} if len(often) == 2 else {}
