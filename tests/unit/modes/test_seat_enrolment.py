"""A seat's folder from nothing to one that its centre lets in, and the list of who counts."""

from concurrent.futures import ThreadPoolExecutor
from queue import Queue

import pytest

from station.errors.lan import EnrolmentBroken
from station.ids import SeatNumber, digest_of
from station.lan.register import REVOKED
from station.modes.folder import StationFolder
from station.modes.seat_enrolment import admit_one, ask_for_certificate
from station.modes.seat_register import counted, revoke
from station.modes.standby import take_over, term_of
from station.store.settings import Settings
from tests.unit.lan.test_enrolment import OURS


def settings_of(folder):
    database = folder.database(folder.identity("centre's"))
    found = counted(Settings(database))
    database.close()
    return found


def test_a_seat_is_enrolled_counts_and_is_revoked(tmp_path):
    centre = StationFolder(tmp_path / "centre")
    centre.create(OURS.centre, OURS.root.certificate, "centre's", {})
    port: Queue[int] = Queue()
    with ThreadPoolExecutor(1) as pool:
        admitted = pool.submit(
            admit_one,
            centre,
            ("127.0.0.1", 0),
            "centre's",
            lambda _: SeatNumber(7),
            port.put,
        )
        place = ("127.0.0.1", port.get(timeout=30))
        number = ask_for_certificate(tmp_path / "seat", (place,), "seat's", lambda _: True)
        assert number == admitted.result(timeout=30) == 7
    seat = StationFolder(tmp_path / "seat").identity("seat's")
    assert settings_of(centre) == {7: digest_of(seat.certificate).hex()}
    revoke(centre, "centre's", SeatNumber(7))
    assert settings_of(centre) == {7: REVOKED}


@pytest.mark.parametrize(
    "place", [("127.0.0.1", 99_999), ("x" * 70, 1), ("a\0b", 1), ("127.0.0.1", 1)]
)
def test_an_address_where_nobody_is_gives_the_coded_error_and_no_folder(tmp_path, place):
    with pytest.raises(EnrolmentBroken):
        ask_for_certificate(tmp_path / "seat", (place,), "seat's", lambda _: True)
    assert not StationFolder(tmp_path / "seat").is_set_up


def test_each_take_over_is_a_term_and_a_certificate_of_its_own(tmp_path):
    centre = StationFolder(tmp_path / "centre")
    centre.create(OURS.centre, OURS.root.certificate, "centre's", {})
    assert take_over(centre, "centre's") == 2
    first = centre.desk_identity("centre's").certificate
    assert take_over(centre, "centre's") == 3
    assert centre.desk_identity("centre's").certificate != first
    database = centre.database(centre.identity("centre's"))
    assert term_of(database) == 3
    database.close()
