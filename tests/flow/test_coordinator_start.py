"""The coordinator's start on a disk that does not answer at first: nothing is lost or doubled."""

import pytest

from station.credential.card_job import CardStage
from station.errors.store import StoreUnreadable
from station.flow.desk_view import ReadCard
from station.flow.room_view import Arrival, SignIn, SignOff, StartSession
from station.flow.signatures import Signature
from station.ids import StaffId, StreamId
from tests.flow.centre import Centre
from tests.flow.documents import PINS
from tests.flow.people import NUMBERS
from tests.flow.test_main_job import answer_all, hand_in

ATTEMPT = StreamId("attempt/session-1/c-1")
SECOND_MS = 1_000


class LateDisk:
    """A store's lane that refuses its tasks so many times, and then runs them."""

    def __init__(self, lane, refusals):
        self._lane, self.refusals = lane, refusals

    def run(self, task, done, failed):
        if self.refusals:
            self.refusals -= 1
            failed(StoreUnreadable(reason="the disk does not answer"))
        else:
            self._lane.run(task, done, failed)


def restart(centre: Centre, refusals: int, monkeypatch) -> LateDisk:
    """Start the coordinator again on a disk that answers late."""
    lane = LateDisk(centre.seat_lane, refusals)
    with monkeypatch.context() as patch:
        patch.setattr("tests.flow.centre.LANE", lane)
        centre.open_coordinator()
    centre.connect(True)
    return lane


@pytest.mark.parametrize("refusals", [1, 2, 3, 5])
def test_a_load_that_failed_is_tried_again(sitting, monkeypatch, refusals):
    sitting.close_coordinator()
    answer_all(sitting, right=4)
    hand_in(sitting)
    restart(sitting, refusals, monkeypatch)
    assert isinstance(sitting.console_state.trouble, StoreUnreadable)
    for _ in range(40):
        sitting.pass_ms(SECOND_MS)
    assert sitting.console_state.started
    assert sitting.console_state.roster[0].arrival is Arrival.FINISHED
    assert sitting.screens[1].delivered
    assert sitting.outbox.count() == 1
    assert [card.stage for card in sitting.console_state.cards] == [CardStage.PRINTED]


def test_before_it_knows_what_was_nothing_new_begins(sitting, monkeypatch):
    started = sitting.room.started_at
    sitting.close_coordinator()
    sitting.clock.pass_ms(60 * SECOND_MS)
    restart(sitting, 4, monkeypatch)
    sitting.wish(StartSession())
    sitting.lay_card(NUMBERS[0])
    sitting.wish(ReadCard())
    for _ in range(40):
        sitting.pass_ms(SECOND_MS)
    assert sitting.room.started_at == started
    assert list(sitting.room.copies) == [ATTEMPT]


def test_who_signs_in_faster_than_the_disk_is_in_charge_once_it_answers(sitting, monkeypatch):
    sitting.wish(SignOff())
    sitting.close_coordinator()
    restart(sitting, 12, monkeypatch)
    sitting.wish(SignIn(Signature(staff=StaffId("s-2"), pin=PINS["s-2"])))
    assert sitting.console_state.duty is None
    for _ in range(40):
        sitting.pass_ms(SECOND_MS)
    assert sitting.console_state.duty == "s-2"
