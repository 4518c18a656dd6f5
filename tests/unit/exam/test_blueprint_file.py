import copy
import json

import pytest

from station.errors.exam import BlueprintUnreadable
from station.exam.blueprint import DrawLimits
from station.exam.blueprint_file import read_blueprint, read_blueprint_file

PLAIN = {
    "code": "T",
    "version": 1,
    "title": "试",
    "trade": "1.2",
    "stage": "review",
    "minutes": 60,
    "pass_marks": 2,
    "sections": [
        {"kind": "judge", "marks_each": 1, "cells": [{"topic": "1.1", "questions": 3}]},
    ],
    "topics": {"1.1": "概述"},
}


def raw(change=lambda plain: None):
    plain = copy.deepcopy(PLAIN)
    change(plain)
    return json.dumps(plain).encode()


def test_a_blueprint_and_its_topics():
    file = read_blueprint_file(raw())
    assert file.blueprint == read_blueprint(raw(lambda p: p.pop("topics")))
    assert (file.blueprint.marks, file.topics) == (3, (("1.1", "概述"),))


CHANGES = [
    lambda p: p.pop("minutes"),
    lambda p: p.update(extra=1),
    lambda p: p.update(version="1"),
    lambda p: p.update(version=True),
    lambda p: p.update(minutes=0),
    lambda p: p.update(minutes=10**9),
    lambda p: p.update(pass_marks=4),
    lambda p: p.update(stage="never"),
    lambda p: p.update(title=" "),
    lambda p: p.update(sections=[]),
    lambda p: p.update(sections={}),
    lambda p: p.update(topics={"2": "x"}),
    lambda p: p.update(topics=[1]),
    lambda p: p["sections"].append(3),
    lambda p: p["sections"][0].update(kind="essay"),
    lambda p: p["sections"][0].update(cells=[]),
    lambda p: p["sections"][0]["cells"].append({"topic": "1.1", "questions": 1}),
    lambda p: p["sections"][0]["cells"][0].update(questions=-1),
]


@pytest.mark.parametrize("change", CHANGES)
def test_numbers_that_contradict_are_refused(change):
    with pytest.raises(BlueprintUnreadable):
        read_blueprint(raw(change))


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b" " * (1 << 21),
        raw().replace(b'"minutes": 60', b'"minutes": NaN'),
        raw().replace(b'"minutes": 60', b'"minutes": 60, "minutes": 90'),
    ],
)
def test_what_is_no_blueprint_is_refused(broken):
    with pytest.raises(BlueprintUnreadable):
        read_blueprint(broken)


def test_each_contradiction_has_a_code_of_its_own():
    def code(change):
        with pytest.raises(BlueprintUnreadable) as refusal:
            read_blueprint(raw(change))
        return refusal.value.code

    assert code(lambda p: p["sections"][0].update(count=4)) == "EXM-31"
    assert code(lambda p: p.update(total=4)) == "EXM-32"
    assert code(lambda p: p.update(pass_marks=4)) == "EXM-33"
    assert code(lambda p: p.update(card_gate={"practical": True})) == "EXM-34"
    assert code(lambda p: p.update(minutes=0)) == "EXM-04"


def test_the_field_names_of_the_rules_are_read_too():
    plain = copy.deepcopy(PLAIN)
    plain["pass"] = plain.pop("pass_marks")
    cells = [{"knowledge": "1.1", "count": 3}]
    plain["sections"] = [{"type": "judge", "count": 3, "score": 1, "cells": cells}]
    assert read_blueprint(json.dumps(plain).encode()) == read_blueprint(raw())
    plain["pass_marks"] = 2
    with pytest.raises(BlueprintUnreadable):
        read_blueprint(json.dumps(plain).encode())


def test_limits_are_read_and_held():
    asked = {"difficulty_mix": [5, 4, 1], "national_percent": 80, "pictures_max": 10}
    limits = read_blueprint(raw(lambda p: p.update(asked, neighbour_percent=15))).limits
    assert limits == DrawLimits(
        difficulty=(5, 4, 1), national_percent=80, pictures=10, neighbour_percent=15
    )
    assert read_blueprint(raw()).limits == DrawLimits()


@pytest.mark.parametrize(
    "wrong",
    [
        {"difficulty_mix": [5, 4]},
        {"difficulty_mix": [0, 0, 0]},
        {"difficulty_mix": [5, 4, -1]},
        {"difficulty_mix": "541"},
        {"national_percent": 101},
        {"pictures_max": -1},
        {"pictures_max": 1.5},
        {"neighbour_percent": True},
    ],
)
def test_limits_that_make_no_sense_are_refused(wrong):
    with pytest.raises(BlueprintUnreadable):
        read_blueprint(raw(lambda p: p.update(wrong)))
