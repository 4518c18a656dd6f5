"""The desk where the rules ask the person to move."""

from dataclasses import replace

import pytest

from station.camera.liveness import Course
from station.flow.desk_tools import PAUSES_MS, by_chance
from station.flow.desk_view import ClearDesk, CompareAgain, EaseLiveness, ReadCard, Verdict
from station.identity.check_in import CheckInPhase
from station.identity.liveness_facts import Cue, Liveness
from station.identity.rules import FaceRules, LivenessRules
from tests.flow.people import NUMBERS
from tests.unit.camera.puppet import Puppet

ORDER = (Cue.BLINK, Cue.OPEN_MOUTH, Cue.TURN_LEFT, Cue.TURN_RIGHT)
RULES = FaceRules(liveness=LivenessRules(cues=2, cue_ms=3_000, tries=2))


@pytest.fixture
def asking(centre):
    """A centre whose rules ask for two movements; somebody alive stands at the desk."""
    session = replace(centre.session, rules=replace(centre.session.rules, face=RULES))
    put(centre, session=session, course=lambda: Course(ORDER))
    stand(centre, Puppet())
    return centre


def put(centre, **changes):
    for name, value in changes.items():
        object.__setattr__(centre.desk._tools, name, value)


def stand(centre, puppet):
    centre.puppet = puppet
    put(centre, open_meter=lambda: puppet)


def come(centre):
    centre.lay_card(NUMBERS[0])
    centre.wish(ReadCard())


def look_on(centre, beats=80, until=None):
    """Let the camera look; return what was asked for on the way."""
    asked = []
    for _ in range(beats):
        desk = centre.console_state.desk
        if desk.cue is not centre.puppet.cue:
            centre.puppet.cue, centre.puppet.frames = desk.cue, 0
        if desk.cue is not None and desk.cue not in asked[-1:]:
            asked.append(desk.cue)
        if desk.admitted or desk.verdict is not Verdict.NONE or (until and until in asked):
            break
        centre.pass_ms(100)
    return asked


def compared(centre):
    (check_in,) = centre.desk.check_ins.values()
    return check_in.compared


def test_a_living_candidate_does_what_is_asked_and_is_let_in(asking):
    come(asking)
    assert look_on(asking) == [Cue.BLINK, Cue.TURN_LEFT]
    assert asking.console_state.desk.admitted
    assert compared(asking).liveness is Liveness.SHOWN
    assert compared(asking).measures.eyes_open is not None


def test_f07_a_photo_held_up_is_alike_and_goes_to_two_persons(asking):
    stand(asking, Puppet(obeys=False))
    come(asking)
    look_on(asking)
    desk = asking.console_state.desk
    assert (desk.verdict, desk.admitted, desk.to_decide) == (Verdict.GREY, False, True)
    assert compared(asking).liveness is Liveness.NOT_SHOWN
    assert compared(asking).similarity >= RULES.chip_pass


def test_whoever_cannot_do_what_is_asked_is_let_in_the_easier_way(asking):
    stand(asking, Puppet(obeys=False))
    come(asking)
    look_on(asking, until=Cue.BLINK)
    asking.wish(EaseLiveness())
    asking.puppet.obeys = True
    look_on(asking)
    assert compared(asking).liveness is Liveness.EASED
    assert asking.console_state.desk.admitted


def test_without_landmarks_a_person_looks(asking):
    put(asking, open_meter=None)
    come(asking)
    look_on(asking)
    assert compared(asking).liveness is Liveness.UNAVAILABLE
    assert asking.console_state.desk.verdict is Verdict.GREY


def test_whoever_steps_aside_is_looked_at_no_more(asking):
    come(asking)
    look_on(asking, until=Cue.BLINK)
    asking.wish(ClearDesk())
    look_on(asking, beats=10)
    desk = asking.console_state.desk
    assert (desk.cue, desk.live, desk.candidate) == (None, None, None)
    (check_in,) = asking.desk.check_ins.values()
    assert check_in.phase is CheckInPhase.PRESENTED


def test_nobody_before_the_camera_is_said_and_another_look_is_possible(asking, people):
    camera = asking.cameras[0]
    film, camera.read = camera.read, lambda: people.portraits[0].frame[:60, :80] * 0
    come(asking)
    for _ in range(100):
        asking.pass_ms(100)
    assert asking.console_state.desk.trouble is not None
    camera.read = film
    asking.wish(CompareAgain())
    look_on(asking)
    assert asking.console_state.desk.admitted


def test_what_is_asked_and_when_is_made_by_chance():
    courses = [by_chance() for _ in range(200)]
    assert all(sorted(course.order) == sorted(Cue) for course in courses)
    assert len({course.order for course in courses}) > 12
    pauses = {pause for course in courses for pause in course.pauses_ms}
    assert PAUSES_MS[0] <= min(pauses) < max(pauses) <= PAUSES_MS[1]
    assert len(pauses) > 100
