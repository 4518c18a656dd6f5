"""What a person before the camera is asked to do."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from station.camera.judge import measure
from station.camera.landmarks import FaceShape
from station.camera.port import Face
from station.camera.portrait import demo_portraits
from station.identity.face_quality import Advice, FaceMeasures, advice, fit
from station.identity.rules import QualityRules

RULES = QualityRules()


@pytest.fixture(scope="module", params=(0, 1))
def live(request, engine):
    return next(demo_portraits()[request.param].live(engine, 1, seed=3))


def asked(engine, frame):
    return advice(measure(frame, engine.faces(frame)), RULES)


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
    assert advice(measure(white, (found,)), RULES) is Advice.LESS_LIGHT


@pytest.mark.parametrize("turn_deg", [-40, 40])
def test_a_head_on_one_side(engine, live, turn_deg):
    turn = cv2.getRotationMatrix2D((320, 216), -turn_deg, 1)
    leaning = cv2.warpAffine(live, turn, (640, 480), borderMode=cv2.BORDER_REPLICATE)
    (face,) = engine.faces(leaning)
    assert measure(leaning, (face,)).roll_deg * turn_deg > 0
    # the detector pulls a face upright, so that a lean may look like a turn
    assert asked(engine, leaning) in (Advice.HEAD_UPRIGHT, Advice.TURN_LEFT, Advice.TURN_RIGHT)


TURNED = [(160, 0.0, None), (185, 0.5, Advice.TURN_RIGHT), (130, -0.6, Advice.TURN_LEFT)]


@pytest.mark.parametrize(("nose_x", "yaw", "ask"), TURNED)
def test_a_face_turned_away_is_asked_to_turn_back_as_the_mirror_shows_it(nose_x, yaw, ask):
    found = Face(
        box_px=(100, 100, 120, 150),
        points_px=np.array([(135, 150), (185, 150), (nose_x, 180), (140, 210), (180, 210)], "f4"),
        certainty=0.9,
    )
    frame = np.random.default_rng(1).integers(0, 255, (480, 640, 3), np.uint8)
    measures = measure(frame, (found,))
    assert measures.yaw == pytest.approx(yaw)
    if ask is not None:
        assert advice(measures, RULES) is ask


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


def test_too_close(engine, live):
    (face,) = engine.faces(live)
    left, top, _, height = face.box_px
    tall = round(1.15 * height)
    window = live[top - 10 : top - 10 + tall, left - 30 : left - 30 + tall * 4 // 3]
    near = cv2.resize(window, (640, 480), interpolation=cv2.INTER_CUBIC)
    assert asked(engine, near) is Advice.FURTHER


@pytest.mark.parametrize(("shift_px", "ask"), [(-230, Advice.MOVE_LEFT), (230, Advice.MOVE_RIGHT)])
def test_a_face_at_the_edge_is_asked_to_the_middle_as_the_mirror_shows_it(
    engine, live, shift_px, ask
):
    aside = cv2.warpAffine(
        live, np.array([[1.0, 0, shift_px], [0, 1, 0]]), (640, 480), borderMode=cv2.BORDER_REPLICATE
    )
    assert asked(engine, aside) is ask


GOOD = FaceMeasures(
    count=1,
    face_px=150,
    face_share=0.4,
    sharpness=6.0,
    brightness=130.0,
    nod=0.56,
    mouth_relief=0.9,
    eyes_open=0.3,
)


@pytest.mark.parametrize(
    ("nod", "ask"), [(0.3, Advice.CHIN_DOWN), (0.56, Advice.NONE), (0.8, Advice.CHIN_UP)]
)
def test_a_chin_too_high_or_too_low(nod, ask):
    assert advice(replace(GOOD, nod=nod), RULES) is ask


def test_narrow_eyes_are_asked_for_and_keep_nobody_out():
    measures = replace(GOOD, eyes_open=0.1)
    assert advice(measures, RULES) is Advice.EYES_OPEN
    assert fit(measures, RULES)
    assert advice(replace(GOOD, eyes_open=None), RULES) is Advice.NONE


def test_one_wink_is_no_shut_eye(engine, live):
    wink = FaceShape(right_eye=0.05, left_eye=0.3, mouth=0, yaw_deg=0, pitch_deg=0, roll_deg=0)
    assert measure(live, engine.faces(live), wink).eyes_open == 0.3


@pytest.mark.parametrize("colour", [(235, 235, 235), (35, 35, 35)])
def test_f05_a_mask_is_to_be_taken_off_and_keeps_nobody_from_being_compared(engine, live, colour):
    (face,) = engine.faces(live)
    masked = with_mask(live, face, colour)
    measures = measure(masked, engine.faces(masked))
    assert advice(measures, RULES) is Advice.MASK_OFF
    assert fit(measures, RULES)


def with_mask(frame, face, colour):
    """Paint a mask from the nose to under the chin, shaded as the face is."""
    eyes, mouth = face.points_px[:2].mean(0), face.points_px[3:].mean(0)
    down, across = mouth - eyes, face.points_px[1] - face.points_px[0]
    edge = [0.3 * down, 0.42 * down + 0.95 * across, 1.35 * down + 0.8 * across, 1.75 * down]
    edge += [1.35 * down - 0.8 * across, 0.42 * down - 0.95 * across]
    shape = np.zeros(frame.shape[:2], np.float32)
    cv2.fillPoly(shape, [(eyes + np.array(edge)).astype(np.int32)], 1.0)
    shape = cv2.GaussianBlur(shape, (0, 0), 1.2)[:, :, None]
    light = cv2.GaussianBlur(frame.mean(2), (0, 0), 12)[:, :, None] / 150
    cloth = np.array(colour, np.float32) * light.clip(0.4, 1.4)
    return (frame * (1 - shape) + cloth * shape).clip(0, 255).astype(np.uint8)
