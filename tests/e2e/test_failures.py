"""RULES 4.2 with real processes: F02, F11, F12, F13, F20 and F21. F14 is in test_take_over.

Hub and seats are processes with the real flow, TLS and store; between them is a proxy that cuts.
The seats' clocks are held and moved, so that remaining times are exact. An oracle at each seat
knows what a screen has shown, and says so when one takes an answer or a second back.
"""

import sys
import time
from contextlib import suppress

import pytest

from bench import spare
from bench._room.chaos_room import ChaosRoom
from bench._room.made import RoomMaker
from bench._room.proxy import Fault
from station.clock import SystemClock
from station.exam.attempt_events import EVENT, Answered, ClockChanged, Paused
from station.flow.seat_view import ChooseOption, GoTo

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform != "linux", reason="processes are forked from a warm one"),
]

PATIENCE_S = 90
SEATS = 2
TWENTY_MINUTES_MS = 1_200_000
DAY_MS = 86_400_000
STEP_MS = 1_500


class NoOracle:
    """Says nothing: the oracle of the chaos knows no pause, and the test looks by itself."""

    def __getattr__(self, _):
        return lambda *_args, **_facts: None


class Exam:
    """A room in which the exam runs; seat by seat, what its candidate chose."""

    def __init__(self, folder):
        self.room = ChaosRoom(RoomMaker(SystemClock().wall()).room(SEATS), folder)
        self.chosen = {seat: {} for seat in self.room.seats}
        self.until("CheckScreen")
        for seat in self.room.seats:
            self.room.hub.say("vouch", seat)
        self.until("ReadyScreen")
        self.room.hub.say("start")
        self.until("QuestionScreen")

    def until(self, name, step_ms=50, **facts):
        """Let little time go by until each seat shows this; the clocks of seats run meanwhile."""
        give_up = time.monotonic() + PATIENCE_S
        for seat in self.room.seats:
            while not self._shows(seat, name, facts):
                assert time.monotonic() < give_up, (seat, self.room.screens[seat], name, facts)
                self.room.pass_ms(seat, step_ms)

    def _shows(self, seat, name, facts):
        shown = self.room.screens[seat]
        return shown.name == name and facts.items() <= shown.facts.items()

    def answer(self, seat, index, option):
        self.room.wish(seat, GoTo(index))
        self.room.wish(seat, ChooseOption(option))
        self.chosen[seat][index] = (option,)

    def remaining(self):
        return {seat: self.room.screens[seat].facts["remaining_ms"] for seat in self.room.seats}

    def events(self, seat):
        held = next(each for each in self.room.held() if each.seat == seat)
        return [EVENT.unpack(record.body) for record in held.records]

    def until_saved(self):
        """Let the seats speak until the coordinator holds every answer, in order and once."""
        give_up = time.monotonic() + PATIENCE_S
        for seat, chosen in self.chosen.items():
            while True:
                answers = [e.choices for e in self.events(seat) if isinstance(e, Answered)]
                if answers == list(chosen.values()):
                    break
                assert time.monotonic() < give_up, (seat, answers, chosen)
                self.room.pass_ms(seat, 50)


@pytest.fixture
def exam(tmp_path):
    exam = Exam(tmp_path)
    yield exam
    for life in (*exam.room.seats.values(), exam.room.hub):
        with suppress(ValueError):  # a test that failed has killed it already
            life.kill()
    exam.room.proxy.close()


@pytest.fixture
def pausing(exam):
    """An exam whose clocks the test will hold."""
    exam.room.oracles = dict.fromkeys(exam.room.seats, NoOracle())
    return exam


def test_f02_the_lan_is_gone_for_twenty_minutes_and_no_answer_is_lost(exam):
    for seat in exam.room.seats:
        exam.answer(seat, 0, 1)
        exam.room.proxy.worsen(seat, Fault(deaf=True))
        exam.room.proxy.cut(seat)
    before = exam.remaining()
    steps = TWENTY_MINUTES_MS // STEP_MS
    for step in range(steps):
        for seat in exam.room.seats:
            exam.room.pass_ms(seat, STEP_MS)
            if step % 200 == 0:
                exam.answer(seat, 1 + step // 200, seat % 2)
    away = {seat: before[seat] - left for seat, left in exam.remaining().items()}
    assert away == dict.fromkeys(exam.room.seats, TWENTY_MINUTES_MS)
    for seat in exam.room.seats:
        exam.room.proxy.worsen(seat, Fault())
        exam.room.proxy.cut(seat)
    exam.until_saved()


def test_f11_a_dead_seats_exam_goes_on_at_another_alike():
    figures = spare.run("--seats", "2", "--real", "2")["figures"]
    assert figures["answers_alike"]
    assert figures["time_off_ms"] <= 2_000
    assert figures["stopped"] == 2


def test_f12_the_power_of_one_seat_goes_again_and_again(exam):
    for cut in range(6):
        exam.answer(1, cut, cut % 3)
        before = exam.room.screens[1].facts
        exam.room.kill_seat(1, None, 0)
        exam.until("QuestionScreen")
        after = exam.room.screens[1].facts
        assert (after["index"], after["chosen"]) == (before["index"], before["chosen"])
        assert abs(after["remaining_ms"] - before["remaining_ms"]) <= 2_000
    exam.until_saved()


def test_f13_the_whole_room_loses_its_power_and_goes_on_together(pausing):
    exam = pausing
    for seat in exam.room.seats:
        exam.answer(seat, 0, 2)
    exam.until_saved()
    exam.room.hub.say("hold", True)
    exam.until("QuestionScreen", locked=True)
    before = exam.remaining()
    for seat in exam.room.seats:
        exam.room.kill_seat(seat, None, 0)
    exam.room.kill_hub(0)
    exam.until("QuestionScreen", locked=True)  # dark rooms come back with every clock held
    exam.room.hub.say("hold", False)
    exam.until("QuestionScreen", locked=False)
    after = exam.remaining()
    assert all(abs(after[seat] - left) <= 2_000 for seat, left in before.items())
    exam.until_saved()


def test_f20_one_press_darkens_every_screen_and_two_let_it_go_on(pausing):
    exam = pausing
    for seat in exam.room.seats:
        exam.answer(seat, 0, 0)
    exam.until_saved()
    before = exam.remaining()
    exam.room.hub.say("stop")
    exam.until("CurtainScreen", step_ms=1)  # on a slow machine a word takes many steps
    for seat in exam.room.seats:
        for _ in range(40):
            exam.room.pass_ms(seat, STEP_MS)
    exam.room.hub.say("hold", False)
    exam.until("QuestionScreen", step_ms=1, locked=False)
    lost = {left - exam.remaining()[seat] for seat, left in before.items()}
    assert max(lost) <= 2_000  # a minute went by, and it cost nobody anything
    assert all(any(isinstance(e, Paused) for e in exam.events(s)) for s in exam.room.seats)


@pytest.mark.parametrize("days", [-1, 1])
def test_f21_a_clock_a_day_off_changes_no_time_and_leaves_a_trace(exam, days):
    exam.answer(1, 0, 1)
    before = exam.remaining()[1]
    exam.room.order(1, "jump", days * DAY_MS)
    for _ in range(10):
        exam.room.pass_ms(1, 1_000)
    assert exam.remaining()[1] == before - 10_000
    give_up = time.monotonic() + PATIENCE_S
    while not any(isinstance(event, ClockChanged) for event in exam.events(1)):
        assert time.monotonic() < give_up
        exam.room.pass_ms(1, 50)
