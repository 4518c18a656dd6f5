"""How many questions of each difficulty and source a cell draws.

A blueprint asks for a mix, such as 5 easy to 4 middling to 1 hard, over the whole paper. A cell's
pool may hold another mix, and a question that is rare in it must not wear out. So each cell has an
expected share for each class of its questions: as near to the mix as it can be with no question
drawn more than a sixth above its fair share (a quarter, in the first forms of a room). Shares are
fractions; they become whole numbers by an offset that is drawn once for each paper and moves on
evenly from cell to cell, so that over a paper the rounding evens out, and over many papers each
share comes out exactly.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from station.exam.blueprint import DrawLimits
from station.exam.pools import Unit
from station.exam.question import Source

Class = tuple[int, bool]
"""Difficulty, and whether the question is the province's own."""

MOST_USE = Fraction(7, 6)
"""Of a question's fair share, on average; chance adds to it, and half as much again is allowed."""
FIRST_MOST_USE = Fraction(5, 4)
"""Of the first forms of a room: with it one question in thousands came to more than is allowed."""
OFFSETS = 1 << 32
STEP = 2_654_435_769
"""OFFSETS divided by the golden ratio: multiples of it lie evenly."""


def class_of(unit: Unit) -> Class:
    """Return what a mix asks of a question; a case is what its first question is."""
    return unit[0].difficulty, unit[0].source is Source.PROVINCE


def by_class(pool: Sequence[Unit]) -> dict[Class, list[Unit]]:
    """Sort a pool by class, classes in order."""
    classes = sorted(set(map(class_of, pool)))
    return {each: [unit for unit in pool if class_of(unit) == each] for each in classes}


def shares(
    sizes: Mapping[Class, int], need: int, limits: DrawLimits, most_use: Fraction = MOST_USE
) -> dict[Class, Fraction]:
    """Return how many of each class a cell draws on average; together they are `need`.

    Args:
        sizes: Questions that the pool holds of each class; together `need` or more.
        most_use: Of a question's fair share, on average.
    """
    total = sum(sizes.values())
    caps = {
        each: min(Fraction(size), most_use * need * size / total) for each, size in sizes.items()
    }
    share: dict[Class, Fraction] = {}
    while left := [each for each in sizes if each not in share]:
        rest = need - sum(share.values())
        weights = {each: _weight(each, limits) for each in left}
        whole = sum(weights.values())
        if not whole:  # nothing that is left was asked for, and yet the cell must be filled
            weights, whole = {each: sizes[each] for each in left}, sum(sizes[e] for e in left)
        asked = {each: Fraction(rest * weights[each], whole) for each in left}
        full = {each: caps[each] for each in left if asked[each] > caps[each]}
        share |= full or asked
    return share


Edge = tuple[int, int]
"""A running sum of shares: over OFFSETS, and its denominator."""


def edges(share: Mapping[Class, Fraction]) -> dict[Class, Edge]:
    """Return where each share ends when they lie one after the other, in whole numbers."""
    found, end = {}, Fraction(0)
    for each, part in share.items():
        end += part
        found[each] = (end.numerator * OFFSETS, end.denominator)
    return found


def counts(edge: Mapping[Class, Edge], cell: int, offset: int) -> dict[Class, int]:
    """Make whole numbers of a cell's shares; together they stay the same.

    Args:
        edge: Of the shares, as edges() returns it.
        cell: The cell's number on the paper, from 0.
        offset: Drawn once for the paper, below OFFSETS.
    """
    start = (offset + cell * STEP) % OFFSETS
    whole, before = {}, 0
    for each, (end, denominator) in edge.items():
        here = (start * denominator + end) // (OFFSETS * denominator)
        whole[each] = here - before
        before = here
    return whole


def _weight(each: Class, limits: DrawLimits) -> int:
    difficulty, provincial = each
    weight = limits.difficulty[difficulty - 1] if limits.difficulty else 1
    if limits.national_percent is None:
        return weight
    return weight * ((100 - limits.national_percent) if provincial else limits.national_percent)
