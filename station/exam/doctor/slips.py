"""Runs of rows whose options have slipped by one row.

One row says little, since neighbours often speak of one thing; a run of rows that would all gain
says much. A run goes on over rows that gain nothing, as long as the others outweigh them.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from station.exam.doctor.words import Matrix

Gains = NDArray[np.float64]

SPEAKS, GOES_ON = 2.2, 0.6
"""What a gain of one spread says for a run, and what a row says for it that gains nothing."""

ENOUGH = 6.0
MOST_OF_A_ROW = 4.0
"""One row says no more than this for or against a run, however well or badly it fits."""

SHORTEST_RUN = 2
UNDECIDED = 1.0
"""A row at either end that says no more against the run is told too."""


def gains_of_moving(belongs: Matrix, step: int) -> Gains:
    """Return what each row says for a run whose options stand `step` rows too low.

    Stems that have no such row end a run.

    Args:
        belongs: How well each stem (row) fits each options (column), in spreads.
    """
    gains = np.full(len(belongs), -np.inf)
    stems = np.arange(max(0, -step), len(belongs) - max(0, step))
    better = belongs[stems, stems + step] - belongs[stems, stems]
    gains[stems] = np.clip(SPEAKS * better + GOES_ON, -MOST_OF_A_ROW, MOST_OF_A_ROW)
    return gains


def slipped(gains: Gains, step: int) -> Iterator[int]:
    """Yield the rows of runs that slipped, with the row at whose end the foreign options stand."""
    total = best = 0.0
    start = end = 0
    for place, gain in enumerate([*gains, -np.inf]):
        total += gain
        if total > best:
            best, end = total, place + 1
        if total <= 0:
            if best >= ENOUGH and end - start >= SHORTEST_RUN:
                first, last = _with_ends(gains, start, end)
                yield from range(first + min(0, step), last + max(0, step))
            start, total, best = place + 1, 0.0, 0.0


def _with_ends(gains: Gains, start: int, end: int) -> tuple[int, int]:
    """Return a run with the undecided row before it and after it."""
    first = start - 1 if start > 0 and gains[start - 1] > -UNDECIDED else start
    last = end + 1 if end < len(gains) and gains[end] > -UNDECIDED else end
    return first, last
