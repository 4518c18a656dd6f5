"""Two machines' multicast on one loopback interface; what is announced is believed of nobody."""

import secrets
import socket
from contextlib import ExitStack, contextmanager
from functools import partial

import pytest
from zeroconf import IPVersion, ServiceInfo, Zeroconf

from station.errors.lan import CoordinatorsSeveral, CoordinatorUnfound
from station.ids import CentreId
from station.lan.discovery import MOST, announced, look_for, look_for_one
from station.modes.seat_places import PLACES, SeatPlaces, remembered
from station.store.database import open_database
from station.store.settings import Settings

LOOPBACK = ("127.0.0.1",)
OURS = CentreId("ours")
PATIENCE_S = 60


@pytest.fixture
def service():
    """A service of this test alone: others announce on the same interface."""
    return f"_x{secrets.token_hex(4)}._tcp.local."


def look(service, centre=None, most=1):
    """Look until so many were found, however busy this machine is."""
    return look_for(
        service, centre, interfaces=LOOPBACK, look_s=PATIENCE_S, settle_s=PATIENCE_S, most=most
    )


@contextmanager
def stranger(service, properties, port=9):
    """Somebody who announces what he likes."""
    zeroconf = Zeroconf(list(LOOPBACK), ip_version=IPVersion.V4Only)
    name = secrets.token_hex(8)
    info = ServiceInfo(
        service,
        f"{name}.{service}",
        port=port,
        addresses=[socket.inet_aton("127.0.0.1")],
        properties=properties,
        server=f"{name}.local.",
    )
    zeroconf.register_service(info, cooperating_responders=True)
    yield
    zeroconf.close()


def test_what_is_announced_is_found_with_its_centre_term_and_place(service):
    with announced(service, ("127.0.0.1", 8765), OURS, 3):
        (found,) = look(service)
    assert (found.centre, found.term, found.places) == (OURS, 3, (("127.0.0.1", 8765),))


def test_it_is_announced_only_while_it_runs(service):
    with announced(service, ("127.0.0.1", 8765), OURS):
        look(service)
    with pytest.raises(CoordinatorUnfound):
        look_for(service, interfaces=LOOPBACK, look_s=1.0)


def test_another_centre_is_passed_over(service):
    with (
        announced(service, ("127.0.0.1", 1), CentreId("theirs")),
        announced(service, ("127.0.0.1", 2), OURS),
    ):
        (found,) = look(service, OURS)
    assert found.places == (("127.0.0.1", 2),)


def test_the_later_term_comes_first(service):
    with (
        announced(service, ("127.0.0.1", 1), OURS, 1),
        announced(service, ("127.0.0.1", 2), OURS, 2),
    ):
        assert [one.term for one in look(service, OURS, most=2)] == [2, 1]


def test_of_several_a_person_must_choose(service):
    with (
        announced(service, ("127.0.0.1", 1), OURS),
        announced(service, ("127.0.0.1", 2), CentreId("theirs")),
        pytest.raises(CoordinatorsSeveral),
    ):
        look_for_one(service, interfaces=LOOPBACK, look_s=PATIENCE_S, settle_s=PATIENCE_S)


NONSENSE = (
    {},
    {"centre": "ours"},
    {"centre": "", "term": "1"},
    {"centre": "ours", "term": "-1"},
    {"centre": "ours", "term": "9" * 200},
    {"centre": "ours", "term": "²"},
    {"centre": b"\xff\xfe", "term": b"\xff"},
)


def test_what_makes_no_sense_is_passed_over(service):
    with ExitStack() as all_of_them:
        for properties in NONSENSE:
            all_of_them.enter_context(stranger(service, properties))
        all_of_them.enter_context(announced(service, ("127.0.0.1", 2), OURS))
        found = look_for(service, interfaces=LOOPBACK, look_s=PATIENCE_S)
    assert [one.centre for one in found] == [OURS]


def test_somebody_who_announces_many_times_does_not_fill_the_list(service):
    with ExitStack() as many:
        for port in range(1, 13):
            many.enter_context(announced(service, ("127.0.0.1", port), OURS))
        assert len(look(service, most=MOST)) == 8


def test_a_machine_without_multicast_gets_the_coded_error_and_still_runs(service):
    nowhere = ("192.0.2.254",)  # RFC 5737: an address that no machine has
    with pytest.raises(CoordinatorUnfound) as caught:
        look_for(service, interfaces=nowhere)
    assert caught.value.code == "LAN-09"
    with announced(service, (nowhere[0], 8765), OURS), pytest.raises(CoordinatorUnfound):
        look_for(service, interfaces=LOOPBACK, look_s=1.0)


def test_a_seat_goes_where_a_person_says_or_where_it_was_last(tmp_path, monkeypatch, service):
    monkeypatch.setattr("station.modes.seat_places.HUB", service)
    settings = Settings(open_database(tmp_path / "seat.db", bytes(32)))

    def places(typed=""):
        note = partial(settings.put, PLACES)
        return SeatPlaces(typed, remembered(settings), OURS, note)

    assert places().first == ""
    assert places("typed:1, other:2").first == "wss://typed:1,wss://other:2"
    with (
        announced(service, ("127.0.0.1", 1), CentreId("theirs"), 9),
        announced(service, ("127.0.0.1", 8765), OURS),
    ):
        assert places("typed:1").look() == "wss://127.0.0.1:8765"
    assert places().first == "wss://127.0.0.1:8765"
    assert places().look() == ""
