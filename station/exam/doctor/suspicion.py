"""Single rows that seem to have the options of another stem: exchanged, or copied.

Several signs are weighed together by logistic regression. It was taught with defects planted into
our open banks and banks of centres (ADR 15), and the least that is doubted was set so that one in
twenty rows of a bank without planted defects is.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from station.exam.doctor.plain import plain
from station.exam.doctor.words import Matrix
from station.exam.question import Question

Figures = NDArray[np.float64]

WEIGHTS = np.array((0.97, 0.24, 0.05, 4.18, 1.06, -3.14, 0.5, 0.64))
DOUBTED = 1.66
MOST_GAIN, MOST_BESIDE, MOST_OF_COPIES = 6.0, 4.0, 3.0


def suspects(belongs: Matrix, questions: Sequence[Question]) -> dict[int, int]:
    """Return the rows that fit too badly, each with the row to compare options with.

    Args:
        belongs: How well each stem (row) fits each options (column), in spreads.
        questions: The choice questions of the rows.
    """
    signs, partner = _signs(belongs.astype(np.float64), questions)
    doubted = np.nonzero(signs @ WEIGHTS > DOUBTED)[0]
    return {int(place): int(partner[place]) for place in doubted}


def _signs(belongs: Figures, questions: Sequence[Question]) -> tuple[Figures, NDArray[np.intp]]:
    own = belongs.diagonal()
    kind = np.array([question.kind.value for question in questions])
    same = kind[:, None] == kind[None, :]
    every = np.arange(len(own))
    exchange = belongs + belongs.T - own[:, None] - own[None, :]
    beside = np.full(len(own), -np.inf)
    for step in (-1, 1):
        rows = every[max(0, -step) : len(own) - max(0, step)]
        beside[rows] = np.maximum(beside[rows], exchange[rows, rows + step])
    exchange = np.where(same, exchange, -np.inf)
    np.fill_diagonal(exchange, -np.inf)
    partner = exchange.argmax(1)
    gain = exchange.max(1).clip(-MOST_GAIN, MOST_GAIN)
    both = partner[partner] == every
    copied, better, copies, original = _copies(own, questions)
    partner = np.where(copied & (better > 0), original, partner)
    signs = (
        gain,
        _log_share((belongs > own[:, None]) & same, same),
        _log_share((own[:, None] < belongs.T) & same, same),
        copied,
        better,
        copies,
        beside.clip(-MOST_BESIDE, MOST_BESIDE),
        both * gain,
    )
    return np.stack(signs, axis=1), partner


def _copies(
    own: Figures, questions: Sequence[Question]
) -> tuple[NDArray[np.bool_], Figures, Figures, NDArray[np.intp]]:
    """Say of each row whether its options stand again, how much better they fit the best of the
    other stems, under how many they stand (a logarithm), and which stem fits best."""
    rows: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for place, question in enumerate(questions):
        rows[frozenset(map(plain, question.options))].append(place)
    copied = np.zeros(len(own), bool)
    better, copies = np.zeros(len(own)), np.zeros(len(own))
    original = np.arange(len(own))
    for places in rows.values():
        for place in places if len(places) > 1 else ():
            best = max((each for each in places if each != place), key=lambda each: own[each])
            copied[place], original[place] = True, best
            better[place] = np.clip(own[best] - own[place], -MOST_OF_COPIES, MOST_OF_COPIES)
            copies[place] = np.log(len(places))
    return copied, better, copies, original


def _log_share(better: NDArray[np.bool_], among: NDArray[np.bool_]) -> Figures:
    share: Figures = np.log(better.sum(1) / among.sum(1) + 0.005)
    return share
