"""F07: another person at the door, until two persons have handed that person over."""

import pytest

from station.credential.card_job import CardStage
from station.errors.flow import IncidentNotHere, ReasonMissing
from station.errors.identity import PinWrong, TwoPersonsNeeded
from station.flow.desk_view import Verdict
from station.flow.room_view import Arrival, DecideIncident, StartSession
from station.flow.signatures import Signature
from station.identity.check_in_events import Refused
from station.ids import StaffId
from tests.flow.documents import PINS
from tests.flow.people import NUMBERS
from tests.flow.test_console_faults import restart
from tests.flow.test_desk import decide, read
from tests.flow.test_main_job import answer_all, hand_in
from tests.flow.test_presence import ANN as ONE
from tests.flow.test_presence import BEN as OTHER

ANN, BEN = NUMBERS
HANDED = ("handed to the police, 09:05", "was there")


@pytest.fixture
def caught(centre):
    """Somebody came with candidate 1's card, and two persons sent them away as an impostor."""
    centre.cameras[0].stand_here(BEN)
    assert read(centre, ANN).verdict is Verdict.REFUSE
    assert decide(centre, False, why=Refused.ANOTHER_PERSON).sent_away
    centre.cameras[0].stand_here(ANN)
    return centre


def close(centre, *, harmless=True, staff=(ONE, OTHER), pins=None, reasons=HANDED, row=None):
    row = row or centre.console_state.incidents[0]
    first, second = (
        Signature(staff=StaffId(who), pin=pin)
        for who, pin in zip(staff, pins or [PINS[who] for who in staff], strict=True)
    )
    centre.wish(
        DecideIncident(
            stream=row.stream,
            seq=row.seq,
            harmless=harmless,
            first=first,
            first_reason=reasons[0],
            second=second,
            second_reason=reasons[1],
        )
    )


def sit_and_pass(centre):
    assert not read(centre, ANN).admitted
    assert decide(centre, True).admitted
    centre.beat(4)
    centre.wish(StartSession())
    answer_all(centre, right=4)
    hand_in(centre)
    centre.pass_ms(1_000)


def stage(centre):
    return centre.console_state.cards[0].stage


def test_f07_an_impostor_at_the_door_is_an_incident_with_a_picture(caught):
    (row,) = caught.console_state.incidents
    assert (row.what, row.seat, row.tail) == (Refused.ANOTHER_PERSON, 1, ANN[-4:])
    assert row.still == caught.desk.state().captured_photo != b""
    assert row.reference == caught.session.package.roster[0].photo
    assert row.at == caught.clock.wall()
    assert caught.console_state.roster[0].arrival is Arrival.REFUSED


def test_f07_who_is_not_sure_makes_no_incident(centre):
    centre.cameras[0].stand_here(BEN)
    read(centre, ANN)
    decide(centre, False)
    assert centre.console_state.incidents == ()


def test_f07_the_impostors_picture_outlives_the_right_person_and_a_restart(caught):
    (before,) = caught.console_state.incidents
    assert not read(caught, ANN).admitted  # the right person now: nobody lets them in alone
    assert decide(caught, True).admitted
    restart(caught)
    (row,) = caught.console_state.incidents
    assert (row.still, row.seq, row.at) == (before.still, before.seq, before.at)
    assert row.still != caught.desk.state().captured_photo


def test_f07_until_two_have_handed_the_impostor_over_nobody_gets_that_card(caught):
    sit_and_pass(caught)
    restart(caught)
    caught.pass_ms(2_000)
    assert stage(caught) is CardStage.COMPOSED
    close(caught)
    caught.pass_ms(1_000)
    assert caught.console_state.incidents == ()
    assert stage(caught) is CardStage.PRINTED


def test_f07_where_two_find_the_candidate_in_it_the_card_stays_back(caught):
    sit_and_pass(caught)
    close(caught, harmless=False)
    restart(caught)
    caught.pass_ms(1_000)
    assert caught.console_state.incidents == ()
    assert stage(caught) is CardStage.COMPOSED


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"staff": (ONE, ONE)}, TwoPersonsNeeded),
        ({"pins": ("wrong", "wrong")}, PinWrong),
        ({"reasons": (" ", "x")}, ReasonMissing),
    ],
)
def test_f07_nobody_hands_an_impostor_over_alone(caught, wrong, error):
    close(caught, **wrong)
    shown = caught.console_state
    assert isinstance(shown.desk.trouble or shown.trouble, error)
    assert len(shown.incidents) == 1


def test_f07_what_never_happened_is_not_decided_over(caught):
    (row,) = caught.console_state.incidents
    row = type(row)(**{name: getattr(row, name) for name in row.__slots__} | {"seq": row.seq + 1})
    close(caught, row=row)
    assert isinstance(caught.desk.state().trouble, IncidentNotHere)
