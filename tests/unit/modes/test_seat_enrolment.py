"""A seat's folder from nothing to one that its centre lets in, and the list of who counts."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from queue import Queue

import pytest

from station.errors.lan import EnrolmentBroken
from station.ids import SeatNumber, digest_of
from station.modes.enrol import revoke_seat
from station.modes.folder import StationFolder
from station.modes.seat_enrolment import SeatAsks, admit_seats
from station.modes.standby import raise_term, term_of
from station.store.seat_certificates import REVOKED, SeatCertificates
from station.store.settings import Settings
from tests.unit.lan.test_enrolment import OURS, Centre


@pytest.fixture
def centre(tmp_path):
    centre = StationFolder(tmp_path / "centre")
    centre.create(OURS.centre, OURS.root.certificate, "centre's", {})
    return centre


def counted_by(folder):
    database = folder.database(folder.identity("centre's"))
    found = SeatCertificates(Settings(database)).counted()
    database.close()
    return found


def place_of(address):
    host, _, port = address.rpartition(":")
    return host, int(port)


def test_seats_are_enrolled_one_after_the_other_count_and_are_revoked(centre, tmp_path):
    listening: Queue[str] = Queue()
    numbers = iter((None, SeatNumber(7), SeatNumber(8)))
    admitted = admit_seats(
        centre, ("127.0.0.1", 0), "centre's", lambda _: next(numbers), listening.put
    )

    def enrol(name):
        return SeatAsks(tmp_path / name, "seat's").ask((place,), lambda _: True)

    with ThreadPoolExecutor(2) as pool, closing(admitted):
        first = pool.submit(next, admitted)
        place = place_of(listening.get(timeout=30))
        refused = pool.submit(enrol, "refused")
        assert refused.exception(timeout=30).code == "LAN-08"
        assert pool.submit(enrol, "seat-7").result(timeout=30) == 7 == first.result(timeout=30)
        second = pool.submit(next, admitted)
        assert pool.submit(enrol, "seat-8").result(timeout=30) == 8 == second.result(timeout=30)
    seats = {n: StationFolder(tmp_path / f"seat-{n}").identity("seat's") for n in (7, 8)}
    fingerprints = {n: digest_of(seat.certificate).hex() for n, seat in seats.items()}
    assert counted_by(centre) == fingerprints
    revoke_seat(centre.path, "centre's", SeatNumber(7))
    assert counted_by(centre) == {**fingerprints, 7: REVOKED}


@pytest.fixture
def desk():
    """A coordinator at which nobody ever decides."""
    desk = Centre()
    yield desk
    desk.desk.close()


def test_a_window_that_is_closed_waits_for_nobody(desk, tmp_path):
    place = ("127.0.0.1", desk.desk.port)
    asks = SeatAsks(tmp_path / "seat", "seat's")
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(asks.ask, (place,), lambda _: True)
        asking = desk.hear("asked")
        asks.hang_up()
        assert isinstance(asked.exception(timeout=30), EnrolmentBroken)
    assert desk.hear("gone") == asking.number
    with pytest.raises(EnrolmentBroken):
        asks.ask((place,), lambda _: True)
    assert not StationFolder(tmp_path / "seat").is_set_up


@pytest.mark.parametrize(
    "place", [("127.0.0.1", 99_999), ("x" * 70, 1), ("a\0b", 1), ("127.0.0.1", 1)]
)
def test_an_address_where_nobody_is_gives_the_coded_error_and_no_folder(tmp_path, place):
    with pytest.raises(EnrolmentBroken):
        SeatAsks(tmp_path / "seat", "seat's").ask((place,), lambda _: True)
    assert not StationFolder(tmp_path / "seat").is_set_up


def test_each_take_over_is_a_term_and_a_certificate_of_its_own(centre):
    assert raise_term(centre, "centre's", ()) == 2
    first = centre.desk_identity("centre's").certificate
    assert raise_term(centre, "centre's", ()) == 3
    assert centre.desk_identity("centre's").certificate != first
    database = centre.database(centre.identity("centre's"))
    assert term_of(database) == 3
    database.close()
