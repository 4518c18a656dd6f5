"""One look at somebody who is asked to move: real frames, invented points."""

import numpy as np
import pytest

from station.camera.live_look import PATIENCE_MS, LiveLook
from station.camera.liveness import Course
from station.camera.middle_look import ENOUGH_FRAMES
from station.camera.portrait import demo_portraits
from station.identity.face_quality import Advice
from station.identity.liveness_facts import Cue, Liveness
from station.identity.rules import FaceRules, LivenessRules
from tests.unit.camera.puppet import Puppet

ASKED = FaceRules(liveness=LivenessRules(cues=2))
FRAME_MS = 40
EMPTY = np.full((480, 640, 3), 120, np.uint8)


@pytest.fixture(scope="module")
def films(engine):
    return [list(portrait.live(engine, 4)) for portrait in demo_portraits()]


@pytest.fixture(scope="module")
def known(engine, films):
    return engine.embed(films[0][0], engine.faces(films[0][0])[0])


ORDER = (Cue.BLINK, Cue.OPEN_MOUTH, Cue.TURN_LEFT, Cue.TURN_RIGHT)


def look_of(engine, known, meter, rules=ASKED):
    return LiveLook(engine, meter, known, rules, course=Course(ORDER))


def play(look, puppet, frames, start=0, most=1_000):
    """Show frames, round and round, until the look is over; return what was seen last."""
    asked = []
    for index in range(most):
        seen = look.take(frames[index % len(frames)], start + index * FRAME_MS)
        if puppet is not None and seen.cue is not puppet.cue:
            puppet.cue, puppet.frames = seen.cue, 0
        if seen.cue is not None and seen.cue not in asked[-1:]:
            asked.append(seen.cue)
        if seen.over:
            break
    return seen, asked


def test_a_living_candidate_passes_both(engine, known, films):
    puppet = Puppet()
    seen, asked = play(look_of(engine, known, puppet), puppet, films[0])
    assert (seen.liveness, seen.over, asked) == (Liveness.SHOWN, True, [Cue.BLINK, Cue.TURN_LEFT])
    assert seen.looked.middle.similarity >= 0.45
    assert seen.cue is None


def test_f07_a_photo_of_the_candidate_is_alike_and_not_alive(engine, known, films):
    puppet = Puppet(obeys=False)
    seen, asked = play(look_of(engine, known, puppet), puppet, films[0])
    assert (seen.liveness, len(asked)) == (Liveness.NOT_SHOWN, ASKED.liveness.tries)
    assert seen.looked.middle.similarity >= 0.45


def test_f07_a_living_impostor_is_alive_and_not_alike(engine, known, films):
    puppet = Puppet()
    seen, _ = play(look_of(engine, known, puppet), puppet, films[1])
    assert seen.liveness is Liveness.SHOWN
    assert seen.looked.middle.similarity < 0.33


def test_f07_nobody_moves_for_somebody_elses_picture(engine, known, films):
    """The candidate's photo is shown first; then it goes, and the impostor moves."""
    puppet = Puppet()
    look = look_of(engine, known, puppet)
    for index in range(4):
        assert not look.take(films[0][index], index * FRAME_MS).over
    look.take(EMPTY, 4 * FRAME_MS)
    look.take(EMPTY, 4 * FRAME_MS + 800)
    seen, _ = play(look, puppet, films[1], start=1_000)
    assert seen.liveness is Liveness.SHOWN
    assert seen.looked.middle.similarity < 0.33


def test_without_landmarks_nobody_is_asked_and_a_person_looks(engine, known, films):
    seen, asked = play(look_of(engine, known, None), None, films[0])
    assert (seen.liveness, asked) == (Liveness.UNAVAILABLE, [])
    assert seen.looked.middle.similarity >= 0.45


def test_rules_that_ask_for_nothing_end_the_look_with_enough_good_frames(engine, known, films):
    look = look_of(engine, known, None, FaceRules())
    ends = [look.take(films[0][0], index * FRAME_MS).over for index in range(ENOUGH_FRAMES)]
    assert ends == [False] * (ENOUGH_FRAMES - 1) + [True]


def test_nobody_comes_and_the_look_ends(engine, known):
    look = look_of(engine, known, Puppet())
    assert not look.take(EMPTY, 0).over
    assert look.take(EMPTY, PATIENCE_MS).advice is Advice.NO_FACE
    seen = look.take(EMPTY, PATIENCE_MS + 1)
    assert (seen.over, seen.looked) == (True, None)


def test_the_easier_way_counts_any_movement(engine, known, films):
    puppet = Puppet()
    look = look_of(engine, known, puppet)
    for index in range(12):
        look.take(films[0][index % 4], index * FRAME_MS)
    look.ease(12 * FRAME_MS)
    puppet.cue = Cue.OPEN_MOUTH
    for index in range(12, 200):
        seen = look.take(films[0][index % 4], index * FRAME_MS)
        if seen.over:
            break
    assert seen.liveness is Liveness.EASED
