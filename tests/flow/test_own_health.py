"""F13: the coordinator knows that the power is gone, notes the moment, and offers a pause."""

from dataclasses import replace

import pytest

from station.errors.session import UpsSilent
from station.exam.session_orders import ORDER, HoldRoom, NoteOwnClock, NotePower
from station.flow.own_health import OwnLook
from station.flow.room_view import HoldAll, ResumeAll
from station.ids import StreamId, UnixMs
from station.lan.messages import Power
from tests.flow.test_main_job import signatures

WELL = OwnLook(power=Power.MAINS, percent=100, minutes=40, free_disk_mb=80_000)
DARK = replace(WELL, power=Power.BATTERY, percent=87, minutes=25)
SECOND_MS = 1_000


class Computer:
    """The coordinator's computer, as the test wants it."""

    def __init__(self):
        self.look, self.silent = WELL, False

    def __call__(self):
        if self.silent:
            raise UpsSilent
        return self.look


@pytest.fixture
def watched(sitting):
    """Candidate 1 sits an exam, and the console looks at its own computer."""
    sitting.own_look = Computer()
    sitting.close_coordinator()
    sitting.open_coordinator()
    sitting.connect(True)
    wait(sitting, 5)
    return sitting


def wait(centre, seconds):
    for _ in range(seconds):
        centre.pass_ms(SECOND_MS)


def noted(centre):
    """What was written down of the power and the clock, with the wall time of each."""
    records = centre.log.read(StreamId("room/session-1"))
    orders = [(record.wall, ORDER.unpack(record.body)) for record in records]
    return [(wall, o) for wall, o in orders if isinstance(o, NotePower | NoteOwnClock)]


def test_f13_the_moment_is_noted_and_a_pause_offered_until_the_power_is_back(watched):
    assert watched.console_state.own.dark_since is None
    watched.own_look.look = DARK
    gone_at = watched.clock.wall()
    wait(watched, 3)
    own = watched.console_state.own
    assert (own.look.percent, own.look.minutes) == (87, 25)
    assert 0 <= own.dark_since - gone_at <= 3 * SECOND_MS
    ((wall, order),) = noted(watched)
    assert order == NotePower(battery=True)
    assert wall == own.dark_since
    watched.wish(HoldAll("Power cut"))
    assert watched.console_state.paused
    wait(watched, 600)
    watched.own_look.look = WELL
    wait(watched, 3)
    assert watched.console_state.own.dark_since is None
    assert [order for _, order in noted(watched)] == [NotePower(True), NotePower(False)]
    watched.wish(ResumeAll(*signatures(), "the power is back"))
    assert not watched.console_state.paused


def test_f13_nothing_is_paused_by_the_program_itself(watched):
    """A wrong word of a UPS must not stop 88 clocks: a person presses."""
    watched.own_look.look = DARK
    wait(watched, 30)
    assert not watched.console_state.paused
    records = watched.log.read(StreamId("room/session-1"))
    assert not any(isinstance(ORDER.unpack(one.body), HoldRoom) for one in records)


def test_a_ups_that_falls_silent_in_the_dark_changes_nothing_and_is_said(watched):
    watched.own_look.look = DARK
    wait(watched, 3)
    since = watched.console_state.own.dark_since
    watched.own_look.silent = True
    wait(watched, 3)
    own = watched.console_state.own
    assert isinstance(own.ups, UpsSilent)
    assert own.dark_since == since
    watched.own_look.silent = False
    wait(watched, 3)
    assert watched.console_state.own.ups is None


def test_f21_the_coordinators_own_clock_that_is_changed_is_shown_and_noted(watched):
    before = watched.screens[1].remaining_ms
    watched.clock.set_wall(UnixMs(watched.clock.wall() + 86_400_000))
    wait(watched, 2)
    assert watched.console_state.own.clock_changed_ms == 86_400_000
    assert [order for _, order in noted(watched)] == [NoteOwnClock(86_400_000)]
    assert before - watched.screens[1].remaining_ms == 2 * SECOND_MS


def test_its_own_disk_is_watched(watched):
    assert not watched.console_state.own.disk_low
    watched.own_look.look = replace(WELL, free_disk_mb=300)
    wait(watched, 3)
    assert watched.console_state.own.disk_low
