"""How many planted defects the doctor finds, kind by kind, in rows that people wrote.

The rows are our own open banks, written as centres write theirs, and the sound rows of the shared
banks where those are at hand.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from station.exam.doctor.examine import examine
from station.exam.doctor.finding import Outcome
from station.exam.excel import read_table
from station.exam.jsonl import read_questions
from tests.unit.exam.doctor.planting import KINDS, as_row, plant
from tests.unit.exam.made import HEADER, xlsx

OPEN_BANKS = Path(__file__).parents[4] / "question_banks"
SHARED = Path(__file__).parents[5] / "shared" / "data" / "banks"
SEEDS = range(4)
HARD = {
    "options exchanged": 0.7,
    "options copied from another": 0.5,
    "run that slipped down": 0.7,
    "run that slipped up": 0.7,
}
"""Kinds that no rule can find for sure: only likeness tells that the options are foreign."""

EVERY_OTHER_KIND = 0.97
ALL = 0.95


@cache
def open_rows():
    files = sorted(OPEN_BANKS.rglob("*.jsonl"))
    every = [q for file in files for q in read_questions(file.read_bytes())]
    questions = [q for q in every if not q.pictures and not q.case]  # a row holds neither
    return [as_row(question, n) for n, question in enumerate(questions, start=1)]


def outcomes(rows):
    table = read_table(xlsx(rows, header=HEADER))
    return {place.row - 2: out for place, out in examine([table]).outcomes.items()}


def tally(rows, seeds):
    """Count the planted and the found, and the sound rows that were minded without a reason."""
    planted, found = Counter(), Counter()
    before = {n for n, out in outcomes(rows).items() if out is not Outcome.CLEAN}
    alarms = sound = 0
    for seed in seeds:
        made, places = plant(rows, seed)
        ended = outcomes(made)
        assert len(ended) == len(rows)
        for kind, defective in places.items():
            planted[kind] += len(defective)
            found[kind] += sum(ended[n] is not Outcome.CLEAN for n in defective)
        touched = {n for defective in places.values() for n in defective}
        sound += len(rows) - len(touched)
        alarms += sum(
            out is not Outcome.CLEAN and n not in touched and n not in before
            for n, out in ended.items()
        )
    return planted, found, alarms / sound, len(before) / len(rows)


def hold(planted, found):
    shares = {kind: found[kind] / planted[kind] for kind in KINDS}
    missed = {
        kind: share for kind, share in shares.items() if share < HARD.get(kind, EVERY_OTHER_KIND)
    }
    assert missed == {}, json.dumps(shares, ensure_ascii=False, indent=1)
    by_kind = sum(shares.values()) / len(shares)
    assert by_kind >= ALL, f"{by_kind:.3f} of the defects found, kind by kind"


def test_defects_planted_into_our_open_banks():
    planted, found, alarms, minded = tally(open_rows(), SEEDS)
    hold(planted, found)
    assert minded < 0.05
    assert alarms < 0.05


def shared_rows(file):
    """The rows of a shared bank of which the doctor says nothing."""
    table = read_table(file.read_bytes(), file.name)
    clean = {p for p, out in examine([table]).outcomes.items() if out is Outcome.CLEAN}
    questions = [r.question for r in table.rows if r.place in clean and not r.question.pictures]
    return [as_row(question, n) for n, question in enumerate(questions, start=1)]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared banks are not at hand")
def test_defects_planted_into_the_shared_banks():
    planted, found = Counter(), Counter()
    for file in sorted(SHARED.iterdir()):
        rows = shared_rows(file)
        if sum(row[2] == "多选题" for row in rows) >= 20:
            of_file = tally(rows, (len(file.name),))
            planted += of_file[0]
            found += of_file[1]
    hold(planted, found)
