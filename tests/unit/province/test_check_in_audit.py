"""A check-in is looked at again: nobody is let in by a lie of the centre's program."""

import pytest

from station.errors.province import CheckInWrong
from station.identity.check_in_events import CHECK_IN_EVENT, Admitted, Band, TwoPersonsDecided
from station.identity.rules import FaceRules
from station.ids import SeatNumber, StaffId
from station.province.check_in_audit import audit_check_in
from tests.unit.province.world import FIRST, LI, SECOND, WANG, chain, check_in

STAFF = frozenset({FIRST, SECOND})
GREY = check_in(LI, 0.4, Band.GREY)[:2]
REFUSED = check_in(LI, 0.1, Band.REFUSE)[:2]
LET_IN = [(Admitted(SeatNumber(1)), 0)]


def together(first, second, admit=True):
    return [(TwoPersonsDecided(admit=admit, first=first, second=second), 0)]


def audit(events, candidate=LI):
    audit_check_in(chain(events, "s", CHECK_IN_EVENT), candidate, FaceRules(), STAFF)


@pytest.mark.parametrize(
    "events",
    [
        check_in(LI),
        GREY + together(FIRST, SECOND) + LET_IN,
        REFUSED + together(SECOND, FIRST) + LET_IN,
        REFUSED + together(FIRST, SECOND, admit=False) + together(FIRST, SECOND) + LET_IN,
    ],
)
def test_a_right_admission_holds(events):
    audit(events)


WRONG = {
    "never admitted": check_in(LI)[:2],
    "no document": check_in(LI)[1:],
    "grey and nobody decided": GREY + LET_IN,
    "refused and nobody decided": REFUSED + LET_IN,
    "one person twice": GREY + together(FIRST, FIRST) + LET_IN,
    "a stranger": GREY + together(FIRST, StaffId("x")) + LET_IN,
    "two persons said no": GREY + together(FIRST, SECOND, admit=False) + LET_IN,
    "a grey face called a pass": check_in(LI, 0.44, Band.PASS),
    "a face that is no number": check_in(LI, float("nan"), Band.PASS),
    "something after the admission": check_in(LI) + together(FIRST, SECOND),
}


@pytest.mark.parametrize("events", WRONG.values(), ids=WRONG)
def test_a_wrong_admission_does_not(events):
    with pytest.raises(CheckInWrong):
        audit(events)


def test_another_persons_admission_does_not():
    with pytest.raises(CheckInWrong):
        audit(check_in(LI), WANG)
