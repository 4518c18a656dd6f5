"""A seat whose computer was lost or replaced gets nothing, and is shown."""

import pytest

from station.errors.session import SeatRevoked
from station.ids import SeatNumber, digest_of
from station.lan.messages import Refused
from station.lan.register import SeatRegister
from station.store.seat_certificates import REVOKED
from tests.unit.lan.conftest import HELLO

SEAT = SeatNumber(7)
OLD, NEW = digest_of(b"old"), digest_of(b"new")


def test_the_newest_certificate_of_a_number_counts():
    register = SeatRegister()
    register.check(SEAT, OLD)
    assert register.take({SEAT: OLD.hex()}) == (SEAT,)
    register.check(SEAT, OLD)
    assert register.take({SEAT: NEW.hex()}) == (SEAT,)
    register.check(SEAT, NEW)
    with pytest.raises(SeatRevoked):
        register.check(SEAT, OLD)
    assert register.take({SEAT: NEW.hex()}) == ()


def test_a_revoked_seat_is_let_in_with_no_certificate():
    register = SeatRegister()
    register.take({SEAT: REVOKED})
    for fingerprint in (OLD, NEW):
        with pytest.raises(SeatRevoked):
            register.check(SEAT, fingerprint)
    register.check(SeatNumber(8), OLD)


def test_a_seat_that_is_revoked_while_it_is_here_is_turned_out_and_shown(
    centre, start_hub, start_link, flow, monkeypatch
):
    register = SeatRegister()
    monkeypatch.setattr(centre.check, "_register", register)
    hub = start_hub()
    hub.turned_away = lambda address, why: flow.note("turned away", address, why.code)
    start_link(7, hub.port)
    flow.until(7, "joined", HELLO)
    for seat in register.take({SEAT: REVOKED}):
        hub.turn_out(seat, SeatRevoked.code)
    flow.until("link 7", "heard", Refused(SeatRevoked.code))
    start_link(7, hub.port, name="again")
    flow.until("turned away", "127.0.0.1", SeatRevoked.code)
