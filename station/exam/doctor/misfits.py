"""Rows whose options fit other stems better than their own.

How well stems and options belong together is learnt from the tables themselves (affinity). Two
things are looked for: single rows that gain when they change options with another row, and runs
of rows all of which gain when their options move up or down by one row (slips).
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from station.exam.doctor.affinity import belonging
from station.exam.doctor.excerpt import excerpt
from station.exam.doctor.finding import Doubt, Finding
from station.exam.doctor.plain import plain
from station.exam.doctor.slips import gains_of_moving, slipped
from station.exam.doctor.suspicion import suspects
from station.exam.doctor.words import Matrix
from station.exam.question import Question, QuestionKind
from station.exam.table_row import TableRow, TableSheet

T = TypeVar("T")

WHOLE, BLOCK = 700, 300
"""So many choice questions are looked at together; of a longer table a block at a time, so that
the work grows as the table does."""

AROUND = 10
"""Rows above and below a block that are looked at with it: its edges are as sure as its middle."""

ENOUGH = 20
"""With fewer choice questions a file says too little about itself."""

TELLING = 0.7
"""Such a share of other options must fit worse than a stem's own, or the block tells nothing; on
banks of centres it is 0.95, with options at random 0.5."""


@dataclass(frozen=True, slots=True)
class _Choice:
    row: TableRow
    question: Question
    column: str


def find_misfits(sheets: Sequence[TableSheet]) -> Iterator[Finding]:
    """Look through the sheets of one file, block by block."""
    rows = [(row, q, sheet) for sheet in sheets for row in sheet.rows if (q := row.question)]
    choices = [
        _Choice(row, q, sheet.columns.get("options", "")) for row, q, sheet in rows if _is_choice(q)
    ]
    judged = [q for _, q, _ in rows if not _is_choice(q)]
    if len(choices) < ENOUGH:
        return
    parts = 1 if len(choices) <= WHOLE else round(len(choices) / BLOCK)
    gains = {step: np.full(len(choices), -np.inf) for step in (-1, 1)}
    partners: dict[int, int] = {}
    for part in range(parts):
        first, end = (len(choices) * at // parts for at in (part, part + 1))
        low, high = max(0, first - AROUND), min(len(choices), end + AROUND)
        block = [each.question for each in choices[low:high]]
        belongs = belonging([*block, *_part(judged, part, parts)])
        if not _tells(belongs):
            continue
        belongs = _in_spreads(belongs)
        for step, all_gains in gains.items():
            all_gains[first:end] = gains_of_moving(belongs, step)[first - low : end - low]
        found = suspects(belongs, block)
        inside = range(first - low, end - low)
        partners |= {low + n: low + other for n, other in found.items() if n in inside}
    told = dict.fromkeys(partners, Doubt.OPTIONS_MISFIT)
    for step, all_gains in gains.items():
        _part_runs(all_gains, choices, step)
        told |= dict.fromkeys(slipped(all_gains, step), Doubt.OPTIONS_SHIFTED)
    for place, doubt in sorted(told.items()):
        yield _finding(choices, place, doubt, partners)


def _finding(
    choices: Sequence[_Choice], place: int, doubt: Doubt, partners: Mapping[int, int]
) -> Finding:
    row = choices[place].row
    other = choices[partners[place]].row.place if place in partners else None
    sheet = f"{other.part} " if other and other.part != row.place.part else ""
    return Finding(
        code=doubt.value,
        place=row.place,
        column=choices[place].column,
        excerpt=excerpt(row.options),
        about=f"{sheet}{other.row}" if other else "",
    )


def _part_runs(gains: NDArray[np.float64], choices: Sequence[_Choice], step: int) -> None:
    """Let no run go on from one sheet to the next, nor between stems that read alike."""
    stands = [(each.row.place.part, plain(each.question.stem)) for each in choices]
    for place, (one, other) in enumerate(itertools.pairwise(stands)):
        if one[0] != other[0] or one[1] == other[1]:
            gains[place if step > 0 else place + 1] = -np.inf


def _is_choice(question: Question) -> bool:
    return question.kind is not QuestionKind.JUDGE


def _part(values: Sequence[T], part: int, parts: int) -> Sequence[T]:
    return values[len(values) * part // parts : len(values) * (part + 1) // parts]


def _tells(belongs: Matrix) -> bool:
    """Whether own options can be told from others at all, where they stand or a row beside."""
    shares = []
    for step in (-1, 0, 1):
        stems = np.arange(max(0, -step), len(belongs) - max(0, step))
        own = belongs[stems, stems + step]
        shares.append((belongs[stems] < own[:, None]).mean())
    return bool(max(shares) >= TELLING)


def _in_spreads(belongs: Matrix) -> Matrix:
    """Count from how foreign options fit, in their standard deviations: so banks compare."""
    foreign = belongs[~np.eye(len(belongs), dtype=bool)]
    counted: Matrix = (belongs - foreign.mean()) / max(float(foreign.std()), 1e-6)
    return counted
