"""The desk's whole look at films: real detector, real face mesh, real cues, real comparison.

The people are made from one picture each (station.camera.acting); what holds for more of them is
measured by `python -m bench liveness`.
"""

from contextlib import closing
from functools import partial

import pytest

from bench._face_films import Living, MovedPhoto, Person, PlayedFilm, StillPhoto, TurnedPhoto
from bench.liveness import look_at
from station.camera.acting import AT_REST, movement
from station.camera.landmarks import LandmarkMeter, shape_of
from station.camera.liveness import Course
from station.camera.portrait import demo_portraits
from station.identity.check_in_events import Band
from station.identity.liveness_facts import Cue, Liveness
from station.identity.rules import FaceRules, LivenessRules

SOON = Course((Cue.OPEN_MOUTH, Cue.TURN_LEFT, Cue.BLINK, Cue.TURN_RIGHT), (200,))
OTHERS = Course((Cue.TURN_RIGHT, Cue.BLINK, Cue.TURN_LEFT, Cue.OPEN_MOUTH), (200,))
FRAME_MS = 100
"""A slow camera, and hardly a pause before a movement is asked for: the same road, sooner."""

ASKED = FaceRules(liveness=LivenessRules(cues=2))
IMPATIENT = FaceRules(liveness=LivenessRules(cues=2, cue_ms=1_500, tries=2))
"""For photos, which would never do anything in six seconds either."""


@pytest.fixture(scope="module")
def meter():
    with closing(LandmarkMeter(film=False)) as meter:
        yield meter


@pytest.fixture(scope="module")
def people(engine, meter):
    return [Person.of(portrait, engine, meter) for portrait in demo_portraits()]


@pytest.mark.parametrize("place", [0, 1])
def test_what_a_face_does_is_what_the_mesh_measures(people, meter, place):
    def measured(pose):
        return shape_of(meter.points(people[place].actor.frame(pose)))

    rest = measured(AT_REST)
    blink, left, right, mouth = (measured(movement(cue, 3)[1]) for cue in Cue)
    assert max(blink.right_eye, blink.left_eye) < 0.6 * min(rest.right_eye, rest.left_eye)
    assert abs(blink.yaw_deg - rest.yaw_deg) < 5
    assert left.yaw_deg - rest.yaw_deg > 14 < rest.yaw_deg - right.yaw_deg
    assert mouth.mouth - rest.mouth > 0.1
    assert abs(mouth.yaw_deg - rest.yaw_deg) < 5


@pytest.mark.parametrize("place", [0, 1])
def test_a_living_person_is_let_through(people, place):
    course = (SOON, OTHERS)[place]
    end = look_at(people[place], Living, place, ASKED, by_chance=course, frame_ms=FRAME_MS)
    assert (end.band, end.liveness, end.doubted) == (Band.PASS, Liveness.SHOWN, False)


@pytest.mark.parametrize(
    "film", [StillPhoto, MovedPhoto, TurnedPhoto, partial(PlayedFilm, grid=True)]
)
def test_f07_no_photo_and_no_screen_is_let_through(people, film):
    end = look_at(people[1], film, 3, IMPATIENT, by_chance=SOON, frame_ms=FRAME_MS)
    assert end.band is Band.GREY
