"""Seats are enrolled, replaced and withdrawn on the console while a session runs."""

import pytest

from station.errors.document import DocumentMalformed
from station.errors.session import ReasonMissing
from station.exam.session_orders import ORDER, EnrolSeat, WithdrawSeat
from station.flow.enrolment_view import (
    AdmitSeat,
    CloseEnrolment,
    OpenEnrolment,
    RevokeSeat,
    TurnSeatAway,
)
from station.ids import SeatNumber, StaffId, StreamId, digest_of
from station.lan.enrolment_desk import Asking
from station.seal.identity import request
from station.seal.kinds import SignerKind
from station.store.seat_certificates import REVOKED


@pytest.fixture
def ask(centre):
    """Let a computer ask; return its number."""
    numbers = iter(range(1, 100))

    def asks(csr=None):
        number = next(numbers)
        csr = csr if csr is not None else request(SignerKind.SEAT, "").csr
        asking = Asking(number=number, address="192.0.2.61", code=f"000 {number:03}", csr=csr)
        centre.enrolment.asked(asking)
        return number

    centre.wish(OpenEnrolment())
    return asks


def orders(centre):
    records = centre.log.read(StreamId("room/session-1"))
    found = [ORDER.unpack(record.body) for record in records]
    return [order for order in found if isinstance(order, EnrolSeat | WithdrawSeat)]


def state(centre):
    centre.beat()
    return centre.console_state.enrolment


def test_eighty_eight_seats_are_enrolled_in_one_morning(centre, ask):
    """One after another on one console, in one session, with two waiting at a time."""
    first, second = ask(), ask()
    for seat in range(1, 89):
        waiting = state(centre).waiting
        assert [row.number for row in waiting] == [first, second]
        assert [row.proposed for row in waiting] == [seat, seat + 1]
        centre.wish(AdmitSeat(first, SeatNumber(seat)))
        centre.enrolment.gone(first)
        first, second = second, ask()
    assert state(centre).enrolled == tuple(range(1, 89))
    assert state(centre).given == 88
    counted = centre.certificates.counted()
    for number, (seat, fingerprint) in enumerate(sorted(counted.items()), 1):
        assert digest_of(centre.decided[number][0]).hex() == fingerprint
        assert seat == number
    assert orders(centre)[0] == EnrolSeat(
        SeatNumber(1), digest_of(centre.decided[1][0]), StaffId("s-1")
    )


def test_a_computer_that_is_refused_or_leaves_gets_nothing(centre, ask):
    refused, gone = ask(), ask()
    centre.wish(TurnSeatAway(refused))
    assert centre.decided == {refused: None}
    centre.enrolment.gone(gone)
    centre.wish(AdmitSeat(gone, SeatNumber(5)))
    assert gone not in centre.decided
    assert centre.certificates.counted() == {}


def test_a_press_twice_gives_one_certificate(centre, ask):
    number = ask()
    centre.wish(AdmitSeat(number, SeatNumber(5)))
    chain = centre.decided.pop(number)
    centre.wish(AdmitSeat(number, SeatNumber(6)))
    assert number not in centre.decided
    assert centre.certificates.counted() == {5: digest_of(chain[0]).hex()}


def test_a_request_that_is_none_is_refused_and_said(centre, ask):
    number = ask(b"no request")
    centre.wish(AdmitSeat(number, SeatNumber(5)))
    assert centre.decided == {number: None}
    assert isinstance(state(centre).trouble, DocumentMalformed)
    assert centre.certificates.counted() == {}


def test_a_replaced_computer_counts_no_more(centre, ask):
    old, new = ask(), ask()
    centre.wish(AdmitSeat(old, SeatNumber(5)))
    centre.wish(AdmitSeat(new, SeatNumber(5)))
    assert centre.certificates.counted() == {5: digest_of(centre.decided[new][0]).hex()}


def test_a_seat_is_withdrawn_with_a_reason(centre, ask):
    centre.wish(AdmitSeat(ask(), SeatNumber(5)))
    centre.wish(RevokeSeat(SeatNumber(5), "  "))
    assert isinstance(state(centre).trouble, ReasonMissing)
    centre.wish(RevokeSeat(SeatNumber(5), "stolen"))
    assert (state(centre).enrolled, state(centre).revoked) == ((), (5,))
    assert centre.certificates.counted() == {5: REVOKED}
    assert orders(centre)[-1] == WithdrawSeat(SeatNumber(5), StaffId("s-1"), "stolen")


def test_the_console_says_whether_seats_may_ask_and_where(centre):
    assert not centre.console_state.enrolment.open
    centre.wish(OpenEnrolment())
    assert centre.console_state.enrolment.place == "192.0.2.1:8766"
    centre.wish(CloseEnrolment())
    assert not centre.console_state.enrolment.open
