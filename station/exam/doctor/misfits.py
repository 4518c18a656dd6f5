"""Rows whose options fit other stems better than their own.

How well stems and options belong together is learnt from the sheet itself (affinity). Two things
are looked for: single rows that gain when they change options with another row, and runs of rows
all of which gain when their options move up or down by one row.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from station.exam.doctor.affinity import Matrix, belonging
from station.exam.doctor.finding import Doubt, Finding
from station.exam.doctor.plain import plain
from station.exam.question import Question, QuestionKind
from station.exam.table_row import TableRow, TableSheet

T = TypeVar("T")

BLOCK = 300
"""Choice questions that are looked at together, so that the work grows as the sheet does."""

ENOUGH = 60
"""With fewer choice questions a sheet says too little about itself."""

GAIN, BETTER_OPTIONS, BETTER_STEMS, START = 0.32, 0.57, 0.43, 0.99
"""How much the best exchange, the share of options that fit this stem better and the share of
stems that these options fit better say; learnt on our own open banks, with options exchanged."""

STRANGE = 1.5
"""On real banks some 4 % of sound rows and seven in ten of exchanged ones lie above it."""

COPY_GAIN = 1.5
"""The same options fit one stem so much better than another."""

RUN_GAIN = 4.5
SHORTEST_RUN = 3
MOST_OF_A_ROW = 3.0
"""One row says no more than this of a run, however badly its options fit."""


@dataclass(frozen=True, slots=True)
class _Choice:
    row: TableRow
    question: Question


def find_misfits(sheet: TableSheet) -> Iterator[Finding]:
    """Look through one sheet, block by block."""
    choices = [_Choice(row, q) for row in sheet.rows if (q := row.question) and _is_choice(q)]
    judged = [q for row in sheet.rows if (q := row.question) and not _is_choice(q)]
    if len(choices) < ENOUGH:
        return
    parts = max(1, round(len(choices) / BLOCK))
    for part in range(parts):
        block = _part(choices, part, parts)
        belongs = belonging([*(each.question for each in block), *_part(judged, part, parts)])
        told = dict.fromkeys(_shifted(belongs), Doubt.OPTIONS_SHIFTED)
        exchange = _copies(belongs, [each.question.options for each in block])
        exchange |= _exchanges(belongs, [each.question.kind for each in block])
        told = dict.fromkeys(exchange, Doubt.OPTIONS_MISFIT) | told
        for place, doubt in sorted(told.items()):
            row = block[place].row
            yield Finding(
                code=doubt.value,
                place=row.place,
                column=sheet.columns.get("options", ""),
                excerpt=row.options[:60],
                about=str(block[exchange[place]].row.place.row) if place in exchange else "",
            )


def _is_choice(question: Question) -> bool:
    return question.kind is not QuestionKind.JUDGE


def _part(values: Sequence[T], part: int, parts: int) -> Sequence[T]:
    return values[len(values) * part // parts : len(values) * (part + 1) // parts]


def _exchanges(belongs: Matrix, kinds: Sequence[QuestionKind]) -> dict[int, int]:
    """Return the rows that fit too badly, each with the row to exchange options with."""
    own = belongs.diagonal()
    kind = np.array(kinds)
    same = kind[:, None] == kind[None, :]
    gain = np.where(same, belongs + belongs.T - own[:, None] - own[None, :], -np.inf)
    np.fill_diagonal(gain, -np.inf)
    best = gain.argmax(1)
    strange = (
        GAIN * gain.max(1)
        + BETTER_OPTIONS * _log_share(own[:, None] < belongs, same)
        + BETTER_STEMS * _log_share(own[:, None] < belongs.T, same)
        + START
    )
    return {int(place): int(best[place]) for place in np.nonzero(strange > STRANGE)[0]}


def _copies(belongs: Matrix, options: Sequence[Sequence[str]]) -> dict[int, int]:
    """Return the rows whose options stand again under a stem that they fit far better."""
    rows: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for place, texts in enumerate(options):
        rows[frozenset(map(plain, texts))].append(place)
    copies: dict[int, int] = {}
    for places in rows.values():
        best = max(places, key=lambda place: belongs[place, place])
        for place in places:
            if belongs[best, best] - belongs[place, place] > COPY_GAIN:
                copies[place] = best
    return copies


def _log_share(better: NDArray[np.bool_], same: NDArray[np.bool_]) -> NDArray[np.float64]:
    share: NDArray[np.float64] = np.log((better & same).sum(1) / same.sum(1) + 0.005)
    return share


def _shifted(belongs: Matrix) -> Iterator[int]:
    """Yield the rows of runs whose options would fit if they moved by one row."""
    for step in (-1, 1):
        moved = np.zeros(len(belongs))
        inner = np.arange(max(0, -step), len(belongs) - max(0, step))
        moved[inner] = belongs[inner, inner + step] - belongs[inner, inner]
        for start, end in _runs(moved.clip(-MOST_OF_A_ROW, MOST_OF_A_ROW)):
            yield from range(start, end)


def _runs(gains: Sequence[float] | NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Yield where runs with a high sum start and end; a run ends at its highest sum."""
    start = best_end = 0
    total = best = 0.0
    for place, gain in enumerate([*gains, -np.inf]):
        total += gain
        if total > best:
            best, best_end = total, place + 1
        if total <= 0:
            if best >= RUN_GAIN and best_end - start >= SHORTEST_RUN:
                yield start, best_end
            start, total, best = place + 1, 0.0, 0.0
