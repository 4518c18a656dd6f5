"""The four banks that we ship: whole, explained, drawn, and nothing for the doctor to find."""

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from station.exam.compose import Composer
from station.exam.doctor.examine import examine
from station.exam.doctor.finding import Outcome
from station.exam.doctor.intake import read_file
from station.exam.formats.beside import beside_file
from station.exam.jsonl import read_questions
from station.exam.picture import check_picture
from station.exam.question import Pool, QuestionKind
from station.ids import Digest
from station.modes.open_banks import HOME, find_blueprint, open_bank_files

BANKS = {
    # name: questions of their own, cases, pictures at least
    "low_voltage": (400, 0, 15),
    "welding": (150, 0, 10),
    "height": (150, 0, 10),
    "manager_chemical": (150, 8, 10),
}
KINDS = {
    "low_voltage": {QuestionKind.JUDGE, QuestionKind.SINGLE},
    "welding": set(QuestionKind),
    "height": set(QuestionKind),
    "manager_chemical": set(QuestionKind),
}
RETIRED = {"MC-S-013", "HG-J-011"}
PICTURES = 40
ALIKE = 0.6


def files(name):
    return sorted((HOME / name).glob("*.jsonl"))


def questions(name):
    return [q for path in files(name) for q in read_questions(path.read_bytes())]


def topics(name):
    folder = HOME / name
    found = folder / "topics.json"
    plain = json.loads((found if found.is_file() else folder / "EL-LV-REVIEW.json").read_bytes())
    return plain.get("topics", plain)


@pytest.mark.parametrize("name", BANKS)
def test_a_bank_has_what_it_says(name):
    own, cases, pictured = BANKS[name]
    every = questions(name)
    assert sum(not q.case for q in every) == own
    assert len({q.case for q in every if q.case}) == cases
    assert sum(bool(q.pictures) for q in every) >= pictured
    assert {q.kind for q in every} >= KINDS[name]


@pytest.mark.parametrize("name", BANKS)
def test_what_everybody_can_read_is_for_practice(name):
    assert {question.pool for question in questions(name)} == {Pool.PRACTICE}


@pytest.mark.parametrize("name", BANKS)
def test_each_question_has_an_explanation_a_topic_and_a_difficulty(name):
    known = topics(name)
    for each in questions(name):
        assert each.explanation.strip(), each.id
        assert each.topic in known, each.id
        assert each.difficulty in (1, 2, 3), each.id
    assert len(Counter(q.difficulty for q in questions(name))) >= 2


def test_the_banks_have_forty_drawn_pictures_and_each_may_be_shown():
    named = {digest for name in BANKS for q in questions(name) for digest in q.pictures}
    assert len(named) >= PICTURES
    there = {Digest(bytes.fromhex(path.stem)): path for path in Path(HOME).glob("*/media/*.svg")}
    assert set(there) == named
    for path in there.values():
        check_picture(path.read_bytes())


def test_the_doctor_finds_nothing_in_them():
    tables = [
        read_file(f"{name}-{path.name}", path.read_bytes(), "", beside_file(path))
        for name in BANKS
        for path in files(name)
    ]
    examined = examine(tables)
    assert examined.findings == ()
    assert examined.count(Outcome.CLEAN) == len(examined.outcomes) > 850


def test_no_question_is_nearly_one_of_another_bank():
    """As HG-J-011 once was nearly MC-J-050."""

    def pairs(text):
        plain = "".join(character for character in text if character.isalnum())
        return {plain[n : n + 2] for n in range(len(plain) - 1)}

    stems = [(q.id, name, pairs(q.stem)) for name in BANKS for q in questions(name) if not q.case]
    for (one, bank, first), (other, another, second) in combinations(stems, 2):
        if bank != another and first and second:
            alike = len(first & second) / len(first | second)
            assert alike < ALIKE, (one, other)


def test_a_retired_id_is_never_used_again():
    ids = [q.id for name in BANKS for q in questions(name)]
    assert len(ids) == len(set(ids))
    assert not RETIRED & set(ids)


OURS = ("EL-LV-INIT", "EL-LV-REVIEW", "WD-FUS-INIT", "WD-FUS-REVIEW")


@pytest.mark.parametrize("code", [*OURS, "MG-CHEM-HEAD", "MG-CHEM-SAFE", "MOCK-FREE", "DRILL-88"])
def test_the_blueprints_of_our_trades_compose_from_our_banks(code):
    plan = find_blueprint(code).blueprint
    bank = [
        q
        for path in open_bank_files(find_blueprint(code))
        for q in read_questions(path.read_bytes())
    ]
    composer = Composer(bank, Digest(bytes(32)))
    for n in range(5):
        paper = composer.compose(plan, bytes([n]) * 32)
        assert paper.marks == 100
        assert sum(bool(item.pictures) for item in paper.items) <= 10
