"""What two persons decide over an incident."""

from dataclasses import replace

import pytest

from station.exam.incident import (
    INCIDENT_EVENT,
    MOST_REASON,
    CloseIncident,
    Decisions,
    decide,
    evolve,
)
from station.ids import StaffId

SEQS = frozenset({5, 9})
CLOSE = CloseIncident(
    seq=5,
    harmless=True,
    first=StaffId("a"),
    first_reason=" picked up a pen ",
    second=StaffId("b"),
    second_reason="saw it too",
)


def after(*commands):
    decisions = Decisions()
    for command in commands:
        for event in decide(decisions, command):
            decisions = evolve(decisions, INCIDENT_EVENT.unpack(INCIDENT_EVENT.pack(event)))
    return decisions


def test_what_is_harmless_stands_in_the_way_no_more():
    assert after().open(SEQS) == SEQS
    assert after(CLOSE).open(SEQS) == {9}
    assert after(CLOSE).closed[5].first_reason == "picked up a pen"


def test_f07_what_is_upheld_is_decided_and_still_stands_in_the_way():
    decisions = after(replace(CLOSE, harmless=False))
    assert decisions.undecided(SEQS) == {9}
    assert decisions.open(SEQS) == SEQS


def test_a_later_decision_of_two_persons_counts():
    assert after(replace(CLOSE, harmless=False), CLOSE).open(SEQS) == {9}
    assert after(CLOSE, replace(CLOSE, harmless=False)).open(SEQS) == SEQS


@pytest.mark.parametrize(
    "wrong",
    [
        {"second": StaffId("a")},
        {"first_reason": "  "},
        {"second_reason": ""},
        {"first_reason": "x" * (MOST_REASON + 1)},
    ],
)
def test_f07_one_person_or_one_without_a_reason_decides_nothing(wrong):
    assert after(replace(CLOSE, **wrong)) == Decisions()
