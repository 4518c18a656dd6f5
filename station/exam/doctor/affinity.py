"""How well a stem and some options belong together, learnt mostly from the bank itself.

A bank says the same things many times over: a stem and its own options resemble the same other
questions, in their words, in what is asked for and given, and in what the words mean. For each
stem and each options of a block of questions such signs are measured, and logistic regression
learns from the block which of them tell own options from other rows' options. It starts from what
other banks have taught, so that a small table is judged too; the trade does not matter.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from station.exam.doctor.forms import Form, Gap
from station.exam.doctor.meanings import meanings
from station.exam.doctor.words import Matrix, Places, characters_and_pairs, named, weigh
from station.exam.question import Question, QuestionKind

OTHERS = 10
"""Foreign options that each stem is compared with while the signs are learnt."""

TAUGHT = np.array(
    (
        *(1.40, 0.52, 0.39, -0.06, 0.30, 0.19, -0.05, 0.59, 0.22, 0.14),
        *(-0.04, -0.09, -0.32, 0.13, -0.25, -0.16, 0.19, 0.04),
        *(-0.26, -0.19, -0.03, 0.02, -0.27, 0.10, -0.05, -2.10),
    )
)
"""Weights of the likenesses, of what is asked and given, and the constant, before the block is
seen: the mean over our open banks and four banks of centres."""

HOLD = 100.0
STEPS = 5
NEAR = 6
"""Rows above and below that are a row's neighbours."""


def belonging(questions: Sequence[Question]) -> Matrix:
    """Return how well each choice question's stem (row) fits each one's options (column).

    The figures are logarithms of odds. Only choice questions have rows and columns; judge
    questions lend their words.
    """
    choices = [q for q in questions if q.kind is not QuestionKind.JUDGE]
    judged = [q.stem for q in questions if q.kind is QuestionKind.JUDGE]
    gaps, forms = [Gap(q.stem) for q in choices], [Form(q.options) for q in choices]
    likeness = _likeness(choices, judged, gaps, forms)
    asked = np.array([gap.asks() for gap in gaps], np.float32)
    given = np.array([form.given() for form in forms], np.float32)

    def signs(stems: Places, options: Places) -> Matrix:
        likely = [matrix[stems, options] for matrix in likeness]
        shapes = asked[stems][:, :, None] * given[options][:, None, :]
        return np.hstack((np.stack(likely, axis=1), shapes.reshape(len(stems), -1)))

    every = np.arange(len(choices))
    stems = every.repeat(OTHERS)
    others = np.random.default_rng(len(every)).integers(1, len(every), len(stems))
    weights = _learn(signs(every, every), signs(stems, (stems + others) % len(every)))
    by_likeness = np.tensordot(weights[: len(likeness)].astype(np.float32), np.stack(likeness), 1)
    by_shape = weights[len(likeness) : -1].reshape(asked.shape[1], -1)
    belongs: Matrix = by_likeness + asked @ by_shape @ given.T + weights[-1]
    return belongs


def _likeness(
    choices: Sequence[Question], judged: Sequence[str], gaps: Sequence[Gap], forms: Sequence[Form]
) -> list[Matrix]:
    """Measure each sign for each stem (row) and options (column)."""
    count = len(choices)
    every = range(count)
    stems = [*((q.stem,) for q in choices), *((stem,) for stem in judged)]
    options = [*(q.options for q in choices), *(() for _ in judged)]
    in_stems, in_options, in_any = weigh(
        len(stems), characters_and_pairs(stems), characters_and_pairs(options)
    )
    (in_gaps,) = weigh(count, named(gap.terms() for gap in gaps))
    (in_forms,) = weigh(count, named(form.terms() for form in forms))
    both = meanings([*(q.stem for q in choices), *("、".join(q.options) for q in choices)])
    stem_means, option_means = both[:count], both[count:]

    stem_words = _others(in_any.alike(in_stems, every))
    option_words = _others(in_any.alike(in_options, every))
    stem_sense = _others(np.maximum(stem_means @ stem_means.T, 0))
    option_sense = _others(np.maximum(option_means @ option_means.T, 0))
    stem_square, option_square = stem_sense * stem_sense, option_sense * option_sense
    gap = _unit(_others(in_gaps.alike(in_gaps, every)))
    form = _unit(_others(in_forms.alike(in_forms, every)))
    direct = stem_means @ option_means.T
    return [
        _agree(_unit(stem_words * stem_words), _unit(option_words * option_words), 1e-4),
        _agree(gap, form),
        _agree(_unit(stem_words[:, :count]), form),
        _agree(gap, _unit(option_words[:, :count])),
        _agree(_unit(stem_square * stem_sense), form),
        _agree(gap, _unit(option_square * option_sense)),
        _agree(_unit(stem_square * stem_square), _unit(option_square * option_square)),
        direct - direct.mean(0) - direct.mean(1)[:, None],
        np.log(_near(option_words[:, :count]) + 1e-3),
        _near(_alike_in_manner(forms)),
    ]


def _others(alike: Matrix) -> Matrix:
    """Let no question speak for itself."""
    np.fill_diagonal(alike, 0)
    return alike


def _agree(stems: Matrix, options: Matrix, floor: float = 1e-3) -> Matrix:
    """Say how far a stem and options resemble the same questions."""
    agreed: Matrix = np.log(stems @ options.T + floor)
    return agreed


def _near(alike: Matrix) -> Matrix:
    """Say how far options (column) resemble the neighbours of a stem (row), both left out."""
    count = len(alike)
    every = np.arange(count)
    sums = np.hstack((np.zeros((count, 1)), np.cumsum(alike, 1, dtype=np.float64)))
    low, high = np.maximum(0, every - NEAR), np.minimum(count, every + NEAR + 1)
    among = np.abs(every[:, None] - every) <= NEAR
    np.fill_diagonal(among, val=False)
    total = sums[:, high] - sums[:, low] - alike
    mean: Matrix = (total / np.maximum(high - low - 1 - among, 1)).T.astype(np.float32)
    return mean


def _alike_in_manner(forms: Sequence[Form]) -> Matrix:
    manners = np.array([form.manner() for form in forms], np.float32)
    alike = np.zeros((len(forms), len(forms)), np.float32)
    for manner in manners.T:
        alike -= np.abs(manner[:, None] - manner)
    return alike


def _unit(rows: NDArray[Any]) -> Matrix:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    unit: Matrix = rows / np.maximum(lengths, 1e-6)[:, None]
    return unit


def _learn(true: Matrix, false: Matrix) -> NDArray[np.float64]:
    """Return the weights of logistic regression and its constant, by Newton's method.

    Both sides weigh the same. The weights are held near those that were taught, since a block may
    be small.
    """
    signs = np.vstack((true, false)).astype(np.float64)
    centre, spread = signs.mean(0), signs.std(0).clip(0.01)
    signs = np.hstack(((signs - centre) / spread, np.ones((len(signs), 1))))
    wanted = np.r_[np.ones(len(true)), np.zeros(len(false))]
    counts = np.where(wanted == 1, len(false) / len(true), 1.0)
    held = HOLD * np.eye(signs.shape[1])
    held[-1, -1] = 1e-6
    weights = TAUGHT.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(signs @ weights).clip(-30, 30)))
        slope = signs.T @ (counts * (chance - wanted)) + held @ (weights - TAUGHT)
        bend = (signs.T * (counts * chance * (1 - chance))) @ signs + held
        weights -= np.linalg.solve(bend, slope)
    plain_weights = weights[:-1] / spread
    return np.append(plain_weights, weights[-1] - plain_weights @ centre)
