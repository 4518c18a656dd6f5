"""What speaks for a photo or a screen, made by formulas and by painting."""

import cv2
import numpy as np
import pytest

from station.camera.pictures import jpeg, picture
from station.camera.portrait import demo_portraits
from station.camera.suspicion import (
    FLAT_RESIDUAL,
    MOIRE_PEAK,
    Doubts,
    bordered,
    flatness,
    moire,
)
from station.identity.liveness_facts import Suspicion


@pytest.fixture(scope="module", params=(0, 1))
def live(request, engine):
    return list(demo_portraits()[request.param].live(engine, 8, seed=5))


def on_screen(frame, pitch_px=4.7, angle_deg=20, depth=0.1):
    """The frame as seen through the grid of a screen, beaten against the sensor's."""
    y, x = np.mgrid[: frame.shape[0], : frame.shape[1]]
    turn = np.radians(angle_deg)
    along, across = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    grid = 1 + depth / 2 * (
        np.sin(2 * np.pi * along / pitch_px) + np.sin(2 * np.pi * across / pitch_px)
    )
    return picture(jpeg(np.clip(frame * grid[:, :, None], 0, 255).astype(np.uint8), 80))


def held_up(frame, engine):
    """The face as a photo with a dark edge before a wall."""
    (face,) = engine.faces(frame)
    left, top, width, height = face.box_px
    photo = frame[top - 40 : top + height + 40, left - 40 : left + width + 40]
    wall = np.full((480, 640, 3), (150, 160, 150), np.uint8)
    y, x = (480 - photo.shape[0]) // 2, (640 - photo.shape[1]) // 2
    wall[y : y + photo.shape[0], x : x + photo.shape[1]] = photo
    corners = (x - 4, y - 4), (x + photo.shape[1] + 4, y + photo.shape[0] + 4)
    cv2.rectangle(wall, *corners, (25, 25, 25), 7)
    return wall


def doubts_over(engine, frames):
    doubts = Doubts()
    for frame in frames:
        doubts.see(frame, engine.faces(frame)[0])
    return doubts.found()


def test_a_person_raises_no_question(engine, live):
    assert doubts_over(engine, live) == ()


@pytest.mark.parametrize(("pitch_px", "angle_deg", "depth"), [(3.3, 7, 0.1), (4.7, 20, 0.1)])
def test_f07_a_screen_before_the_camera_raises_the_question(
    engine, live, pitch_px, angle_deg, depth
):
    shown = [on_screen(frame, pitch_px, angle_deg, depth) for frame in live]
    assert doubts_over(engine, shown) == (Suspicion.MOIRE,)


def test_f07_a_framed_photo_raises_the_question(engine, live):
    assert doubts_over(engine, [held_up(frame, engine) for frame in live]) == (Suspicion.BORDER,)


def test_one_odd_frame_raises_none(engine, live):
    odd = [on_screen(live[0]), held_up(live[0], engine), *live[1:]]
    assert doubts_over(engine, odd) == ()


def test_a_face_at_the_edge_is_measured_without_harm(engine, live):
    (face,) = engine.faces(live[0])
    for cut in (live[0][:, : face.box_px[0] + 40], live[0][: face.box_px[1] + 30]):
        frame = np.ascontiguousarray(cut)
        assert 0 <= moire(frame, face) < MOIRE_PEAK
        assert not bordered(frame, face)


def head(nose=0.35):
    """Points on the front of an ellipsoid with a nose, in face widths, y down, z to the camera."""
    u, v = np.meshgrid(np.linspace(-1.2, 1.2, 15), np.linspace(-1.1, 1.1, 15))
    x, y = 0.5 * np.sin(u), 0.7 * np.sin(v)
    z = 0.45 * np.cos(u) * np.cos(v) + nose * np.exp(-(u**2 + (v - 0.1) ** 2) / 0.05)
    return np.stack([x, y, z], axis=-1).reshape(-1, 3)


def seen(points, yaw_deg, distance=4.0, noise=0.0):
    """Project points through a pinhole, turned about the upright axis; face about 150 px wide."""
    turn = np.radians(yaw_deg)
    turned = points @ np.array(
        [[np.cos(turn), 0, -np.sin(turn)], [0, 1, 0], [np.sin(turn), 0, np.cos(turn)]]
    )
    scale = 600 / (distance - turned[:, 2:])
    chance = np.random.default_rng(1)
    return turned[:, :2] * scale + 320 + chance.normal(0, noise, (len(points), 2))


@pytest.mark.parametrize("yaw_deg", [-30, -15, 15, 30])
def test_a_head_that_turns_does_not_turn_as_a_plane(yaw_deg):
    assert flatness(seen(head(), 0, noise=0.5), seen(head(), yaw_deg, noise=0.5)) > FLAT_RESIDUAL


@pytest.mark.parametrize("yaw_deg", [-40, -15, 15, 40])
@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_f07_a_photo_that_is_turned_in_the_hand_stays_flat(yaw_deg, noise):
    photo = head() * np.array([1, 1, 0])
    assert flatness(seen(photo, 0, noise=noise), seen(photo, yaw_deg, noise=noise)) < FLAT_RESIDUAL


def test_f07_a_turned_photo_raises_the_question_and_a_turned_head_does_not():
    for points, expected in ((head() * np.array([1, 1, 0]), (Suspicion.RIGID,)), (head(), ())):
        doubts = Doubts()
        for yaw_deg in (2, 8, 16, 24, 10, 0):
            doubts.see_points(seen(points, yaw_deg, noise=0.3), yaw_deg)
        assert doubts.found() == expected
