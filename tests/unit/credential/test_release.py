from datetime import timedelta

import pytest

from station.credential.release import Obstacle, may_print
from station.messages.credential import OBSTACLE_TEXTS
from tests.unit.credential.made import TODAY, facts, grant

DAY = timedelta(days=1)


def practical(passed, until):
    return {"practical_needed": True, "practical_passed": passed, "practical_until": until}


def test_a_passed_review_with_a_grant_may_be_printed():
    assert may_print(facts(), TODAY) == ()


@pytest.mark.parametrize(
    ("change", "obstacle"),
    [
        ({"passed": False}, Obstacle.FAILED),
        ({"practical_needed": True}, Obstacle.PRACTICAL_MISSING),
        (practical(passed=TODAY + DAY, until=TODAY + 9 * DAY), Obstacle.PRACTICAL_MISSING),
        (practical(passed=TODAY - 9 * DAY, until=TODAY - DAY), Obstacle.PRACTICAL_TOO_OLD),
        ({"revoked": True}, Obstacle.REVOKED),
        ({"identity_confirmed": False}, Obstacle.IDENTITY_NOT_CONFIRMED),
        ({"open_incidents": 1}, Obstacle.OPEN_INCIDENT),
        ({"grant": None}, Obstacle.NO_GRANT),
        ({"grant": grant(candidate="b")}, Obstacle.NO_GRANT),
        ({"grant": grant(item="1.1")}, Obstacle.NO_GRANT),
        ({"grant": grant(expires=TODAY - timedelta(days=1))}, Obstacle.GRANT_EXPIRED),
        ({"already_issued": True}, Obstacle.ALREADY_ISSUED),
    ],
)
def test_one_obstacle_is_enough(change, obstacle):
    assert may_print(facts(**change), TODAY) == (obstacle,)


def test_an_initial_exam_with_its_practical_part_may_be_printed():
    assert may_print(facts(**practical(passed=TODAY, until=TODAY)), TODAY) == ()


def test_all_obstacles_are_named():
    worst = facts(passed=False, practical_needed=True, identity_confirmed=False, grant=None)
    assert may_print(worst, TODAY) == (
        Obstacle.FAILED,
        Obstacle.PRACTICAL_MISSING,
        Obstacle.IDENTITY_NOT_CONFIRMED,
        Obstacle.NO_GRANT,
    )


def test_each_obstacle_has_a_text():
    assert set(OBSTACLE_TEXTS) == {obstacle.value for obstacle in Obstacle}
