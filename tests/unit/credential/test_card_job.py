from dataclasses import replace

import cbor2
import pytest

from station.credential.card_commands import (
    AnswerTray,
    Compose,
    HandOver,
    Release,
    ReportNotPrinted,
    ReportPrinted,
    ReportUnknown,
    Send,
    Void,
)
from station.credential.card_events import CARD_EVENT, HandedOver, VoidReason
from station.credential.card_job import CardStage, CardWay, decide, evolve
from station.ids import CandidateId, CardSerial, Digest, StaffId
from tests.unit.credential.made import TODAY, facts

COMPOSE = Compose(serial=CardSerial("C-1"), candidate=CandidateId("a"), raster=Digest(bytes(32)))
RELEASE = Release(facts(), TODAY)
LOOKED = StaffId("s1")
SEND = Send("printer-1")
OUT = ReportPrinted(transfer_ms=300, mechanism_ms=8_000)
HAND_OVER = HandOver(by=(LOOKED,), similarity=0.6, signature=Digest(bytes(32)))
VOID = Void(
    reason=VoidReason.SMUDGED, first=LOOKED, second=StaffId("s2"), picture=Digest(b"p" * 32)
)


def after(*commands):
    card = CardWay()
    for command in commands:
        events = decide(card, command)
        assert events, command
        for event in events:
            card = evolve(card, event)
    return card


def test_the_usual_way():
    card = after(COMPOSE, RELEASE, SEND, OUT, HAND_OVER)
    assert (card.stage, card.sent, card.code) == (CardStage.HANDED_OVER, 1, "")


def test_an_unknown_card_waits_for_a_person():
    card = after(COMPOSE, RELEASE, SEND, ReportUnknown("PRN-03"))
    assert (card.stage, card.code) == (CardStage.UNKNOWN, "PRN-03")
    for command in (COMPOSE, RELEASE, SEND, OUT, HAND_OVER):
        assert decide(card, command) == ()


@pytest.mark.parametrize(
    ("printed", "stage"), [(True, CardStage.PRINTED), (False, CardStage.NOT_PRINTED)]
)
def test_the_tray_decides(printed, stage):
    card = after(COMPOSE, RELEASE, SEND, ReportUnknown("PRN-03"), AnswerTray(printed, LOOKED))
    assert card.stage is stage


def test_a_card_that_was_not_printed_is_released_anew():
    card = after(COMPOSE, RELEASE, SEND, ReportNotPrinted("PRN-02"), RELEASE, SEND)
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


@pytest.mark.parametrize("way", [(OUT,), (OUT, HAND_OVER)], ids=["in the tray", "handed over"])
def test_f16_a_voided_card_is_printed_again_under_the_next_number(way):
    card = after(COMPOSE, RELEASE, SEND, *way, VOID)
    assert (card.stage, card.print_number, card.blanks) == (CardStage.VOIDED, 2, 1)
    assert card.handed is None
    again = COMPOSE.__class__(
        serial=COMPOSE.serial, candidate=COMPOSE.candidate, raster=Digest(b"2" * 32)
    )
    card = after(COMPOSE, RELEASE, SEND, *way, VOID, again, RELEASE, SEND, OUT)
    assert (card.stage, card.print_number, card.blanks, card.sent) == (CardStage.PRINTED, 2, 2, 2)


def test_f16_one_person_voids_nothing():
    card = after(COMPOSE, RELEASE, SEND, OUT)
    alone = Void(reason=VoidReason.SMUDGED, first=LOOKED, second=LOOKED, picture=VOID.picture)
    assert decide(card, alone) == ()


@pytest.mark.parametrize("way", [(), (RELEASE,), (RELEASE, SEND), (RELEASE, SEND, OUT, VOID)])
def test_f16_only_a_card_that_is_there_is_voided(way):
    assert decide(after(COMPOSE, *way), VOID) == ()


def test_a_printed_card_is_not_printed_again_without_a_void():
    for way in ((OUT,), (OUT, HAND_OVER)):
        card = after(COMPOSE, RELEASE, SEND, *way)
        assert [decide(card, one) for one in (COMPOSE, RELEASE, SEND)] == [(), (), ()]


@pytest.mark.parametrize(
    ("change", "handed"),
    [
        ({}, True),
        ({"signature": None}, False),
        ({"signature": None, "unsigned": "a broken hand"}, False),
        ({"signature": None, "unsigned": "a broken hand", "by": (LOOKED, LOOKED)}, False),
        ({"signature": None, "unsigned": "a broken hand", "by": (LOOKED, StaffId("s2"))}, True),
        ({"unsigned": "signed, and did not"}, False),
    ],
)
def test_the_holder_signs_or_two_persons_say_why_not(change, handed):
    card = after(COMPOSE, RELEASE, SEND, OUT)
    events = decide(card, replace(HAND_OVER, **change))
    assert bool(events) is handed
    for event in events:
        assert event.unsigned == change.get("unsigned", "")


def test_a_hand_over_of_an_earlier_program_without_a_signature_is_still_read():
    old = HandedOver(by=(LOOKED,), similarity=0.6, signature=None)
    raw = cbor2.dumps(
        {"by": ["s1"], "is": "HandedOver", "signature": None, "similarity": 0.6}, canonical=True
    )
    assert evolve(after(COMPOSE, RELEASE, SEND, OUT), CARD_EVENT.unpack(raw)).handed == old
