import pytest

from station.credential.card_job import (
    AnswerTray,
    CardStage,
    CardWay,
    Compose,
    HandOver,
    Release,
    ReportNotPrinted,
    ReportPrinted,
    ReportUnknown,
    Send,
    decide,
    evolve,
)
from station.ids import CandidateId, CardSerial, Digest, StaffId
from tests.unit.credential.made import TODAY, facts

COMPOSE = Compose(serial=CardSerial("C-1"), candidate=CandidateId("a"), raster=Digest(bytes(32)))
RELEASE = Release(facts(), TODAY)
LOOKED = StaffId("s1")


def after(*commands):
    card = CardWay()
    for command in commands:
        events = decide(card, command)
        assert events, command
        for event in events:
            card = evolve(card, event)
    return card


def test_the_usual_way():
    card = after(COMPOSE, RELEASE, Send(), ReportPrinted(), HandOver(LOOKED))
    assert (card.stage, card.sent, card.code) == (CardStage.HANDED_OVER, 1, "")


def test_an_unknown_card_waits_for_a_person():
    card = after(COMPOSE, RELEASE, Send(), ReportUnknown("PRN-03"))
    assert (card.stage, card.code) == (CardStage.UNKNOWN, "PRN-03")
    for command in (COMPOSE, RELEASE, Send(), ReportPrinted(), HandOver(LOOKED)):
        assert decide(card, command) == ()


@pytest.mark.parametrize(
    ("printed", "stage"), [(True, CardStage.PRINTED), (False, CardStage.NOT_PRINTED)]
)
def test_the_tray_decides(printed, stage):
    card = after(COMPOSE, RELEASE, Send(), ReportUnknown("PRN-03"), AnswerTray(printed, LOOKED))
    assert card.stage is stage


def test_a_card_that_was_not_printed_is_released_anew():
    card = after(COMPOSE, RELEASE, Send(), ReportNotPrinted("PRN-02"), RELEASE, Send())
    assert (card.stage, card.sent, card.code) == (CardStage.PRINTING, 2, "")


@pytest.mark.parametrize(
    "release",
    [
        Release(facts(passed=False), TODAY),
        Release(facts(grant=None), TODAY),
        Release(facts(open_incidents=1), TODAY),
        Release(facts(candidate="b"), TODAY),
    ],
)
def test_an_obstacle_keeps_the_card_back(release):
    assert decide(after(COMPOSE), release) == ()


def test_the_picture_may_be_made_anew_before_it_is_queued():
    again = Compose(serial=CardSerial("C-1"), candidate=CandidateId("a"), raster=Digest(b"2" * 32))
    assert after(COMPOSE, again).composed.raster == b"2" * 32
    assert decide(after(COMPOSE, RELEASE), again) == ()
