"""The blueprints of RULES 5.3 as data: each number of its table, held against the files."""

import json
from pathlib import Path

import pytest

from station.errors.exam import BlueprintUnreadable
from station.exam.blueprint import Stage
from station.exam.blueprint_file import read_blueprint_file

FOLDER = Path(__file__).parents[3] / "question_banks" / "blueprints"

TABLE = {
    # code: trade, questions of each section, marks of each, minutes, pass
    "EL-LV-INIT": ("1.2", (70, 30), (1, 1), 120, 80),
    "EL-LV-REVIEW": ("1.2", (70, 30), (1, 1), 120, 80),
    "EL-HV-INIT": ("1.1", (70, 30), (1, 1), 120, 80),
    "EL-HV-REVIEW": ("1.1", (70, 30), (1, 1), 120, 80),
    "WD-FUS-INIT": ("2.1", (70, 30), (1, 1), 120, 80),
    "WD-FUS-REVIEW": ("2.1", (70, 30), (1, 1), 120, 80),
    "HG-SCAF-INIT": ("3.1", (70, 30), (1, 1), 120, 80),
    "HG-INST-INIT": ("3.2", (70, 30), (1, 1), 120, 80),
    "RF-INST-INIT": ("4.2", (70, 30), (1, 1), 120, 80),
    "CH-AUTO-INIT": ("9.16", (60, 30, 5), (1, 1, 2), 120, 80),
    "MG-CHEM-HEAD": ("MG-CHEM", (30, 40, 10, 2), (1, 1, 2, 5), 120, 80),
    "MG-CHEM-SAFE": ("MG-CHEM", (30, 40, 10, 2), (1, 1, 2, 5), 120, 80),
    "MG-MINE-SAFE": ("MG-MINE", (30, 40, 10, 2), (1, 1, 2, 5), 120, 80),
    "GE-WORKER-POST": ("GE", (30, 20), (2, 2), 60, 80),
    "MOCK-FREE": ("1.2", (30, 20), (2, 2), 60, 80),
    "DRILL-88": ("1.2", (10, 10), (5, 5), 10, 80),
}
LOW_VOLTAGE = {
    "1.1": (6, 3),
    "1.2": (7, 3),
    "1.3": (4, 2),
    "1.4": (4, 1),
    "2.1": (7, 3),
    "2.2": (5, 2),
    "2.3": (5, 2),
    "2.4": (4, 2),
    "3.1": (9, 4),
    "3.2": (6, 3),
    "3.3": (6, 2),
    "3.4": (4, 2),
    "3.5": (3, 1),
}


def read(code):
    return read_blueprint_file((FOLDER / f"{code}.json").read_bytes())


def test_each_row_of_the_table_is_a_file_and_there_is_no_other():
    assert {path.stem for path in FOLDER.glob("*.json")} == set(TABLE)


@pytest.mark.parametrize("code", TABLE)
def test_a_blueprint_says_what_the_table_says(code):
    file = read(code)
    plan = file.blueprint
    trade, questions, marks, minutes, pass_marks = TABLE[code]
    assert (plan.code, plan.trade) == (code, trade)
    assert tuple(section.questions for section in plan.sections) == questions
    assert tuple(section.marks_each for section in plan.sections) == marks
    assert (plan.marks, plan.minutes, plan.pass_marks) == (100, minutes, pass_marks)
    assert file.topics


@pytest.mark.parametrize("code", TABLE)
def test_only_first_exams_of_special_work_need_a_practical_exam(code):
    file = read(code)
    special = file.blueprint.trade[0].isdigit() and not file.rules.practice_only
    first = file.blueprint.stage is Stage.INITIAL
    assert file.rules.needs_practical == (special and first)


@pytest.mark.parametrize("code", ["EL-LV-INIT", "EL-LV-REVIEW"])
def test_the_chapters_of_low_voltage_are_the_tables(code):
    judges, singles = read(code).blueprint.sections
    drawn = {cell.topic: cell.questions for cell in judges.cells}
    assert drawn == {topic: counts[0] for topic, counts in LOW_VOLTAGE.items()}
    drawn = {cell.topic: cell.questions for cell in singles.cells}
    assert drawn == {topic: counts[1] for topic, counts in LOW_VOLTAGE.items()}


def test_neighbours_may_share_fifteen_per_cent():
    assert read("EL-LV-REVIEW").rules.neighbour_percent == 15
    assert read("EL-LV-REVIEW").rules.exclude_seen


@pytest.mark.parametrize(
    "change",
    [
        {"total": 99},
        {"card_gate": {"theory": True, "practical": True}},
        {"card_gate": {"theory": 1}},
        {"card_gate": []},
        {"retake": {"max": -1}},
        {"retake": {"again": 1}},
        {"late_limit": "30"},
        {"early_leave": 121},
        {"neighbour_percent": 101},
        {"multi_scoring": "half"},
        {"practice_only": "no"},
        {"rule_pack_hash": "abc"},
        {"pass_marks": 101},
    ],
)
def test_rules_that_are_wrong_or_contradict_are_refused(change):
    plain = json.loads((FOLDER / "EL-LV-REVIEW.json").read_bytes()) | change
    with pytest.raises(BlueprintUnreadable):
        read_blueprint_file(json.dumps(plain).encode())


def test_a_short_exam_may_leave_its_rules_out():
    plain = json.loads((FOLDER / "DRILL-88.json").read_bytes())
    del plain["early_leave"], plain["total"], plain["retake"], plain["card_gate"]
    file = read_blueprint_file(json.dumps(plain).encode())
    assert (file.rules.early_minutes, file.rules.retakes) == (10, 1)
