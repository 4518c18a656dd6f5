"""Terms that stand in rows of texts, and how alike rows are by the rare ones that they share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.exam.doctor.plain import numberless, plain

Matrix = NDArray[np.float32]
Places = NDArray[np.intp]
Terms = tuple[NDArray[np.uint64], Places]
"""Terms as numbers, and the row of each."""

RARE = 24
"""Terms that no more rows have are compared one by one, the others all at once."""

_END = "\x03"


@dataclass(frozen=True, slots=True)
class Words:
    """Terms that stand in rows; each row has length one.

    Attributes:
        term: Number of a term; ascending.
        row: Where it stands.
        weight: What it says there.
        rows: How many rows there are.
        said: In how many rows each term stands.
    """

    term: Places
    row: Places
    weight: NDArray[np.float64]
    rows: int
    said: Places

    def alike(self, others: "Words", chosen: Sequence[int]) -> Matrix:
        """Return the likeness of the chosen rows of others (row) with these (column)."""
        place = np.full(others.rows, -1)
        place[chosen] = np.arange(len(chosen))
        wanted = place[others.row] >= 0
        term, row = others.term[wanted], place[others.row[wanted]]
        weight = others.weight[wanted]
        rare = np.bincount(
            *self._of_rare(term, row, weight), minlength=len(chosen) * self.rows
        ).reshape(len(chosen), self.rows)
        often = np.cumsum(self.said > RARE) - 1
        mine = self.said[self.term] > RARE
        theirs = self.said[term] > RARE
        here = np.zeros((self.rows, often[-1] + 1), np.float32)
        there = np.zeros((len(chosen), often[-1] + 1), np.float32)
        here[self.row[mine], often[self.term[mine]]] = self.weight[mine]
        there[row[theirs], often[term[theirs]]] = weight[theirs]
        likeness: Matrix = rare.astype(np.float32) + there @ here.T
        return likeness

    def _of_rare(
        self, term: Places, row: Places, weight: NDArray[np.float64]
    ) -> tuple[Places, NDArray[np.float64]]:
        """Pair rows by the terms that few rows have; most terms are such."""
        rare = self.said[term] <= RARE
        term, row, weight = term[rare], row[rare], weight[rare]
        first = np.searchsorted(self.term, term, "left")
        times = np.searchsorted(self.term, term, "right") - first
        start = np.cumsum(times) - times
        mine = np.arange(times.sum()) + (first - start).repeat(times)
        return row.repeat(times) * self.rows + self.row[mine], (
            weight.repeat(times) * self.weight[mine]
        )


def weigh(count: int, *parts: Terms) -> tuple[Words, ...]:
    """Weigh the terms of each part; a term that few rows have in any part weighs more.

    Args:
        count: How many rows there are.

    Returns:
        The terms of each part, and last those of all parts together if there are several.
    """
    codes, numbers = np.unique(np.concatenate([c for c, _ in parts]), return_inverse=True)
    ends = np.cumsum([len(c) for c, _ in parts])[:-1]
    found = [
        distinct(number * count + rows)
        for number, (_, rows) in zip(np.split(numbers, ends), parts, strict=True)
    ]
    if len(found) > 1:
        found.append(distinct(np.concatenate(found)))
    said = np.bincount(found[-1] // count, minlength=len(codes))
    weight = np.log((count + 1) / (said + 0.5)).clip(0.01)

    def weighed(pairs: Places) -> Words:
        term, row = pairs // count, pairs % count
        length = np.sqrt(np.bincount(row, weight[term] ** 2, minlength=count)).clip(1e-6)
        return Words(term, row, weight[term] / length[row], count, said)

    return tuple(weighed(pairs) for pairs in found)


def distinct(numbers: Places) -> Places:
    """Return each number once, ascending; several times as quick as numpy's own."""
    ordered = np.sort(numbers)
    once: Places = ordered[np.diff(ordered, prepend=-1) > 0]
    return once


def characters_and_pairs(texts: Sequence[Sequence[str]]) -> Terms:
    """Return the characters of each row's texts and the pairs of neighbours."""
    parts = [numberless(plain(part)) + _END for row in texts for part in row]
    signs = np.frombuffer("".join(parts).encode("utf-32-le", "surrogatepass"), "<u4")
    rows = np.arange(len(texts)).repeat([len(row) for row in texts])
    rows = rows.repeat([len(part) for part in parts])
    shown = signs != ord(_END)
    pair = shown[:-1] & shown[1:]
    one, other = signs[:-1].astype(np.uint64)[pair], signs[1:][pair]
    codes = np.concatenate((signs[shown].astype(np.uint64), (one << np.uint64(32)) | other))
    return codes, np.concatenate((rows[shown], rows[:-1][pair]))


def named(rows: Iterable[Sequence[str]]) -> Terms:
    """Return terms that have names."""
    numbers: dict[str, int] = {}
    codes: list[int] = []
    lengths: list[int] = []
    for row in rows:
        codes += [numbers.setdefault(name, len(numbers)) for name in row]
        lengths.append(len(row))
    return np.array(codes, np.uint64), np.arange(len(lengths)).repeat(lengths)
