"""The hub's door: a crowd at one address is turned away, and everybody else comes and goes."""

import socket
import sys
from contextlib import suppress

import pytest

from station.lan.door import Limits
from station.lan.messages import FROM_SEAT, Go

from .conftest import HELLO
from .raw_peer import RawSeat

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is an address on Linux")

LIMITS = Limits(connections=12, of_one_address=4)


def crowd(port, count, address="127.0.0.2"):
    """Connect so many times from one address, and say nothing; return who was let in so far."""
    connections = []
    for _ in range(count):
        with suppress(ConnectionResetError):  # turned away at once
            connections.append(
                socket.create_connection(("127.0.0.1", port), 20, source_address=(address, 0))
            )
    return connections


def is_open(connection):
    """Whether the hub waits for this one: it neither closes nor resets it."""
    connection.settimeout(0.2)
    try:
        return connection.recv(1) != b""
    except TimeoutError:
        return True
    except OSError:
        return False


def close(connections):
    for connection in connections:
        connection.close()


def test_a_crowd_of_one_address_does_not_keep_a_seat_out(centre, start_hub, flow):
    hub = start_hub(limits=LIMITS)
    rude = crowd(hub.port, 40)
    with RawSeat(centre.seat(7), hub.port) as seat:
        seat.say(FROM_SEAT.pack(HELLO))
        seat.hear()
        flow.until(7, "joined", HELLO)
        assert sum(map(is_open, rude)) == LIMITS.of_one_address
        assert hub.send(7, Go("s", b"key"))
        seat.hear()
    close(rude)


def test_there_is_an_end_to_all_of_them_together(start_hub):
    hub = start_hub(limits=LIMITS)
    rude = [each for n in range(2, 8) for each in crowd(hub.port, 4, f"127.0.0.{n}")]
    assert sum(map(is_open, rude)) == LIMITS.connections
    close(rude)


def test_whoever_goes_makes_room(centre, start_hub, flow):
    hub = start_hub(limits=Limits(connections=2, of_one_address=1))
    for _ in range(5):
        with RawSeat(centre.seat(7), hub.port) as seat:
            seat.say(FROM_SEAT.pack(HELLO))
            seat.hear()
            flow.until(7, "joined", HELLO)
        flow.until(7, "left")
