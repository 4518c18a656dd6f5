"""What the staff order reaches every seat, those that were away too, and is written down."""

import pytest

from station.errors.session import ReasonMissing
from station.exam.attempt_events import EVENT, Cause, ClockChanged, Credited, Stalled, Submitted
from station.exam.session_orders import FIRE, ORDER, End, GiveTime, HoldSeat, Say, StopRoom
from station.flow import seat_view as seat
from station.flow.room_view import (
    EndAttempt,
    GiveBack,
    GiveMinutes,
    HoldAll,
    HoldOne,
    LockOne,
    ResumeAll,
    SayTo,
    StopAll,
)
from station.ids import SeatNumber, StreamId, UnixMs
from station.lan.messages import Curtain
from tests.flow.test_main_job import answer_all, hand_in, signatures

ATTEMPT = StreamId("attempt/session-1/c-1")
SEAT_1 = SeatNumber(1)
MINUTE_MS = 60_000


def orders(centre):
    return [ORDER.unpack(one.body) for one in centre.log.read(StreamId("room/session-1"))]


def events(centre):
    return [EVENT.unpack(record.body) for record in centre.log.read(ATTEMPT)]


def away_and_back(centre, *wishes):
    """The staff order something while the seat is away; then it comes back."""
    centre.connect(False)
    for wish in wishes:
        centre.wish(wish)
    centre.connect(True)
    centre.beat(3)


def test_f20_who_has_handed_in_is_counted_apart(sitting):
    answer_all(sitting, right=4)
    hand_in(sitting)
    sitting.wish(StopAll())
    room = sitting.console_state.room
    assert (room.inside, room.finished) == ((), ((1, "考生1"),))


@pytest.mark.parametrize("away", [False, True])
def test_f20_one_press_stops_everything_and_two_persons_let_it_go_on(sitting, away):
    before = sitting.screens[1].remaining_ms
    if away:
        away_and_back(sitting, StopAll())
    else:
        sitting.wish(StopAll())
        sitting.beat()
    assert sitting.screens[1].curtain is Curtain.EVACUATE
    assert sitting.console_state.room.inside == ((1, "考生1"),)
    sitting.press(1, seat.ChooseOption(1))
    sitting.pass_ms(20 * MINUTE_MS)
    sitting.kill_seat(1)  # somebody pulls the plugs on the way out
    sitting.pass_ms(20 * MINUTE_MS)
    sitting.connect(False)
    sitting.open_seat(1)
    assert sitting.screens[1].curtain is Curtain.EVACUATE
    sitting.connect(True)
    first, second = signatures()
    sitting.wish(ResumeAll(first, first, "over"))
    assert sitting.screens[1].curtain is Curtain.EVACUATE
    sitting.wish(ResumeAll(first, second, "over"))
    sitting.beat(3)
    assert isinstance(sitting.screens[1], seat.QuestionScreen)
    assert sitting.screens[1].chosen == frozenset()
    assert abs(sitting.screens[1].remaining_ms - before) <= 2_000
    assert StopRoom("s-1", FIRE) in orders(sitting)


@pytest.mark.parametrize("away", [False, True])
def test_f27_extra_time_is_for_one_and_counts_once(sitting, away):
    before = sitting.screens[1].remaining_ms
    wish = GiveMinutes(SEAT_1, 5, "large print", *signatures())
    away_and_back(sitting, wish) if away else sitting.wish(wish)
    for _ in range(3):  # said again each time that the seat comes back
        sitting.connect(False)
        sitting.connect(True)
        sitting.beat(2)
    assert abs(sitting.screens[1].remaining_ms - before - 5 * MINUTE_MS) <= 2_000
    assert [e for e in events(sitting) if isinstance(e, Credited)] == [Credited(300_000, "s-1")]
    sitting.wish(GiveMinutes(SEAT_1, 1, "again", *signatures()))
    sitting.beat(2)
    assert abs(sitting.screens[1].remaining_ms - before - 6 * MINUTE_MS) <= 2_000
    given = [order for order in orders(sitting) if isinstance(order, GiveTime)]
    assert [(order.by, order.why) for order in given] == [
        (("s-1", "s-2"), "large print"),
        (("s-1", "s-2"), "again"),
    ]


def test_extra_time_without_a_reason_or_a_second_person_is_refused(sitting):
    first, second = signatures()
    sitting.wish(GiveMinutes(SEAT_1, 5, " ", first, second))
    assert isinstance(sitting.errors[-1], ReasonMissing)
    sitting.wish(GiveMinutes(SEAT_1, 5, "large print", first, first))
    assert not [order for order in orders(sitting) if isinstance(order, GiveTime)]


@pytest.mark.parametrize("away", [False, True])
def test_words_are_read_once_and_the_exam_goes_on(sitting, away):
    wish = SayTo(None, "half an hour is left")
    away_and_back(sitting, wish) if away else sitting.wish(wish)
    sitting.beat()
    assert sitting.screens[1].text == "half an hour is left"
    sitting.press(1, seat.ChooseOption(1))
    assert isinstance(sitting.press(1, seat.ReadWords()), seat.QuestionScreen)
    sitting.connect(False)
    sitting.connect(True)
    sitting.beat()
    assert isinstance(sitting.screens[1], seat.QuestionScreen)
    sitting.wish(SayTo(SEAT_1, "sit still"))
    sitting.beat()
    assert sitting.screens[1].text == "sit still"
    assert [order.text for order in orders(sitting) if isinstance(order, Say)] == [
        "half an hour is left",
        "sit still",
    ]


