import hashlib
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors.exam import PoolTooSmall
from station.exam.compose import Composer, compose
from station.exam.paper import PAPER
from station.exam.question import QuestionKind
from station.exam.seating import RoomComposer, SeatPlace, alike
from station.ids import Digest
from tests.unit.exam.made import bank, blueprint

BANK = Digest(bytes(32))
ROOM = [SeatPlace(row, column) for row, column in product(range(5), range(6))]


def seed(*words):
    return hashlib.sha256(repr(words).encode()).digest()


def room(questions, secret=b"s", plan=None):
    """The papers of a whole room."""
    composer = RoomComposer(Composer(questions, BANK), plan or blueprint(), secret)
    return {place: composer.compose(place, seed(secret, place)) for place in ROOM}


@given(st.integers(0, 50), st.integers(0, 50))
def test_the_eight_around_have_other_colours(row, column):
    here = SeatPlace(row, column)
    around = [
        SeatPlace(row + down, column + right)
        for down, right in product((-1, 0, 1), repeat=2)
        if (down, right) != (0, 0) and row + down >= 0 and column + right >= 0
    ]
    assert all(here.is_beside(there) and there.colour != here.colour for there in around)
    assert not here.is_beside(here)


@pytest.mark.parametrize("secret", [b"one", b"two"])
def test_neighbours_share_no_question_if_the_pools_hold_four_papers(secret):
    papers = room(bank(12), secret)
    assert alike(papers, most_percent=0) == ()
    assert len({tuple(i.question for i in paper.items) for paper in papers.values()}) == len(ROOM)


def test_with_smaller_pools_what_is_too_much_is_named():
    found = alike(room(bank(6)), most_percent=15)
    assert found
    assert all(each.one.is_beside(each.other) and each.common > 1 for each in found)
    assert not any(each.same_order for each in found)


def test_equal_papers_of_neighbours_are_named():
    paper = compose(bank(), blueprint(), BANK, seed("x"))
    places = [SeatPlace(0, 0), SeatPlace(0, 1), SeatPlace(0, 3)]
    (found,) = alike(dict.fromkeys(places, paper), most_percent=100)
    assert (found.one, found.other, found.same_order) == (*places[:2], True)


def test_a_paper_does_not_depend_on_who_else_came():
    here = SeatPlace(2, 3)
    alone = RoomComposer(Composer(reversed(bank(12)), BANK), blueprint(), b"s").compose(
        here, seed(b"s", here)
    )
    assert PAPER.pack(room(bank(12))[here]) == PAPER.pack(alone)


def test_a_retaker_sees_nothing_again_even_if_the_own_part_is_used_up():
    here = SeatPlace(1, 1)
    composer = RoomComposer(Composer(bank(12), BANK), blueprint(), b"s")
    had = {item.question for item in composer.compose(here, seed("first")).items}
    again = composer.compose(here, seed("again"), seen=had)
    assert had.isdisjoint(item.question for item in again.items)
    with pytest.raises(PoolTooSmall):
        composer.compose(here, seed("again"), seen={q.id for q in bank(12)[2:]})


def test_no_question_wears_out():
    """Over 10,000 papers of many sessions none is used more than 1.5 times its fair share."""
    questions = bank(30, ("1.1",))
    plan = blueprint(judges=1, singles=3, topics=("1.1",))
    used = Counter()
    for session in range(334):
        composer = RoomComposer(Composer(questions, BANK), plan, seed("session", session))
        for place in ROOM:
            paper = composer.compose(place, seed(session, place))
            used.update(item.question for item in paper.items)
    papers = 334 * len(ROOM)
    fair = {QuestionKind.JUDGE: papers / 30, QuestionKind.SINGLE: 3 * papers / 30}
    assert papers > 10_000
    assert max(used[q.id] / fair[q.kind] for q in questions) <= 1.5
    assert min(used[q.id] for q in questions) > 0
