"""Who comes again beside others: their papers are compared before a session is signed."""

import pytest

from station.errors.exam import RetakerAlike
from station.exam.seating import alike
from station.province.papers_apart import drawn_apart
from station.sync.session_papers import place_of
from tests.unit.exam.made import bank
from tests.unit.sync.test_session_papers import COMPOSER, entry, package

LEFT = {"judge": 3, "single": 2}
"""What a paper draws of each cell: with so much left, a paper is what is left."""


def all_but_one_paper():
    """Ids of the whole bank but for one paper's questions."""
    return tuple(
        each.id for each in bank(30) if int(each.id.rpartition("-")[2]) >= LEFT[each.kind.value]
    )


def common(room, papers):
    beside = {
        place_of(each.seat, room): paper for each, paper in zip(room.roster, papers, strict=True)
    }
    return [pair.common for pair in alike(beside, room.blueprint.limits.neighbour_percent)]


def test_a_retaker_beside_others_shares_no_more_than_they_do():
    room = package(roster=(entry(9, seen=all_but_one_paper()), entry(1), entry(2), entry(10)))
    issued, papers = drawn_apart(COMPOSER, room, practice=False)
    assert common(issued, papers) == []
    assert issued.roster == room.roster


def test_two_who_have_seen_the_same_are_not_seated_side_by_side():
    room = package(roster=tuple(entry(seat, seen=all_but_one_paper()) for seat in (9, 10)))
    with pytest.raises(RetakerAlike) as refused:
        drawn_apart(COMPOSER, room, practice=False)
    assert refused.value.facts == {"one": 9, "other": 10, "common": 10, "most": 1}


@pytest.mark.parametrize(("seats", "practice"), [((9, 10), True), ((9, 11), False)])
def test_in_a_drill_or_two_seats_apart_they_may_be(seats, practice):
    room = package(roster=tuple(entry(seat, seen=all_but_one_paper()) for seat in seats))
    issued, papers = drawn_apart(COMPOSER, room, practice=practice)
    assert (issued, len(papers)) == (room, 2)
