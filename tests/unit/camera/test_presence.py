"""What a look after the candidate means, and when it is an incident."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.camera.presence import Fine, Look, Watch, finding, follow
from station.exam.attempt_events import Amiss
from station.identity.rules import FaceRules

RULES = FaceRules()
LOOKS = 3


def look(persons=1, similarity=0.8, blind=False):
    return Look(persons=persons, similarity=similarity, blind=blind)


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (look(), Fine.WELL),
        (look(similarity=RULES.presence), Fine.WELL),
        (look(similarity=None), Fine.UNCLEAR),
        (look(similarity=0.2), Amiss.OTHER_PERSON),
        (look(similarity=float("nan")), Amiss.OTHER_PERSON),
        (look(persons=2), Amiss.SECOND_PERSON),
        (look(persons=2, similarity=None), Amiss.SECOND_PERSON),
        (look(persons=2, similarity=0.1), Amiss.OTHER_PERSON),
        (look(persons=0, similarity=None), Amiss.ABSENT),
        (look(persons=0, similarity=None, blind=True), Amiss.COVERED),
    ],
)
def test_what_one_look_comes_to(seen, found):
    assert finding(seen, RULES) is found


def run(*findings, looks=LOOKS):
    watch, told = Watch(), []
    for found in findings:
        watch, what = follow(watch, found, looks)
        told.append(what)
    return watch, told


def test_scratching_a_nose_is_no_incident():
    _, told = run(Amiss.ABSENT, Amiss.ABSENT, Fine.WELL, Amiss.ABSENT, Amiss.ABSENT, Fine.WELL)
    assert not any(told)


def test_what_lasts_is_told_once_and_again_when_it_comes_back():
    watch, told = run(*[Amiss.OTHER_PERSON] * 6)
    assert told == [None, None, Amiss.OTHER_PERSON, None, None, None]
    assert watch.calm
    again = [Amiss.OTHER_PERSON] * 3 + [Fine.WELL] + [Amiss.OTHER_PERSON] * 3
    assert [what for what in run(*again)[1] if what] == [Amiss.OTHER_PERSON] * 2


def test_something_else_amiss_is_told_too():
    _, told = run(*[Amiss.SECOND_PERSON] * 3, *[Amiss.ABSENT] * 3)
    assert [what for what in told if what] == [Amiss.SECOND_PERSON, Amiss.ABSENT]


def test_a_head_turned_away_neither_counts_nor_clears():
    _, told = run(Amiss.ABSENT, Fine.UNCLEAR, Amiss.ABSENT, Fine.UNCLEAR, Amiss.ABSENT)
    assert told[-1] is Amiss.ABSENT
    assert not any(run(*[Fine.UNCLEAR] * 20)[1])


def test_the_next_look_comes_soon_while_something_is_in_doubt():
    assert Watch().calm
    assert not run(Amiss.ABSENT)[0].calm


@given(st.lists(st.sampled_from([*Amiss, *Fine]), max_size=40), st.integers(1, 5))
def test_only_what_was_found_so_often_in_a_row_is_told(findings, looks):
    _, told = run(*findings, looks=looks)
    clear = [found for found in findings if found is not Fine.UNCLEAR]
    told_clear = [
        what for found, what in zip(findings, told, strict=True) if found is not Fine.UNCLEAR
    ]
    for index, what in enumerate(told_clear):
        if what is not None:
            assert clear[max(0, index - looks + 1) : index + 1] == [what] * looks
