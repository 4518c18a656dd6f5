"""Rows whose options fit other stems better than their own.

How well stems and options belong together is learnt from the tables themselves (affinity). Two
things are looked for: single rows that gain when they change options with another row, and runs
of rows all of which gain when their options move up or down by one row (slips).
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from station.exam.doctor.affinity import Matrix, belonging
from station.exam.doctor.finding import Doubt, Finding
from station.exam.doctor.plain import plain
from station.exam.doctor.slips import gains_of_moving, slipped
from station.exam.question import Question, QuestionKind
from station.exam.table_row import TableRow, TableSheet

T = TypeVar("T")

BLOCK = 300
"""Choice questions that are looked at together, so that the work grows as the sheet does."""

ENOUGH = 20
"""With fewer choice questions a file says too little about itself."""

GAIN, BETTER_OPTIONS, BETTER_STEMS = 0.48, 0.54, 0.52
"""How much the best exchange, the share of options that fit this stem better and the share of
stems that these options fit better say."""

TELLING = 0.7
"""Such a share of other options must fit worse than a stem's own, or the block tells nothing; on
banks of centres it is 0.9, with options at random 0.5."""

STRANGE = 0.8
"""These were chosen on two of our open banks and two banks of centres, with options exchanged."""

COPY_GAIN = 2.0
"""The same options fit one stem so much better than another."""


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
    parts = max(1, round(len(choices) / BLOCK))
    gains = {step: np.full(len(choices), -np.inf) for step in (-1, 1)}
    partners: dict[int, int] = {}
    for part in range(parts):
        first, end = (len(choices) * at // parts for at in (part, part + 1))
        low, high = max(0, first - 1), min(len(choices), end + 1)  # neighbours across the cut
        block = [each.question for each in choices[low:high]]
        belongs = belonging([*block, *_part(judged, part, parts)])
        if not _tells(belongs):
            continue
        for step, all_gains in gains.items():
            all_gains[first:end] = gains_of_moving(belongs, step)[first - low : end - low]
        found = _copies(belongs, [question.options for question in block])
        found |= _exchanges(belongs, [question.kind for question in block])
        partners |= {low + place: low + other for place, other in found.items()}
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
        excerpt=row.options[:60],
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
