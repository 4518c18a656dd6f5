"""How well a stem and some options belong together, learnt mostly from the bank itself.

A bank says the same things many times over: a stem and its own options resemble the same other
questions, in their characters and pairs of characters. For each stem and each options of a block
of questions a few such signs are measured, and logistic regression learns from the block which
of them tell own options from other rows' options. It starts from what other banks have taught, so
that a small table is judged too; the trade does not matter.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from station.exam.doctor.plain import plain
from station.exam.question import Question, QuestionKind

Matrix = NDArray[np.float32]
Places = NDArray[np.intp]

OTHERS = 10
"""Foreign options that each stem is compared with while the signs are learnt."""

TAUGHT = np.array(
    (
        *(0.61, -0.21, 1.38, 0.23),
        *(-0.19, -0.13, -0.46, 0.14, -0.22, -0.14, 0.23, 0.02),
        *(-0.42, -0.31, 0.01, 0.09, -0.24, 0.21, -0.06, 0.0),
    )
)
"""Weights of the likenesses, of what is asked and given, and the constant, before the block is
seen: the mean over two of our open banks and two banks of centres."""

RARE = 24
"""Terms that no more questions have are compared one by one, the others all at once."""

HOLD = 100.0
STEPS = 5
_END = "\x03"
_BLANK = re.compile(r"[(（][\s_]*[)）]|_{2,}")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_NUMBER = re.compile(r"[<>≤≥±约\-]*\d")
_UNIT = re.compile(
    r"(?:[kM]?[VW]|m?A|Hz|M?Ω|[mck]?m|k?g|t|[Mk]?Pa|℃|°|%|伏|安|瓦|欧|米|毫米|厘米|公斤|千克|吨|度|次|年"
    r"|个?月|天|日|小时|分钟|秒|个|倍|周?岁|元|兆|人|名|种|类|级|条|根|只|层)"
)
_ASKS_NUMBER = re.compile(
    r"(?:超过|小于|大于|低于|高于|少于|多于|至少|达到?|为|取|等于|约)$|多少|几"
)
_ASKS_STATEMENT = re.compile(r"下列|以下|哪|说法|叙述|描述|表述|正确的是|错误的是|不正确|属于|包括")


def belonging(questions: Sequence[Question]) -> Matrix:
    """Return how well each choice question's stem (row) fits each one's options (column).

    The figures are logarithms of odds. Only choice questions have rows and columns; judge
    questions lend their words.
    """
    choices = [n for n, q in enumerate(questions) if q.kind is not QuestionKind.JUDGE]
    likeness = _likeness(questions, choices)
    asked = np.array([_asked(questions[n].stem) for n in choices], np.float32)
    given = np.array([_given(questions[n].options) for n in choices], np.float32)

    def signs(stems: Places, options: Places) -> Matrix:
        words = [matrix[stems, options] for matrix in likeness]
        shapes = asked[stems][:, :, None] * given[options][:, None, :]
        return np.hstack((np.stack(words, axis=1), shapes.reshape(len(stems), -1)))

    every = np.arange(len(choices))
    stems = every.repeat(OTHERS)
    others = np.random.default_rng(len(every)).integers(1, len(every), len(stems))
    weights = _learn(signs(every, every), signs(stems, (stems + others) % len(every)))
    by_words = np.tensordot(weights[: len(likeness)].astype(np.float32), np.stack(likeness), 1)
    by_shape = weights[len(likeness) : -1].reshape(asked.shape[1], -1)
    belongs: Matrix = by_words + asked @ by_shape @ given.T + weights[-1]
    return belongs


def _likeness(questions: Sequence[Question], choices: Sequence[int]) -> list[Matrix]:
    """Compare each stem with each options: by the questions that both resemble, and directly."""
    options = [q.options if q.kind is not QuestionKind.JUDGE else () for q in questions]
    documents, in_stems, in_options = _words([(q.stem,) for q in questions], options)
    by_stem, by_options = documents.alike(in_stems, choices), documents.alike(in_options, choices)
    places = np.arange(len(choices))
    by_stem[places, choices] = by_options[places, choices] = 0  # no question speaks for itself
    likeness = [
        np.log(_unit(bend(by_stem)) @ _unit(bend(by_options)).T + floor)
        for bend, floor in ((np.positive, 1e-3), (np.sqrt, 1e-2), (np.square, 1e-4))
    ]
    return [*likeness, np.sqrt(in_options.alike(in_stems, choices)[:, choices])]


@dataclass(frozen=True, slots=True)
class _Words:
    """Characters and pairs that stand in rows of texts; each row has length one.

    Attributes:
        term: Number of a character or pair; ascending.
        row: Where it stands.
        weight: What it says there.
        rows: How many rows there are.
        said: In how many questions each term stands.
    """

    term: Places
    row: Places
    weight: NDArray[np.float64]
    rows: int
    said: Places

    def alike(self, others: "_Words", chosen: Sequence[int]) -> Matrix:
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


def _words(
    stems: Sequence[Sequence[str]], options: Sequence[Sequence[str]]
) -> tuple[_Words, _Words, _Words]:
    """Weigh the characters and pairs in each question, each stem and each options."""
    count = len(stems)
    (stem_codes, stem_rows), (option_codes, option_rows) = _terms(stems), _terms(options)
    codes, numbers = np.unique(np.concatenate((stem_codes, option_codes)), return_inverse=True)
    numbers = numbers * count
    in_stems = np.unique(numbers[: len(stem_codes)] + stem_rows)
    in_options = np.unique(numbers[len(stem_codes) :] + option_rows)
    in_any = np.union1d(in_stems, in_options)
    said = np.bincount(in_any // count, minlength=len(codes))
    weight = np.log((count + 1) / (said + 0.5)).clip(0.01)

    def weighed(found: Places) -> _Words:
        term, row = found // count, found % count
        length = np.sqrt(np.bincount(row, weight[term] ** 2, minlength=count)).clip(1e-6)
        return _Words(term, row, weight[term] / length[row], count, said)

    return weighed(in_any), weighed(in_stems), weighed(in_options)


def _terms(texts: Sequence[Sequence[str]]) -> tuple[NDArray[np.uint64], Places]:
    """Return the characters and pairs of each row of texts as numbers, and the row of each."""
    parts = [_DIGITS.sub("0", plain(part)) + _END for row in texts for part in row]
    signs = np.frombuffer("".join(parts).encode("utf-32-le", "surrogatepass"), "<u4")
    rows = np.arange(len(texts)).repeat([len(row) for row in texts])
    rows = rows.repeat([len(part) for part in parts])
    shown = signs != ord(_END)
    pair = shown[:-1] & shown[1:]
    one, other = signs[:-1].astype(np.uint64)[pair], signs[1:][pair]
    codes = np.concatenate((signs[shown].astype(np.uint64), (one << np.uint64(32)) | other))
    return codes, np.concatenate((rows[shown], rows[:-1][pair]))


def _unit(rows: NDArray[Any]) -> Matrix:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    unit: Matrix = rows / np.maximum(lengths, 1e-6)[:, None]
    return unit


def _asked(stem: str) -> list[float]:
    """Say what kind of answer a stem asks for."""
    blanks = list(_BLANK.finditer(stem))
    before = stem[: blanks[-1].start()] if blanks else stem
    after = stem[blanks[-1].end() :].strip() if blanks else ""
    unit = bool(_UNIT.match(after))
    number = bool(_ASKS_NUMBER.search(before.strip())) and not unit
    ends = not after.strip("。.,，?？;；") and not unit
    return [1.0, unit, number, bool(_ASKS_STATEMENT.search(stem)), ends]


def _given(options: Sequence[str]) -> list[float]:
    """Say what kind of options these are: how many are numbers, and how long they are."""
    numbers = sum(bool(_NUMBER.match(unicodedata.normalize("NFKC", each))) for each in options)
    share = numbers / len(options)
    length = float(np.log(sum(map(len, options)) / len(options)))
    return [share, length, (1 - share) * length]


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
