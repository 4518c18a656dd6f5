"""The practice bank that we ship: both files say the same, and the blueprint can be filled."""

from pathlib import Path

import pytest

import station
from station.exam.blueprint import Stage
from station.exam.blueprint_file import read_blueprint, read_blueprint_file
from station.exam.compose import Composer
from station.exam.excel import read_workbook
from station.exam.jsonl import read_questions, write_questions
from station.exam.pools import supply_of
from station.exam.question import QuestionKind
from station.ids import Digest

ROOT = Path(station.__file__).parents[1]
BANK = ROOT / "question_banks" / "low_voltage"


@pytest.fixture(scope="module")
def lines():
    return read_questions((BANK / "questions.jsonl").read_bytes())


@pytest.fixture(scope="module")
def workbook():
    return read_workbook((BANK / "low_voltage_practice.xlsx").read_bytes())


@pytest.fixture(scope="module")
def blueprint():
    return read_blueprint((BANK / "EL-LV-REVIEW.json").read_bytes())


def said(questions):
    """What a candidate would be asked and marked by; ids are each file's own."""
    return {
        (
            q.kind,
            q.stem,
            q.options,
            q.key,
            q.topic,
            q.difficulty,
            q.explanation,
            q.keep_order,
            q.revision,
        )
        for q in questions
    }


def test_the_workbook_says_what_the_lines_say(lines, workbook):
    assert workbook.refused == ()
    assert len(workbook.questions) == len(lines) >= 200
    assert said(workbook.questions) == said(lines)


def test_lines_are_written_back_equal(lines):
    assert read_questions(write_questions(lines)) == lines


def test_topics_have_the_same_names(workbook):
    file = read_blueprint_file((BANK / "EL-LV-REVIEW.json").read_bytes())
    assert dict(workbook.topics) == dict(file.topics)


def test_the_blueprint_is_that_of_the_review(blueprint):
    assert (blueprint.code, blueprint.stage) == ("EL-LV-REVIEW", Stage.REVIEW)
    assert (blueprint.minutes, blueprint.pass_marks, blueprint.marks) == (120, 80, 100)
    kinds = {section.kind: section.questions for section in blueprint.sections}
    assert kinds == {QuestionKind.JUDGE: 70, QuestionKind.SINGLE: 30}


def test_each_cell_has_twice_what_a_paper_needs(lines, blueprint):
    pools = Composer(lines, Digest(bytes(32))).pools
    short = [cell for cell in supply_of(pools, blueprint) if cell.have < 2 * cell.need]
    assert short == []
