"""A busy window is no wrong clock."""

from station.clock import HeldClock
from station.lan.drifts import BEATS, Drifts
from station.lan.messages import Heartbeat, Power, SeatDoing

from .conftest import CLOCK


def test_of_the_last_few_the_one_that_travelled_least_counts():
    clock = HeldClock()
    drifts = Drifts(clock)
    assert drifts.off_ms(7) is None
    for late_ms in (40, 900, 3, 5_000):
        drifts.hear(7, clock.wall() + 60_000 - late_ms)
    assert drifts.off_ms(7) == 60_000 - 3
    assert drifts.off_ms(8) is None


def test_a_clock_that_was_put_right_is_seen_so_soon():
    clock = HeldClock()
    drifts = Drifts(clock)
    drifts.hear(7, clock.wall() + 3_600_000)
    for _ in range(BEATS):
        drifts.hear(7, clock.wall())
    assert drifts.off_ms(7) == 0


def test_it_is_measured_when_it_comes_in_and_not_when_the_flow_has_time(hub, start_link, flow):
    link = start_link(7, hub.port)
    flow.until("link 7", "online", True)
    beat = Heartbeat(
        stream=None,
        doing=SeatDoing.IDLE,
        unsure=False,
        elapsed=0,
        answered=0,
        questions=0,
        free_disk_mb=1,
        camera=True,
        power=Power.UNKNOWN,
        battery_percent=None,
        wall=CLOCK.wall() + 3_600_000,
    )
    assert link.send(beat)
    while hub.drifts.off_ms(7) is None:
        flow.mailbox.get(timeout=20)  # what the flow has not done yet, and does not do here
    assert (7, "said", beat) not in flow.heard
    assert 3_500_000 < hub.drifts.off_ms(7) <= 3_600_000
