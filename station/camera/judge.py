"""Measures a frame: what it shows of a face, and how well. What that means is judged elsewhere."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from station.camera.landmarks import FaceShape
from station.camera.port import Face, Frame
from station.identity.face_quality import FaceMeasures

NEAR_SHARE = 0.5
"""A face of at least this share of the largest one's width stands at the desk, too."""

_SAME_PX = 112
"""Sharpness is measured at the size at which faces are compared."""
_NOISE_PX = 1.5

_UPRIGHT_PX = (64, 80)
_EYES_PX = ((20, 24), (44, 24))
_AROUND_EYES = (slice(16, 32), slice(12, 52))
_AROUND_MOUTH = (slice(44, 58), slice(24, 40))
"""Rows and columns in the upright face: from under the nose to the chin, as wide as a mouth."""


def measure(frame: Frame, faces: Sequence[Face], shape: FaceShape | None = None) -> FaceMeasures:
    """Measure a frame.

    Args:
        faces: The faces found in this frame, largest first.
        shape: Of the largest face, where landmarks were measured.
    """
    if not faces:
        return FaceMeasures()
    left, _, width_px, height_px = faces[0].box_px
    near = sum(face.box_px[2] >= NEAR_SHARE * width_px for face in faces)
    right_eye, left_eye, nose = (faces[0].points_px[index] for index in range(3))
    mouth = faces[0].points_px[3:5].mean(axis=0)
    across = left_eye - right_eye
    apart = max(float(np.linalg.norm(across)), 1e-6)
    right = across / apart
    down = np.array([-right[1], right[0]])
    middle = (right_eye + left_eye) / 2
    grey = _face_in_grey(frame, faces[0])
    return FaceMeasures(
        count=near,
        face_px=width_px,
        face_share=height_px / frame.shape[0],
        off_side=(left + width_px / 2) / frame.shape[1] - 0.5,
        sharpness=_sharpness(grey),
        brightness=float(grey.mean()),
        yaw=float(np.dot(nose - middle, right)) / apart,
        nod=float(np.dot(nose - middle, down)) / max(float(np.dot(mouth - middle, down)), 1e-6),
        roll_deg=float(np.degrees(np.arctan2(across[1], across[0]))),
        mouth_relief=_mouth_relief(frame, right_eye, left_eye),
        eyes_open=max(shape.right_eye, shape.left_eye) if shape else None,
    )


def _sharpness(grey: Frame) -> float:
    smooth = cv2.GaussianBlur(grey.astype(np.float64), (0, 0), _NOISE_PX)
    return 1000 * float(cv2.Laplacian(smooth, cv2.CV_64F).var()) / max(float(grey.var()), 1.0)


def _face_in_grey(frame: Frame, face: Face) -> Frame:
    left, top, width, height = face.box_px
    bottom, right = max(top + height, 1), max(left + width, 1)
    crop = frame[max(top, 0) : bottom, max(left, 0) : right]
    small = cv2.resize(crop, (_SAME_PX, _SAME_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)


def _mouth_relief(
    frame: Frame, right_eye: NDArray[np.float32], left_eye: NDArray[np.float32]
) -> float:
    turn = _upright(right_eye, left_eye)
    no_finer = max(0.3, 0.5 / max(float(np.hypot(turn[0, 0], turn[1, 0])), 1e-3))
    soft = cv2.GaussianBlur(frame, (0, 0), min(no_finer, 20.0))  # else sensor noise is relief
    upright = cv2.warpAffine(soft, turn, _UPRIGHT_PX, borderMode=cv2.BORDER_REPLICATE)
    grey = cv2.cvtColor(upright, cv2.COLOR_BGR2GRAY).astype(np.float64)
    relief = np.abs(np.diff(cv2.GaussianBlur(grey, (0, 0), 1), axis=0))
    return float(relief[_AROUND_MOUTH].mean()) / max(float(relief[_AROUND_EYES].mean()), 1e-3)


def _upright(right_eye: NDArray[np.float32], left_eye: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the turn, scale and shift that bring the eyes to _EYES_PX; shape (2, 3)."""
    there = complex(*(left_eye - right_eye).tolist())
    here = complex(_EYES_PX[1][0] - _EYES_PX[0][0], 0)
    turn = here / (there or 1)
    shift = complex(*_EYES_PX[0]) - turn * complex(*right_eye.tolist())
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])
