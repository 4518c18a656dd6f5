"""What is known of a candidate's result decides over the card, and after a restart nothing is."""

import pytest

from station.clock import HeldClock, SystemClock
from station.credential.card_job import CardStage
from station.credential.release import Obstacle
from station.flow import card_view as view
from station.printer.evolis_emulator import SimulatedEvolis
from tests.flow.card_desk import CardDesk, many
from tests.flow.documents import open_session
from tests.flow.test_card_counter import SERIAL


@pytest.fixture
def make_desk(tmp_path, keys, people):
    opened = []

    def make():
        now = SystemClock().wall()
        session = open_session(keys, people, now, minutes=10, earliest_submit_minutes=0)
        session = many(session, 1, people.portraits[0].enrolment_jpeg())
        desk = CardDesk(tmp_path, session, HeldClock(now), (SimulatedEvolis(),), people)
        desk.open()
        opened.append(desk)
        return desk

    yield make
    for desk in opened:
        desk.close()


def not_printed(make_desk):
    """A desk whose card was sent once and not printed, after a restart: no seat has told yet."""
    other = make_desk()
    other.admit_all()
    other.below[0].cards = 0
    other.passed(1)
    assert other.row(1).stage is CardStage.NOT_PRINTED
    other.restart()
    other.below[0].cards = 10
    return other


def test_after_a_restart_no_card_is_printed_before_the_room_has_told_the_result(make_desk):
    other = not_printed(make_desk)
    assert other.row(1).obstacles == (Obstacle.OUTCOME_UNKNOWN,)
    other.flow.intent(view.PrintAgain(SERIAL))
    other.second(3)
    assert other.below[0].tray == []
    other.passed(1)
    other.second(3)
    assert other.row(1).stage is CardStage.PRINTED, "the wish was heard"


@pytest.mark.parametrize(
    ("changes", "obstacle"),
    [
        ({"open_incidents": 1}, Obstacle.OPEN_INCIDENT),
        ({"passed": False}, Obstacle.FAILED),
        ({"confirmed": False}, Obstacle.IDENTITY_NOT_CONFIRMED),
    ],
)
def test_what_came_up_before_the_restart_stops_a_card_that_was_sent_once(
    make_desk, changes, obstacle
):
    other = not_printed(make_desk)
    other.passed(1, **changes)
    other.flow.intent(view.PrintAgain(SERIAL))
    other.second(3)
    assert other.below[0].tray == []
    assert other.row(1).obstacles == (obstacle,)


@pytest.mark.parametrize("restarted", [False, True])
def test_an_incident_stops_a_card_that_waits_for_a_printer(make_desk, restarted):
    other = make_desk()
    other.admit_all()
    other.flow._queue._printers.posts[0].card = "somebody else's"
    other.passed(1)
    assert other.row(1).stage is CardStage.QUEUED
    if restarted:
        other.restart()
        other.second(3)
        assert other.row(1).obstacles == (Obstacle.OUTCOME_UNKNOWN,)
    other.passed(1, open_incidents=1)
    other.flow._queue._printers.posts[0].card = None
    other.second(3)
    assert other.below[0].tray == []
    assert other.row(1).obstacles == (Obstacle.OPEN_INCIDENT,)
    other.passed(1)
    other.second(3)
    assert other.row(1).stage is CardStage.PRINTED
