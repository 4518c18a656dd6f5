"""What a person before the camera is asked to do."""

import cv2
import numpy as np
import pytest

from station.camera.judge import FaceMeasures, advice, measure
from station.camera.port import Advice, Face
from station.camera.portrait import demo_portraits


@pytest.fixture(scope="module", params=(0, 1))
def live(request, engine):
    return next(demo_portraits()[request.param].live(engine, 1, seed=3))


def asked(engine, frame):
    return advice(measure(frame, engine.faces(frame)))


def test_a_good_frame_is_taken(engine, live):
    assert asked(engine, live) is Advice.NONE


def test_an_empty_chair(engine):
    empty = np.full((480, 640, 3), 120, np.uint8)
    assert measure(empty, ()) == FaceMeasures()
    assert asked(engine, empty) is Advice.NO_FACE


def test_somebody_beside_the_candidate(engine, live):
    assert asked(engine, np.hstack([live, live])) is Advice.ONE_PERSON_ONLY


def test_somebody_far_behind_does_not_matter(engine, live):
    room = np.hstack([live, np.full((480, 160, 3), 120, np.uint8)])
    room[:120, 640:] = cv2.resize(live, (160, 120), interpolation=cv2.INTER_AREA)
    assert len(engine.faces(room)) == 2
    assert asked(engine, room) is Advice.NONE


def test_too_far_away(engine, live):
    small = cv2.resize(live, (320, 240), interpolation=cv2.INTER_AREA)
    assert asked(engine, small) is Advice.CLOSER


def test_too_dark(engine, live):
    assert asked(engine, (live * 0.3).astype(np.uint8)) is Advice.MORE_LIGHT


def test_blinded_by_light(engine):
    found = Face(
        box_px=(100, 100, 120, 150),
        points_px=np.array([(135, 150), (185, 150), (160, 180), (140, 210), (180, 210)], "f4"),
        certainty=0.9,
    )
    white = np.full((480, 640, 3), 250, np.uint8)
    assert advice(measure(white, (found,))) is Advice.MORE_LIGHT


@pytest.mark.parametrize("turn_deg", [-40, 40])
def test_a_head_on_one_side(engine, live, turn_deg):
    turn = cv2.getRotationMatrix2D((320, 216), -turn_deg, 1)
    leaning = cv2.warpAffine(live, turn, (640, 480), borderMode=cv2.BORDER_REPLICATE)
    (face,) = engine.faces(leaning)
    assert measure(leaning, (face,)).roll_deg * turn_deg > 0
    assert advice(measure(leaning, (face,))) is Advice.LOOK_STRAIGHT


@pytest.mark.parametrize(("nose_x", "yaw"), [(160, 0.0), (185, 0.5), (130, -0.6)])
def test_a_face_turned_away(nose_x, yaw):
    found = Face(
        box_px=(100, 100, 120, 150),
        points_px=np.array([(135, 150), (185, 150), (nose_x, 180), (140, 210), (180, 210)], "f4"),
        certainty=0.9,
    )
    frame = np.random.default_rng(1).integers(0, 255, (480, 640, 3), np.uint8)
    measures = measure(frame, (found,))
    assert measures.yaw == pytest.approx(yaw)
    assert (advice(measures) is Advice.LOOK_STRAIGHT) == (yaw != 0)


@pytest.mark.parametrize("noise", [0, 5])
def test_a_blurred_face_holds_still_though_the_sensor_is_noisy(engine, live, noise):
    soft = cv2.GaussianBlur(live, (0, 0), 5)
    grain = np.random.default_rng(1).normal(0, noise, soft.shape)
    assert asked(engine, np.clip(soft + grain, 0, 255).astype(np.uint8)) is Advice.HOLD_STILL


def test_a_face_that_leaves_the_picture_is_measured(live):
    for box in ((-60, -60, 120, 150), (600, 440, 120, 150), (-200, -200, 120, 150)):
        points = np.zeros((5, 2), np.float32)
        measures = measure(live, (Face(box_px=box, points_px=points, certainty=0.8),))
        assert measures.count == 1
        assert np.isfinite(measures.yaw)
