"""How far eyes and mouth are open and which way a face turns: the raw matter of liveness.

The face mesh of mediapipe, whose models lie inside its wheel: nothing is fetched. It is loaded
when the first meter is made, and without the beginnings of its packages, which would load plots
and every other task, too. A measurement proves no life; what a film of them means is judged
elsewhere, and where that is not sure a person looks.
"""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from station.camera.port import Frame
from station.errors.camera import LandmarksUnavailable

# Corner, two points of the upper lid, other corner, two of the lower lid, in that order.
_RIGHT_EYE = (33, 160, 158, 133, 153, 144)
_LEFT_EYE = (362, 385, 387, 263, 373, 380)
_INNER_LIPS = (13, 14)
_MOUTH_CORNERS = (78, 308)
_RIGHT_CHEEK, _LEFT_CHEEK, _BROW, _CHIN = 234, 454, 10, 152


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceShape:
    """What one frame shows of a face.

    Attributes:
        right_eye: Eye aspect ratio of the person's right eye: lid gap by eye width; about 0.3
            when open and below 0.15 when shut, differing from person to person.
        left_eye: The same of the left eye.
        mouth: Gap between the lips by the mouth's width; 0 when shut.
        yaw_deg: Positive when the person turns to the right-hand side of the picture.
        pitch_deg: Positive when the person looks up.
        roll_deg: Positive when the head leans to the right-hand side of the picture.

    Source:
        Soukupova and Cech, Real-Time Eye Blink Detection using Facial Landmarks, 2016.
    """

    right_eye: float
    left_eye: float
    mouth: float
    yaw_deg: float
    pitch_deg: float
    roll_deg: float


class LandmarkMeter:
    """Measures the largest face of each frame, on the camera's lane.

    Args:
        film: Frames follow one another, so that a face is tracked; else each stands alone.

    Raises:
        LandmarksUnavailable: mediapipe is not installed, or its models are not there.
    """

    def __init__(self, *, film: bool = True) -> None:
        os.environ.setdefault("GLOG_minloglevel", "2")
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        self._settled = False
        with _native_chatter_off():
            self._mesh = _open_mesh(film)
            self._mesh.process(np.zeros((64, 64, 3), np.uint8))  # loads the models

    def measure(self, frame: Frame) -> FaceShape | None:
        """Return the shape of the face in a frame; None if none is seen."""
        points = self.points(frame)
        return None if points is None else shape_of(points)

    def points(self, frame: Frame) -> NDArray[np.float64] | None:
        """Return the points of the face in a frame, see shape_of; None if none is seen."""
        if self._settled:
            found = self._mesh.process(np.ascontiguousarray(frame[:, :, ::-1]))
        else:  # the library warns about itself on its first frames
            with _native_chatter_off():
                found = self._mesh.process(np.ascontiguousarray(frame[:, :, ::-1]))
        if not found.multi_face_landmarks:
            return None
        self._settled = True
        height, width = frame.shape[:2]
        points = [
            (p.x * width, p.y * height, p.z * width) for p in found.multi_face_landmarks[0].landmark
        ]
        return np.asarray(points, np.float64)

    def close(self) -> None:
        """Let the models go."""
        self._mesh.close()


def shape_of(points_px: NDArray[np.float64]) -> FaceShape:
    """Return the shape that the points of a face mesh make.

    Args:
        points_px: Shape (468 or more, 3): right, down and away from the camera.
    """
    across = points_px[_LEFT_CHEEK] - points_px[_RIGHT_CHEEK]
    down = points_px[_CHIN] - points_px[_BROW]
    return FaceShape(
        right_eye=_eye(points_px, _RIGHT_EYE),
        left_eye=_eye(points_px, _LEFT_EYE),
        mouth=_far(points_px, *_INNER_LIPS) / max(_far(points_px, *_MOUTH_CORNERS), 1e-6),
        yaw_deg=_degrees(across[2], float(np.hypot(across[0], across[1]))),
        pitch_deg=_degrees(-down[2], float(np.hypot(down[0], down[1]))),
        roll_deg=_degrees(across[1], across[0]),
    )


def _eye(points_px: NDArray[np.float64], eye: tuple[int, ...]) -> float:
    corner, up_one, up_two, other, low_two, low_one = eye
    gap = _far(points_px, up_one, low_one) + _far(points_px, up_two, low_two)
    return gap / max(2 * _far(points_px, corner, other), 1e-6)


def _far(points_px: NDArray[np.float64], one: int, other: int) -> float:
    return float(np.linalg.norm(points_px[one, :2] - points_px[other, :2]))


def _degrees(opposite: float, adjacent: float) -> float:
    return float(np.degrees(np.arctan2(opposite, adjacent)))


_BARE = ("mediapipe", "mediapipe.python.solutions")
"""Packages that are only folders to us; running their beginnings takes 60 MB and seconds."""


def _make_bare() -> None:
    if _BARE[0] in sys.modules:
        return
    found = find_spec(_BARE[0])
    if found is None or found.origin is None:
        raise ImportError(_BARE[0])
    for name in _BARE:
        bare = ModuleSpec(name, None, is_package=True)
        folder = Path(found.origin).parent.joinpath(*name.split(".")[1:])
        bare.submodule_search_locations = [str(folder)]
        sys.modules[name] = module_from_spec(bare)


def _open_mesh(film: bool) -> Any:
    try:
        _make_bare()
        with warnings.catch_warnings():  # its protobuf is older than Python 3.12 likes
            warnings.simplefilter("ignore", DeprecationWarning)
            from mediapipe.python.solutions.face_mesh import FaceMesh  # noqa: PLC0415 - seconds

        return FaceMesh(static_image_mode=not film, max_num_faces=1, refine_landmarks=True)
    except (ImportError, OSError, RuntimeError, ValueError) as exc:
        raise LandmarksUnavailable from exc


@contextmanager
def _native_chatter_off() -> Iterator[None]:
    """Keep the library's own lines off the standard error, where no setting of its can."""
    try:
        kept = os.dup(2)
    except OSError:  # a windowed program has none
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)
