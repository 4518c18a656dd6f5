"""A paper must come out the same years later: the sample is never edited, only joined by more."""

from pathlib import Path

from station.exam.blueprint_file import read_blueprint
from station.exam.compose import compose
from station.exam.jsonl import read_questions
from station.exam.paper import PAPER
from station.ids import Digest

SAMPLE = Path(__file__).parents[2] / "samples" / "paper-1"


def test_the_same_bank_blueprint_and_seed_give_the_same_bytes():
    questions = read_questions((SAMPLE / "questions.jsonl").read_bytes())
    blueprint = read_blueprint((SAMPLE / "blueprint.json").read_bytes())
    paper = compose(questions, blueprint, Digest(bytes(32)), bytes(range(32)))
    assert PAPER.pack(paper) == (SAMPLE / "paper.bin").read_bytes()
