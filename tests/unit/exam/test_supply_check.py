import pytest

from station.exam.compose import Composer
from station.exam.supply_check import Enough, check_supply
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
