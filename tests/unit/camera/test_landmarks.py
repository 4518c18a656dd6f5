"""Eyes, mouth and turn of a face."""

import subprocess
import sys

import cv2
import numpy as np
import pytest

from station.camera.landmarks import LandmarkMeter
from station.camera.portrait import demo_portraits


@pytest.fixture(scope="module")
def meter():
    meter = LandmarkMeter(film=False)
    yield meter
    meter.close()


@pytest.fixture(scope="module")
def live(engine):
    return [next(portrait.live(engine, 1)) for portrait in demo_portraits()]


def with_eyes_shut(frame, face):
    """Draw lids over both eyes, in the colour of the cheek below, and a line of lashes."""
    shut = frame.copy()
    for x, y in face.points_px[:2].astype(int):
        skin = frame[y + 28 : y + 34, x - 3 : x + 3].mean((0, 1)).tolist()
        cv2.ellipse(shut, (int(x), int(y)), (20, 10), 0, 0, 360, skin, -1)
        cv2.line(shut, (int(x) - 17, int(y) + 5), (int(x) + 17, int(y) + 5), (40, 50, 70), 2)
    return shut


def test_open_eyes_and_shut_ones_are_told_apart(meter, engine, live):
    for frame in live:
        seen = meter.measure(frame)
        shut = meter.measure(with_eyes_shut(frame, engine.faces(frame)[0]))
        assert min(seen.right_eye, seen.left_eye) > 0.2
        assert max(shut.right_eye, shut.left_eye) < 0.15


def test_one_eye_shut_is_that_eye(meter, engine, live):
    frame = live[1]
    wink = frame.copy()
    both = with_eyes_shut(frame, engine.faces(frame)[0])
    middle = int(engine.faces(frame)[0].points_px[2][0])
    wink[:, :middle] = both[:, :middle]  # the person's right eye is on the picture's left
    seen = meter.measure(wink)
    assert seen.right_eye < 0.6 * seen.left_eye


def test_a_mouth_that_shows_teeth_is_more_open_than_a_shut_one(meter, live):
    shut, smiling = (meter.measure(frame).mouth for frame in live)
    assert shut < 0.05 < smiling


def test_roll_goes_with_the_head(meter, live):
    turn = cv2.getRotationMatrix2D((320, 216), -20, 1)
    for frame in live:
        leaning = cv2.warpAffine(frame, turn, (640, 480), borderMode=cv2.BORDER_REPLICATE)
        more = meter.measure(leaning).roll_deg - meter.measure(frame).roll_deg
        assert more == pytest.approx(20, abs=6)


def test_a_face_that_looks_straight_has_little_yaw_in_the_mirror_too(meter, live):
    for frame in live:
        mirrored = np.ascontiguousarray(frame[:, ::-1])
        assert abs(meter.measure(frame).yaw_deg) < 6
        assert abs(meter.measure(mirrored).yaw_deg) < 6


def test_an_empty_room_has_no_face(meter):
    assert meter.measure(np.full((480, 640, 3), 128, np.uint8)) is None


QUIET = """
import sys, warnings
import station.camera.landmarks as landmarks
assert "mediapipe" not in sys.modules
warnings.simplefilter("error")
from station.camera.portrait import demo_portraits
from station.camera.sface import SFaceEngine
meter = landmarks.LandmarkMeter()
frames = list(demo_portraits()[1].live(SFaceEngine(), 5))
assert all(meter.measure(frame) for frame in frames)
meter.close()
landmarks.LandmarkMeter(film=False).close()  # a second one, in the same process
assert not {"matplotlib", "mediapipe.tasks"} & set(sys.modules)
"""


def test_it_loads_when_it_is_needed_and_says_nothing():
    done = subprocess.run(
        [sys.executable, "-c", QUIET], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
