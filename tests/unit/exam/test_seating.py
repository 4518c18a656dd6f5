import hashlib
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors.exam import PoolTooSmall
from station.exam.blueprint import Cell, DrawLimits, Section, SectionKind
from station.exam.compose import Composer, compose
from station.exam.jsonl import read_questions
from station.exam.paper import PAPER
from station.exam.question import QuestionKind
from station.exam.room_parts import least_common
from station.exam.seating import RoomComposer, RoomForm, SeatPlace, alike
from station.ids import Digest, TopicId
from station.modes.open_banks import find_blueprint, open_bank_files
from tests.unit.exam.made import bank, blueprint, question

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


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 25)), min_size=1, max_size=12), st.data()
)
def test_neighbours_share_as_little_as_the_pools_allow(cells, data):
    """The bound is a count of its own: how often four papers must use what there is."""
    topics = [f"1.{n}" for n in range(len(cells))]
    questions = [
        question(f"{topic}-{n:02}", topic, difficulty=1 + n % 3)
        for topic, (need, more) in zip(topics, cells, strict=True)
        for n in range(need + more)
    ]
    section = Section(
        kind=SectionKind.SINGLE,
        marks_each=1,
        cells=tuple(
            Cell(topic=TopicId(topic), questions=need)
            for topic, (need, _) in zip(topics, cells, strict=True)
        ),
    )
    plan = replace(blueprint(), sections=(section,), pass_marks=1)
    room = RoomComposer(Composer(questions, BANK), plan, data.draw(st.binary(max_size=4)))
    shared = sum(fewest_shared(need, need + more) for need, more in cells)
    assert shared <= 6 * room.most_common() <= shared + 6 * 2
    assert least_common((need, need + more) for need, more in cells) == -(-shared // 6)
    papers = {place: room.compose(place, seed(place)) for place in ROOM[:14]}
    assert all(each.common <= room.most_common() for each in alike(papers, -1))


def fewest_shared(need, have):
    """Deal four papers one question at a time, always what was dealt least, and count the pairs."""
    dealt = [0] * have
    for n in range(4 * need):
        dealt[n % have] += 1
    return sum(times * (times - 1) // 2 for times in dealt)


def test_our_own_bank_keeps_neighbours_apart_as_the_blueprint_asks():
    """400 questions for papers of 100: each pair of neighbours could share 24 of them before."""
    file = find_blueprint("EL-LV-REVIEW")
    questions = [q for path in open_bank_files(file) for q in read_questions(path.read_bytes())]
    composer = Composer(questions, BANK)
    for session in range(5):
        room = RoomComposer(composer, file.blueprint, seed(session))
        assert room.most_common() <= 15
        papers = {place: room.compose(place, seed(session, place)) for place in ROOM}
        assert alike(papers, file.blueprint.limits.neighbour_percent) == ()
    first = RoomComposer(composer, file.blueprint, seed(1), RoomForm.QUARTERS)
    assert first.most_common() == 24


def test_no_paper_of_a_small_bank_has_more_pictures_than_allowed():
    picture = {"pictures": (BANK,)}
    questions = [
        question(f"{topic}-{n}", topic, **(picture if n % 3 == 0 else {}))
        for topic in ("1.1", "1.2", "1.3")
        for n in range(12)
    ]
    plan = blueprint(judges=1, singles=4, topics=("1.1", "1.2", "1.3"))
    plan = replace(plan, sections=plan.sections[1:], limits=DrawLimits(pictures=2))
    for session in range(20):
        room_of = RoomComposer(Composer(questions, BANK), plan, seed(session))
        for place in ROOM[:14]:
            paper = room_of.compose(place, seed(session, place))
            assert sum(bool(item.pictures) for item in paper.items) <= 2


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
