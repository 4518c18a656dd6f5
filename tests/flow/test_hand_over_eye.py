"""The look before a card is handed over."""

import numpy as np
import pytest

from station.camera.pictures import png
from station.errors.camera import CameraAbsent, NoFaceInPhoto
from station.errors.flow import FaceNotSeen
from station.flow.hand_over_eye import CompareForHandOver
from station.flow.lane import InlineLane
from station.identity.rules import FaceRules
from tests.flow.people import NUMBERS, SwitchCamera

RULES = FaceRules()
EMPTY = np.full((480, 640, 3), 120, np.uint8)


class Still:
    """A camera before which nothing changes, until it is unplugged."""

    def __init__(self, frame):
        self.frame = frame
        self.taken = 0

    def read(self):
        self.taken += 1
        if self.frame is None:
            raise CameraAbsent
        return self.frame

    def close(self):
        pass


@pytest.fixture
def head(people):
    return people.portraits[0].enrolment_jpeg()


def look(people, camera, head):
    seen, failed = [], []
    CompareForHandOver(InlineLane(), camera, people.engine, RULES).at(
        head, seen.append, failed.append
    )
    assert len(seen) + len(failed) == 1
    return (seen or failed)[0]


def test_the_holder_takes_the_card(people, head):
    found = look(people, SwitchCamera(people), head)
    assert found.known
    assert found.similarity >= found.threshold == RULES.presence
    assert found.model == people.engine.model


def test_f07_somebody_else_reaches_for_the_card(people, head):
    camera = SwitchCamera(people)
    camera.stand_here(NUMBERS[1])
    found = look(people, camera, head)
    assert not found.known
    assert found.similarity < RULES.presence
    assert found.captured.startswith(b"\xff\xd8")


def test_nobody_is_there_and_the_look_ends(people, head):
    camera = Still(EMPTY)
    assert isinstance(look(people, camera, head), FaceNotSeen)
    assert camera.taken <= 20


def test_without_a_camera_or_a_reference_two_persons_decide(people, head):
    assert isinstance(look(people, Still(None), head), CameraAbsent)
    assert isinstance(look(people, SwitchCamera(people), png(EMPTY)), NoFaceInPhoto)


def test_what_was_seen_shows_no_face_by_accident(people, head):
    assert "captured" not in repr(look(people, SwitchCamera(people), head))
