"""F02, F12 and F21 of the rules: the network, the power of one seat, and a wrong clock."""

import random

import pytest

from station.clock import HeldClock, SystemClock
from station.errors.store import StoreFull
from station.exam.attempt import Phase
from station.exam.attempt_events import EVENT, Answered, ClockChanged, Reopened
from station.flow import seat_view as seat
from station.flow.desk_view import ReadCard
from station.flow.room_view import StartSession
from station.flow.seat_view import Saved
from station.ids import StreamId, UnixMs
from tests.flow.centre import Centre
from tests.flow.people import NUMBERS
from tests.flow.test_main_job import answer_all, hand_in

ATTEMPT = StreamId("attempt/session-1/c-1")
MINUTE_MS = 60_000
MINUTES = 40
DAY_MS = 86_400_000
QUESTIONS = 4
CUTS = 100


def events(centre):
    return [EVENT.unpack(record.body) for record in centre.log.read(ATTEMPT)]


def answers(centre):
    return [
        (event.question, event.choices) for event in events(centre) if isinstance(event, Answered)
    ]


@pytest.fixture
def dice():
    return random.Random(20261122)


@pytest.fixture
def long_sitting(tmp_path, people, keys):
    """Candidate 1 sits at seat 1, with forty minutes."""
    centre = Centre(tmp_path, people, keys, HeldClock(SystemClock().wall()), minutes=MINUTES)
    centre.open_seat(1)
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)
    for _ in range(30):
        centre.pass_ms(100)
    centre.wish(StartSession())
    centre.beat()
    return centre


def answer(centre, dice):
    """Press options here and there; return each state that the screen showed as saved."""
    shown = []
    for _ in range(10):
        screen = centre.press(1, seat.GoTo(dice.randrange(QUESTIONS)))
        option = dice.randrange(3)
        if option not in screen.chosen:
            chosen = centre.press(1, seat.ChooseOption(option)).chosen
            shown.append((screen.index, tuple(chosen)))
    return shown


def test_f02_the_network_is_gone_for_twenty_minutes_and_nothing_is_lost(long_sitting, dice):
    centre, shown = long_sitting, []
    centre.connect(False)
    for minute in range(20):
        if minute % 4 == 0:
            shown += answer(centre, dice)
        for _ in range(60):
            centre.pass_ms(1_000)
    assert centre.screens[1].saved is Saved.HERE
    assert answers(centre) == []
    before = centre.screens[1].remaining_ms
    centre.connect(True)
    centre.beat(3)
    assert centre.screens[1].saved is Saved.TWICE
    assert centre.screens[1].remaining_ms == before == 20 * MINUTE_MS
    places = centre.room.copies[ATTEMPT].attempt.opened.places
    assert answers(centre) == [(places[index].question, chosen) for index, chosen in shown]


def test_f02_the_network_goes_before_the_end_and_the_result_follows(long_sitting, dice):
    centre = long_sitting
    centre.connect(False)
    shown = answer(centre, dice)
    assert not hand_in(centre).delivered
    for _ in range(20 * 60):
        centre.pass_ms(1_000)
    centre.connect(True)
    centre.beat(3)
    assert centre.screens[1].delivered
    assert centre.outbox.count() == 1
    assert len(answers(centre)) == len(shown)


def test_f12_the_power_of_one_seat_goes_a_hundred_times(long_sitting, dice):
    """At most the question under the finger is open; the store is whole each time."""
    centre, chosen = long_sitting, {}
    for _ in range(CUTS):
        index, option = dice.randrange(QUESTIONS), dice.randrange(3)
        centre.press(1, seat.GoTo(index))
        chosen[index] = centre.press(1, seat.ChooseOption(option)).chosen
        centre.pass_ms(1_000)
        before = centre.screens[1]
        centre.kill_seat(1)
        centre.clock.pass_ms(dice.randrange(1_000, 90_000))
        centre.open_seat(1)
        after = centre.screens[1]
        assert (after.index, after.chosen) == (index, chosen[index])
        assert abs(after.remaining_ms - before.remaining_ms) <= 2_000
    for index, wanted in chosen.items():
        assert centre.press(1, seat.GoTo(index)).chosen == wanted
    lost = [event for event in events(centre) if isinstance(event, Reopened)]
    assert len(lost) == CUTS
    assert all(event.lost_ms > 0 for event in lost)


@pytest.mark.parametrize("days", [-1, 1])
def test_f21_a_clock_a_day_off_changes_no_remaining_time_and_is_written_down(sitting, days):
    sitting.pass_ms(MINUTE_MS)
    before = sitting.screens[1].remaining_ms
    sitting.clock.set_wall(UnixMs(sitting.clock.wall() + days * DAY_MS))
    sitting.beat(2)
    assert sitting.screens[1].remaining_ms == before
    for _ in range(10):
        sitting.pass_ms(1_000)
    assert sitting.screens[1].remaining_ms == before - 10_000
    noted = [event for event in events(sitting) if isinstance(event, ClockChanged)]
    assert len(noted) == 1


@pytest.mark.parametrize("days", [-1, 1])
def test_f21_a_clock_that_was_changed_while_the_seat_was_off(sitting, days):
    sitting.pass_ms(MINUTE_MS)
    before = sitting.screens[1]
    sitting.kill_seat(1)
    sitting.clock.set_wall(UnixMs(sitting.clock.wall() + days * DAY_MS))
    sitting.open_seat(1)
    after = sitting.screens[1]
    assert abs(after.remaining_ms - before.remaining_ms) <= 2_000
    assert (after.index, after.chosen) == (before.index, before.chosen)


class Off:
    """The room's clock, as a seat with a wrong one sees it."""

    def __init__(self, clock, off_ms):
        self._clock, self._off_ms = clock, off_ms

    def wall(self):
        return UnixMs(self._clock.wall() + self._off_ms)

    def mono(self):
        return self._clock.mono()


@pytest.mark.parametrize(("off_ms", "alarm"), [(2_500, True), (-2_500, True), (1_500, False)])
def test_f21_a_seats_clock_that_differs_by_more_than_two_seconds_is_shown(sitting, off_ms, alarm):
    sitting.kill_seat(1)
    right, sitting.clock = sitting.clock, Off(sitting.clock, off_ms)
    sitting.open_seat(1)
    sitting.clock = right
    for _ in range(3):
        sitting.pass_ms(1_000)
    assert sitting.console_state.seats[0].off_ms == off_ms
    assert bool(sitting.room.session.clocks_off) is alarm


def test_the_last_records_follow_an_envelope_that_was_faster(sitting, monkeypatch):
    """The coordinator's disk had room for the envelope and none for the records; then the power
    of the seat went. The card is printed by the records: they must still come."""
    memory = type(sitting.room._tools.memory)

    def full(*_):
        raise StoreFull

    with monkeypatch.context() as patch:
        patch.setattr(memory, "save_records", full)
        answer_all(sitting, right=4)
        assert hand_in(sitting).delivered
        sitting.kill_seat(1)
    assert not sitting.room.copies[ATTEMPT].over
    sitting.open_seat(1)
    for _ in range(10):
        sitting.pass_ms(1_000)
    assert sitting.room.copies[ATTEMPT].attempt.phase is Phase.GRADED
    assert isinstance(sitting.screens[1], seat.WaitingScreen)
    assert sitting.outbox.count() == 1
