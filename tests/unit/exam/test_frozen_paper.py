"""A paper must come out the same years later: a sample is never edited, only joined by more."""

from pathlib import Path

from station.exam.blueprint_file import read_blueprint
from station.exam.compose import Composer, compose
from station.exam.jsonl import read_questions
from station.exam.paper import PAPER
from station.exam.seating import RoomComposer, RoomForm, SeatPlace
from station.ids import Digest

SAMPLES = Path(__file__).parents[2] / "samples"
BANK = Digest(bytes(32))
SEED = bytes(range(32))


def test_the_same_bank_blueprint_and_seed_give_the_same_bytes():
    sample = SAMPLES / "paper-1"
    questions = read_questions((sample / "questions.jsonl").read_bytes())
    blueprint = read_blueprint((sample / "blueprint.json").read_bytes())
    paper = compose(questions, blueprint, BANK, SEED)
    assert PAPER.pack(paper) == (sample / "paper.bin").read_bytes()


def test_a_retaker_at_a_place_in_a_room_gets_the_same_bytes():
    """Questions that exclude each other, a place among neighbours, and questions seen before."""
    sample = SAMPLES / "paper-2"
    questions = read_questions((sample / "questions.jsonl").read_bytes())
    blueprint = read_blueprint((sample / "blueprint.json").read_bytes())
    seen = (sample / "seen.txt").read_text("utf-8").split()
    composer = Composer(questions, BANK)
    room = RoomComposer(composer, blueprint, b"session secret", RoomForm.QUARTERS)
    paper = room.compose(SeatPlace(1, 2), SEED, seen=seen)
    assert PAPER.pack(paper) == (sample / "paper.bin").read_bytes()


def test_a_retaker_in_a_small_bank_gets_the_same_bytes():
    """Parts that are dealt, of pools so small that neighbours must share."""
    sample = SAMPLES / "paper-3"
    questions = read_questions((sample / "questions.jsonl").read_bytes())
    blueprint = read_blueprint((sample / "blueprint.json").read_bytes())
    seen = (sample / "seen.txt").read_text("utf-8").split()
    composer = Composer(questions, BANK)
    room = RoomComposer(composer, blueprint, b"session secret", RoomForm.DEALT)
    paper = room.compose(SeatPlace(1, 2), SEED, seen=seen)
    assert PAPER.pack(paper) == (sample / "paper.bin").read_bytes()


def test_a_mix_in_the_newest_form_gives_the_same_bytes():
    """Few easy questions and few of the nation's, of which the blueprint asks for many."""
    sample = SAMPLES / "paper-4"
    questions = read_questions((sample / "questions.jsonl").read_bytes())
    blueprint = read_blueprint((sample / "blueprint.json").read_bytes())
    composer = Composer(questions, BANK)
    papers = {
        "paper.bin": composer.compose(blueprint, SEED),
        "room.bin": RoomComposer(composer, blueprint, b"session secret").compose(
            SeatPlace(1, 2), SEED
        ),
    }
    for name, paper in papers.items():
        assert PAPER.pack(paper) == (sample / name).read_bytes()
