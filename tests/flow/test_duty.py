"""Whoever is in charge of the console signed in with a PIN, and every order says who and why."""

import pytest

from station.errors.identity import PinWrong, SignerMustWait
from station.errors.session import NobodyOnDuty, ReasonMissing
from station.exam.session import Session, decide
from station.exam.session_orders import (
    AS_PLANNED,
    FIRE,
    NOBODY,
    ORDER,
    Begin,
    End,
    FreeRoom,
    FreeSeat,
    HoldRoom,
    HoldSeat,
    LeaveDuty,
    LockSeat,
    StopRoom,
    TakeDuty,
    UnlockSeat,
)
from station.flow.card_view import OpenStock
from station.flow.enrolment_view import OpenEnrolment
from station.flow.room_view import (
    EndAttempt,
    HoldAll,
    HoldOne,
    LockOne,
    ResumeAll,
    SayTo,
    SignIn,
    SignOff,
    StartSession,
    StopAll,
)
from station.flow.signatures import Signature
from station.flow.signing import FREE_TRIES
from station.ids import SeatNumber, StaffId, StreamId
from station.lan.messages import Curtain
from tests.flow.documents import PINS
from tests.flow.test_main_job import signatures

SEAT_1 = SeatNumber(1)
ATTEMPT = StreamId("attempt/session-1/c-1")
BY = StaffId("s-1")


def sign_in(who="s-2", pin=None):
    return SignIn(Signature(staff=StaffId(who), pin=pin or PINS[who]))


def orders(centre):
    return [ORDER.unpack(one.body) for one in centre.log.read(StreamId("room/session-1"))]


@pytest.fixture
def nobody(sitting):
    """Candidate 1 sits an exam, and whoever was in charge has left the console."""
    sitting.wish(SignOff())
    return sitting


def test_who_signs_in_stands_for_the_orders_from_then_on(nobody):
    assert nobody.console_state.duty is None
    nobody.wish(sign_in())
    assert nobody.console_state.duty == "s-2"
    nobody.wish(HoldAll("noise"))
    assert orders(nobody)[-3:] == [
        LeaveDuty(StaffId("s-1")),
        TakeDuty(StaffId("s-2")),
        HoldRoom(StaffId("s-2"), "noise"),
    ]


@pytest.mark.parametrize(
    "wish",
    [
        HoldAll("noise"),
        HoldOne(SEAT_1, True, "unwell"),
        LockOne(SEAT_1, True, "a telephone"),
        SayTo(None, "half an hour is left"),
        OpenStock(),
        OpenEnrolment(),
    ],
    ids=lambda wish: type(wish).__name__,
)
def test_without_anybody_in_charge_nothing_is_ordered(nobody, wish):
    before = orders(nobody)
    nobody.wish(wish)
    assert isinstance(nobody.console_state.trouble, NobodyOnDuty)
    assert orders(nobody) == before
    nobody.wish(sign_in())
    nobody.wish(wish)
    assert nobody.console_state.trouble is None


def test_nobody_starts_an_exam_without_a_name(centre):
    centre.wish(SignOff())
    centre.wish(StartSession())
    assert not centre.console_state.started
    centre.wish(sign_in("s-1"))
    centre.wish(StartSession())
    begun = next(order for order in orders(centre) if isinstance(order, Begin))
    assert (begun.by, begun.why) == ("s-1", AS_PLANNED)


def test_f20_a_full_stop_waits_for_no_name(nobody):
    nobody.wish(StopAll())
    nobody.beat()
    assert nobody.screens[1].curtain is Curtain.EVACUATE
    assert orders(nobody)[-1] == StopRoom(NOBODY, FIRE)


def test_a_wrong_pin_signs_nobody_in_and_guessing_comes_to_an_end(nobody):
    for _ in range(FREE_TRIES):
        nobody.wish(sign_in(pin="00000"))
        assert isinstance(nobody.console_state.trouble, PinWrong)
    nobody.wish(sign_in())
    assert isinstance(nobody.console_state.trouble, SignerMustWait)
    assert nobody.console_state.duty is None
    nobody.wish(sign_in("s-1"))  # others go on
    assert nobody.console_state.duty == "s-1"


def test_somebody_who_is_not_of_the_staff_does_not_sign_in(nobody):
    nobody.wish(sign_in("s-9", "24681"))
    assert nobody.console_state.duty is None


@pytest.mark.parametrize("why", ["", "   "])
def test_what_changes_an_exam_is_not_ordered_without_a_word_on_why(sitting, why):
    wishes = (
        HoldAll(why),
        HoldOne(SEAT_1, True, why),
        HoldOne(SEAT_1, False, why),
        LockOne(SEAT_1, True, why),
        LockOne(SEAT_1, False, why),
        EndAttempt(SEAT_1, why, *signatures()),
        ResumeAll(*signatures(), why),
    )
    before = orders(sitting)
    for wish in wishes:
        sitting.wish(wish)
        assert isinstance(sitting.console_state.trouble, ReasonMissing), wish
    assert orders(sitting) == before


@pytest.mark.parametrize(
    "order",
    [
        Begin(0, NOBODY, AS_PLANNED),
        Begin(0, BY),
        HoldRoom(BY, ""),
        HoldRoom(NOBODY, "noise"),
        StopRoom(BY),
        HoldSeat(ATTEMPT, BY, " "),
        LockSeat(SEAT_1, NOBODY, "a telephone"),
        End(ATTEMPT, (BY, StaffId("s-2")), " "),
        TakeDuty(NOBODY),
    ],
    ids=repr,
)
def test_the_session_itself_refuses_an_order_without_who_or_why(order):
    assert decide(Session(), order, 0) == ()


@pytest.mark.parametrize(
    "order",
    [
        FreeRoom((BY, StaffId("s-2"))),
        FreeRoom((BY, NOBODY), "over"),
        FreeSeat(ATTEMPT, BY),
        UnlockSeat(SEAT_1, BY),
    ],
    ids=repr,
)
def test_what_was_stopped_is_not_let_go_without_who_and_why(order):
    stopped = Session(hold=(True, BY), held={ATTEMPT: (True, BY)}, locked=frozenset({SEAT_1}))
    assert decide(stopped, order, 0) == ()


def test_orders_of_before_without_a_reason_are_read_as_they_are():
    for order in (Begin(0, BY), FreeRoom((BY,)), StopRoom(BY), UnlockSeat(SEAT_1, BY)):
        raw = ORDER.pack(order)
        assert b"why" not in raw
        assert ORDER.unpack(raw) == order
