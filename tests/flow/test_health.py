"""What the wall says of a seat's computer is true, before and while somebody sits there."""

from dataclasses import replace

import pytest

from station.errors.camera import CameraAbsent
from station.errors.session import DiskTooSmall
from station.flow import seat_view as seat
from station.flow.desk_view import ReadCard
from station.lan.messages import Power
from tests.flow.people import NUMBERS


def tile(centre):
    for _ in range(2):
        centre.pass_ms(1_000)
    return centre.console_state.seats[0]


@pytest.fixture
def tools(centre):
    """Change what seat 1 works with, as if its computer were another one."""

    def change(**changes):
        centre.seats[1]._tools = replace(centre.seats[1]._tools, **changes)

    return change


def test_a_free_seat_whose_camera_works_says_so(centre):
    assert tile(centre).camera


def test_a_free_seat_without_a_camera_says_so(centre):
    centre.kill_seat(1)
    centre.open_seat(1, camera=False)
    assert not tile(centre).camera


def test_a_camera_that_is_pulled_out_of_a_free_seat_is_missed_within_a_minute(centre, monkeypatch):
    assert tile(centre).camera

    def gone():
        raise CameraAbsent

    monkeypatch.setattr(centre.cameras[1], "read", gone)
    for _ in range(60):
        centre.pass_ms(1_000)
    assert not tile(centre).camera
    monkeypatch.undo()
    for _ in range(60):
        centre.pass_ms(1_000)
    assert tile(centre).camera


def test_disk_power_battery_clock_and_version_are_the_seats_own(centre, tools):
    tools(free_disk_mb=lambda: 1_234, power=lambda: (Power.BATTERY, 41))
    shown = tile(centre)
    assert shown.free_disk_mb == 1_234
    assert (shown.low_power, shown.battery_percent) == (True, 41)
    assert (shown.off_ms, shown.software) == (0, "test")
    tools(power=lambda: (Power.MAINS, 97))
    assert (tile(centre).low_power, tile(centre).battery_percent) == (False, 97)


def test_a_seat_with_too_little_disk_is_not_started_and_takes_nobody(centre):
    flow = centre.seats[1]
    small = replace(flow._tools, free_disk_mb=lambda: 100)
    flow._tools = flow._attempt._tools = small
    shown = tile(centre)
    assert (shown.free_disk_mb, shown.free) == (100, False)
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())
    centre.beat(3)
    assert isinstance(centre.screens[1], seat.FaultScreen)
    assert isinstance(centre.screens[1].error, DiskTooSmall)
    flow._tools = flow._attempt._tools = replace(small, free_disk_mb=lambda: 10_000)
    for _ in range(6):
        centre.pass_ms(1_000)
    assert isinstance(centre.screens[1], seat.ReadyScreen | seat.CheckScreen)
