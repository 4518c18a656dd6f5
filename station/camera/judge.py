"""Whether a frame is good enough to judge a face by, and what would make it better."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from station.camera.port import Advice, Face, Frame

NEAR_SHARE = 0.5
"""A face of at least this share of the largest one's width stands at the desk, too."""
LEAST_FACE_PX = 90
LEAST_BRIGHTNESS = 55.0
MOST_BRIGHTNESS = 225.0
MOST_TURN = 0.28
MOST_ROLL_DEG = 10.0
"""As the detector's points show it, which is about half of a lean above 15 degrees; from 30
degrees on the similarity of a genuine face was seen to fall below 0.3."""
LEAST_SHARPNESS = 3.0
"""Measured: sharp photographs have 4 and more, and below 3 the similarity of a genuine face
begins to fall under the threshold for passing."""

_SAME_PX = 112
"""Sharpness is measured at the size at which faces are compared."""
_NOISE_PX = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceMeasures:
    """A frame, as far as its largest face is concerned; all 0 if there is none.

    Attributes:
        count: Faces at the desk: the largest, and those of at least half its width.
        face_px: Width of the face.
        sharpness: Fine detail as thousandths of the contrast: the variance of the Laplacian,
            smoothed so that sensor noise does not count, by that of the face's grey.
        brightness: Mean grey of the face, 0..255.
        yaw: How far the nose is off the middle of the eyes, in eye distances; positive to
            the right-hand side of the picture.
        roll_deg: Slope of the line through the eyes; positive is clockwise; too small by half
            above 15 degrees, since the detector pulls faces upright.
    """

    count: int = 0
    face_px: int = 0
    sharpness: float = 0.0
    brightness: float = 0.0
    yaw: float = 0.0
    roll_deg: float = 0.0


def measure(frame: Frame, faces: Sequence[Face]) -> FaceMeasures:
    """Measure a frame.

    Args:
        faces: The faces found in this frame, largest first.
    """
    if not faces:
        return FaceMeasures()
    width_px = faces[0].box_px[2]
    near = sum(face.box_px[2] >= NEAR_SHARE * width_px for face in faces)
    right_eye, left_eye, nose = (faces[0].points_px[index] for index in range(3))
    across = left_eye - right_eye
    apart = max(float(np.linalg.norm(across)), 1e-6)
    off = float(np.dot(nose - (right_eye + left_eye) / 2, across / apart))
    grey = _face_in_grey(frame, faces[0])
    return FaceMeasures(
        count=near,
        face_px=width_px,
        sharpness=_sharpness(grey),
        brightness=float(grey.mean()),
        yaw=off / apart,
        roll_deg=float(np.degrees(np.arctan2(across[1], across[0]))),
    )


def advice(measures: FaceMeasures) -> Advice:
    """Return the one thing to ask for first; NONE if the frame is good enough to judge."""
    if measures.count == 0:
        return Advice.NO_FACE
    if measures.count > 1:
        return Advice.ONE_PERSON_ONLY
    if measures.face_px < LEAST_FACE_PX:
        return Advice.CLOSER
    if not LEAST_BRIGHTNESS <= measures.brightness <= MOST_BRIGHTNESS:
        return Advice.MORE_LIGHT
    if abs(measures.yaw) > MOST_TURN or abs(measures.roll_deg) > MOST_ROLL_DEG:
        return Advice.LOOK_STRAIGHT
    if measures.sharpness < LEAST_SHARPNESS:
        return Advice.HOLD_STILL
    return Advice.NONE


def _sharpness(grey: Frame) -> float:
    smooth = cv2.GaussianBlur(grey.astype(np.float64), (0, 0), _NOISE_PX)
    return 1000 * float(cv2.Laplacian(smooth, cv2.CV_64F).var()) / max(float(grey.var()), 1.0)


def _face_in_grey(frame: Frame, face: Face) -> Frame:
    left, top, width, height = face.box_px
    bottom, right = max(top + height, 1), max(left + width, 1)
    crop = frame[max(top, 0) : bottom, max(left, 0) : right]
    small = cv2.resize(crop, (_SAME_PX, _SAME_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