def test_one_clock_is_paused_with_a_reason_and_runs_on(sitting):
    sitting.wish(HoldOne(SEAT_1, True, "fell ill"))
    sitting.beat()
    held = sitting.screens[1].remaining_ms
    sitting.pass_ms(5 * MINUTE_MS)
    assert sitting.screens[1].remaining_ms == held
    assert HoldSeat(ATTEMPT, "s-1", "fell ill") in orders(sitting)
    sitting.wish(HoldOne(SEAT_1, False, "well again"))
    sitting.beat()
    assert not sitting.screens[1].locked


def test_a_locked_seat_shows_nothing_and_its_clock_stands(sitting):
    sitting.wish(LockOne(SEAT_1, True, "a telephone"))
    sitting.beat()
    assert sitting.screens[1].curtain is Curtain.LOCKED
    remaining = sitting.room.copies[ATTEMPT].attempt.remaining(sitting.room.copies[ATTEMPT].elapsed)
    sitting.pass_ms(5 * MINUTE_MS)
    sitting.wish(LockOne(SEAT_1, False, "explained"))
    sitting.beat(2)
    assert abs(sitting.screens[1].remaining_ms - remaining) <= 2_000


@pytest.mark.parametrize("away", [False, True])
def test_two_persons_take_a_paper_in(sitting, away):
    sitting.press(1, seat.ChooseOption(1))
    wish = EndAttempt(SEAT_1, "left the room", *signatures())
    away_and_back(sitting, wish) if away else sitting.wish(wish)
    sitting.beat(4)
    assert Submitted(Cause.STAFF) in events(sitting)
    assert sitting.screens[1].delivered
    assert End(ATTEMPT, ("s-1", "s-2"), "left the room") in orders(sitting)


def test_orders_outlive_the_coordinator(sitting):
    sitting.connect(False)
    sitting.wish(LockOne(SEAT_1, True, "a telephone"))
    sitting.close_coordinator()
    sitting.open_coordinator()
    sitting.connect(True)
    sitting.beat(2)
    assert sitting.screens[1].curtain is Curtain.LOCKED
    assert sitting.console_state.seats[0].locked


def test_a_clock_that_is_changed_and_a_machine_that_stood_still_are_written_down(sitting):
    before = sitting.screens[1].remaining_ms
    sitting.clock.set_wall(UnixMs(sitting.clock.wall() + 86_400_000))
    sitting.beat()
    assert sitting.screens[1].remaining_ms == before
    assert ClockChanged(86_400_000) in events(sitting)
    sitting.pass_ms(30_000)
    assert Stalled(30_000) in events(sitting)
    outages = sitting.room.copies[ATTEMPT].outages
    assert [(one.lost_ms, one.counted) for one in outages] == [(30_000, True)]


def test_f13_after_a_power_cut_all_go_on_together_with_the_time_they_had(sitting):
    """Every seat goes dark; the coordinator has a UPS, and its staff stop every clock."""
    sitting.pass_ms(1_000)
    before = sitting.screens[1].remaining_ms
    sitting.kill_seat(1)
    sitting.wish(HoldAll("power cut"))
    sitting.pass_ms(10 * MINUTE_MS)
    sitting.open_seat(1)
    assert sitting.screens[1].locked
    sitting.pass_ms(1_000)
    sitting.wish(ResumeAll(*signatures(), "over"))
    sitting.beat(2)
    assert not sitting.screens[1].locked
    assert abs(sitting.screens[1].remaining_ms - before) <= 2_000
    (row,) = sitting.console_state.room.outages
    assert abs(row.stood_ms - 10 * MINUTE_MS) <= 2_000
    assert (row.seat, row.owed_ms, row.too_long) == (1, 0, False)


def test_f13_time_that_ran_while_nobody_could_work_is_given_back_once_by_two(sitting):
    before = sitting.screens[1].remaining_ms
    sitting.pass_ms(90_000)  # the machine stood still, and its clock did not
    assert before - sitting.screens[1].remaining_ms == 90_000
    assert sitting.console_state.room.outages[0].owed_ms == 90_000
    first, second = signatures()
    sitting.wish(GiveBack(first, first))
    assert sitting.console_state.room.outages[0].owed_ms == 90_000
    for _ in range(2):
        sitting.wish(GiveBack(first, second))
        sitting.beat(2)
    assert sitting.screens[1].remaining_ms == before
    (row,) = sitting.console_state.room.outages
    assert (row.owed_ms, row.given_ms) == (0, 90_000)


def test_f13_an_outage_beyond_the_rule_pack_is_for_another_date(sitting):
    sitting.pass_ms(1_000)
    sitting.kill_seat(1)
    sitting.pass_ms(51 * MINUTE_MS)
    sitting.open_seat(1)
    sitting.beat(2)
    assert sitting.console_state.room.outages[0].too_long
