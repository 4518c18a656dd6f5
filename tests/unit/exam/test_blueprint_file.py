import copy
import json

import pytest

from station.errors.exam import BlueprintUnreadable
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
