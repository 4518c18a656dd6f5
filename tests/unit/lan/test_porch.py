"""The porch: whole rooms come back at once, and nobody who talks slowly keeps a seat out."""

import socket
import sys
import threading
from contextlib import ExitStack
from dataclasses import replace

import pytest

from station.lan.door import Limits
from station.lan.messages import FROM_HUB, FROM_SEAT, Welcome
from station.lan.porch import GREETED, MOST_WAITING

from .conftest import HELLO, PATIENT
from .raw_peer import RawSeat

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is an address on Linux")

ALL_FROM_HERE = Limits(connections=4_000, of_one_address=2_000)


@pytest.fixture
def crowd():
    """Connect so many times from one address; all of them hang up in the end."""
    with ExitStack() as open_ones:

        def come(port, count, address, first_word=b""):
            for _ in range(count):
                one = socket.create_connection(("127.0.0.1", port), 20, source_address=(address, 0))
                open_ones.enter_context(one).sendall(first_word)

        yield come


def is_let_in(centre, port, number, address="127.0.0.1"):
    with RawSeat(centre.seat(number), port, address) as seat:
        seat.say(FROM_SEAT.pack(HELLO))
        return isinstance(FROM_HUB.unpack(seat.hear()), Welcome)


def test_more_than_are_greeted_at_a_time_are_let_in_one_after_the_other(centre, start_hub):
    hub = start_hub(limits=ALL_FROM_HERE)
    came = []
    seats = range(1, GREETED + 20)
    for number in seats:
        centre.seat(number)  # so that they knock together
    threads = [
        threading.Thread(target=lambda n=n: came.append(is_let_in(centre, hub.port, n)))
        for n in seats
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came == [True] * len(seats)


@pytest.mark.parametrize("first_word", [b"", b"\x16\x03\x01\x40\x00"])
def test_a_seat_waits_behind_nobody_who_is_slow_at_another_address(
    centre, start_hub, crowd, first_word
):
    """Ten times as many as are greeted at a time, all from one address, and all say nothing."""
    hub = start_hub(timing=replace(PATIENT, first_word_s=3), limits=ALL_FROM_HERE)
    crowd(hub.port, 10 * GREETED, "127.0.0.2", first_word)
    assert is_let_in(centre, hub.port, 7)  # behind those who are greeted, before those who wait


def test_a_seat_that_was_here_waits_behind_no_stranger_at_all(centre, start_hub, crowd):
    """Strangers hold all their places for as long as the test lasts."""
    hub = start_hub(timing=replace(PATIENT, first_word_s=60), limits=ALL_FROM_HERE)
    assert is_let_in(centre, hub.port, 7)
    for n in range(2, 6):
        crowd(hub.port, GREETED, f"127.0.0.{n}")
    assert is_let_in(centre, hub.port, 7)


def test_so_many_may_wait_and_the_longest_queue_pays(centre, start_hub, crowd):
    hub = start_hub(timing=replace(PATIENT, first_word_s=3), limits=ALL_FROM_HERE)
    crowd(hub.port, MOST_WAITING + 2 * GREETED, "127.0.0.2")
    assert is_let_in(centre, hub.port, 7)


def test_who_waits_when_the_hub_stops_is_let_go(start_hub, crowd):
    hub = start_hub(timing=replace(PATIENT, first_word_s=60), limits=ALL_FROM_HERE)
    crowd(hub.port, 3 * GREETED, "127.0.0.2")
    hub.stop()
