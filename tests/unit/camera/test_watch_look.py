"""A look after the candidate, with real frames."""

import cv2
import numpy as np
import pytest

from station.camera.portrait import demo_portraits
from station.camera.presence import Look
from station.camera.watch_look import STILL_BYTES, still, watch_look
from station.errors.camera import CameraAbsent
from station.identity.rules import FaceRules

RULES = FaceRules()


class Film:
    """A camera that shows these frames, the last one for ever."""

    def __init__(self, *frames):
        self.frames = list(frames)
        self.taken = 0

    def read(self):
        self.taken += 1
        if not self.frames:
            raise CameraAbsent
        return self.frames.pop(0) if len(self.frames) > 1 else self.frames[0]

    def close(self):
        pass


@pytest.fixture(scope="module")
def persons(engine):
    return [list(portrait.live(engine, 6)) for portrait in demo_portraits()]


@pytest.fixture(scope="module")
def known(engine, persons):
    frame = persons[0][0]
    return engine.embed(frame, engine.faces(frame)[0])


def look(engine, known, *frames):
    return watch_look(Film(*frames), engine, known, RULES).look


def test_the_candidate_alone_ends_the_look_at_once(engine, known, persons):
    film = Film(*persons[0])
    seen = watch_look(film, engine, known, RULES).look
    assert (seen.persons, seen.blind) == (1, False)
    assert seen.similarity >= RULES.presence
    assert film.taken == 1


def test_f07_somebody_else_sits_there(engine, known, persons):
    seen = look(engine, known, *persons[1])
    assert seen.persons == 1
    assert seen.similarity < RULES.presence


def test_two_persons_of_whom_one_is_the_candidate(engine, known, persons):
    both = np.hstack([persons[0][0][:, 100:540], persons[1][0][:, 100:540]])
    seen = look(engine, known, both)
    assert seen.persons == 2
    assert seen.similarity >= RULES.presence


def test_somebody_who_passes_behind_in_one_frame_does_not_count(engine, known, persons):
    both = np.hstack([persons[0][0][:, 100:540], persons[1][0][:, 100:540]])
    assert look(engine, known, both, *persons[0]).persons == 1


def test_an_empty_chair_and_a_thumb_on_the_lens(engine, known, persons):
    wall = cv2.GaussianBlur(persons[0][0], (0, 0), 40)
    assert look(engine, known, wall) == Look(persons=0, similarity=None, blind=False)
    thumb = np.full((480, 640, 3), 12, np.uint8)
    assert look(engine, known, thumb) == Look(persons=0, similarity=None, blind=True)


def test_without_a_reference_it_is_seen_that_somebody_is_there(engine, persons):
    assert look(engine, None, *persons[0]) == Look(persons=1, similarity=None, blind=False)


def test_the_camera_is_lost(engine, known):
    with pytest.raises(CameraAbsent):
        look(engine, known)


@pytest.mark.parametrize("shape", [(480, 640), (2160, 3840), (33, 47), (1, 900)])
def test_a_still_is_small_whatever_the_camera_sends(shape):
    noise = np.random.default_rng(1).integers(0, 255, (*shape, 3), np.uint8)
    raw = still(noise)
    assert len(raw) <= STILL_BYTES
    assert raw.startswith(b"\xff\xd8")
