from dataclasses import replace

import pytest

from station.errors.exam import NeighboursAlike
from station.exam.blueprint import DrawLimits
from station.exam.compose import Composer
from station.exam.supply_check import Enough, check_room, check_supply, refuse_alike
from station.ids import Digest
from tests.unit.exam.made import bank, blueprint


def composer(questions):
    return Composer(questions, Digest(bytes(32)))


@pytest.mark.parametrize(
    ("count", "exam", "practice"),
    [
        (0, "no", "no"),
        (2, "no", "thin"),
        (5, "no", "thin"),
        (6, "thin", "thin"),
        (20, "yes", "yes"),
    ],
)
def test_a_pool_is_judged_by_what_it_is_for(count, exam, practice):
    plan = blueprint(judges=2, singles=2, topics=("1.1",))
    for is_practice, expected in ((False, exam), (True, practice)):
        cells = check_supply(composer(bank(count)), plan, practice=is_practice)
        assert [cell.enough for cell in cells] == [Enough(expected)] * 2


def test_each_cell_is_judged_for_itself():
    questions = [*bank(20, ("1.1",)), *bank(4, ("1.2",))]
    cells = check_supply(composer(questions), blueprint(judges=2, singles=1), practice=False)
    assert [(c.supply.kind.value, c.supply.topic, c.enough.value) for c in cells] == [
        ("judge", "1.1", "yes"),
        ("judge", "1.2", "no"),
        ("single", "1.1", "yes"),
        ("single", "1.2", "thin"),
    ]


def test_a_bank_in_which_neighbours_must_share_is_refused_cell_by_cell():
    """Five of each for papers of two: of eight that four neighbours need three are missing."""
    plan = replace(blueprint(judges=2, singles=1), limits=DrawLimits(neighbour_percent=15))
    questions = [*bank(20, ("1.1",)), *bank(5, ("1.2",))]
    found = check_room(composer(questions), plan, b"s", practice=False)
    assert [(cell.kind, cell.topic, cell.have, cell.need) for cell in found.crowded] == [
        ("judge", "1.2", 5, 2)
    ]
    assert (found.common, found.least_common, found.may_be_common) == (1, 1, 0)
    assert found.enough is Enough.NO
    with pytest.raises(NeighboursAlike) as refusal:
        refuse_alike(found)
    assert refusal.value.facts == {
        "common": 1,
        "most": 0,
        "topic": "1.2",
        "kind": "judge",
        "have": 5,
        "want": 8,
    }


@pytest.mark.parametrize(("share", "practice"), [(None, False), (100, False), (15, True)])
def test_neighbours_may_share_if_the_blueprint_says_so_or_at_practice(share, practice):
    limits = DrawLimits(neighbour_percent=share)
    plan = replace(blueprint(judges=2, singles=1), limits=limits)
    refuse_alike(check_room(composer(bank(6)), plan, b"s", practice=practice))
