"""Runs of rows whose options have slipped by one row.

One row says little, since neighbours often speak of one thing; a run of rows that would all gain
says much. A run goes on over rows that gain nothing, as long as the others outweigh them.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from station.exam.doctor.affinity import Matrix

Gains = NDArray[np.float64]

ENOUGH = 6.5
MOST_OF_A_ROW = 4.0
"""One row says no more than this for or against a run, however well or badly it fits."""

GOES_ON = 0.4
"""A run loses nothing by a row that would lose so little."""

SHORTEST_RUN = 2
"""All four were chosen on two of our open banks and two banks of centres, with runs planted."""


def gains_of_moving(belongs: Matrix, step: int) -> Gains:
    """Return by how much each stem likes the options `step` rows below better than its own.

    Stems that have no such row gain nothing and end a run.
    """
    gains = np.full(len(belongs), -np.inf)
    stems = np.arange(max(0, -step), len(belongs) - max(0, step))
    gains[stems] = belongs[stems, stems + step] - belongs[stems, stems]
    return gains


def slipped(gains: Gains, step: int) -> Iterator[int]:
    """Yield the rows of runs that slipped, with the row at whose end the foreign options stand."""
    total = best = 0.0
    start = end = 0
    for place, gain in enumerate([*gains, -np.inf]):
        total += GOES_ON + (
            gain if np.isinf(gain) else float(np.clip(gain, -MOST_OF_A_ROW, MOST_OF_A_ROW))
        )
        if total > best:
            best, end = total, place + 1
        if total <= 0:
            if best >= ENOUGH and end - start >= SHORTEST_RUN:
                yield from range(start + min(0, step), end + max(0, step))
            start, total, best = place + 1, 0.0, 0.0
