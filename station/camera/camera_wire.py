"""What goes between the program and its camera process: bytes, checked on arrival."""

import json
import struct
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from station.camera.port import Embedding, Face, Frame
from station.errors import StationError
from station.errors.camera import (
    CameraAbsent,
    CameraStopped,
    FootageMissing,
    LandmarksUnavailable,
    ModelDamaged,
    PictureTooLarge,
    PictureUnreadable,
)


class Ask(bytes, Enum):
    """What is asked; the first byte of each question."""

    READ = b"R"
    FACES = b"F"
    EMBED = b"E"
    OPEN_METER = b"M"
    POINTS = b"P"


DONE, FAILED = b"D", b"X"

FAILURES: dict[str, type[StationError]] = {
    each.code: each
    for each in (
        CameraAbsent,
        CameraStopped,
        FootageMissing,
        LandmarksUnavailable,
        ModelDamaged,
        PictureTooLarge,
        PictureUnreadable,
    )
}

_SIZE = struct.Struct("<II")
_FACE_VALUES = 15
_FACE_BYTES = 4 * _FACE_VALUES
_MOST_FACES = 20
_EMBEDDING_VALUES = 128
_FARTHEST_PX = 1e6


class Garbled(Exception):
    """These bytes are not what was asked for."""


def frame_bytes(frame: Frame) -> bytes:
    """Return a frame's size and pixels."""
    height, width = frame.shape[:2]
    return _SIZE.pack(height, width) + frame.tobytes()


def frame_of(raw: bytes) -> Frame:
    """Return the frame in these bytes; it cannot be written to.

    Raises:
        Garbled: They are no frame.
    """
    if len(raw) < _SIZE.size:
        raise Garbled
    height, width = _SIZE.unpack_from(raw)
    if not height or not width or len(raw) != _SIZE.size + height * width * 3:
        raise Garbled
    return np.frombuffer(raw, np.uint8, offset=_SIZE.size).reshape(height, width, 3)


def face_bytes(face: Face) -> bytes:
    """Return a face: its box, points and certainty."""
    values = [*face.box_px, *face.points_px.ravel(), face.certainty]
    return np.asarray(values, np.float32).tobytes()


def faces_of(raw: bytes) -> tuple[Face, ...]:
    """Return the faces in these bytes.

    Raises:
        Garbled: They are no faces.
    """
    if len(raw) % _FACE_BYTES or len(raw) > _MOST_FACES * _FACE_BYTES:
        raise Garbled
    return tuple(_face(row) for row in _numbers(raw).reshape(-1, _FACE_VALUES))


def first_face(raw: bytes) -> tuple[Face, bytes]:
    """Return the face at the beginning, and what comes after it."""
    return _face(_numbers(raw[:_FACE_BYTES])), raw[_FACE_BYTES:]


def embedding_of(raw: bytes) -> Embedding:
    """Return the embedding in these bytes.

    Raises:
        Garbled: They are none, or not of length 1.
    """
    if len(raw) != 4 * _EMBEDDING_VALUES:
        raise Garbled
    point = _numbers(raw)
    if not 0.99 < float(np.linalg.norm(point)) < 1.01:
        raise Garbled
    return point


def points_of(raw: bytes) -> NDArray[np.float64] | None:
    """Return the points of a face in these bytes; None if no face was seen.

    Raises:
        Garbled: They are no points.
    """
    if not raw:
        return None
    if len(raw) % 24 or len(raw) < 24 * 468:
        raise Garbled
    points = np.frombuffer(raw, np.float64).reshape(-1, 3)
    if not np.isfinite(points).all():
        raise Garbled
    return points


def error_bytes(error: StationError) -> bytes:
    """Return a failure that is expected."""
    return json.dumps({"code": error.code, "facts": error.facts}).encode()


def error_of(raw: bytes) -> StationError:
    """Return the failure in these bytes.

    Raises:
        Garbled: They are no failure of a camera.
    """
    try:
        said = json.loads(raw)
        return FAILURES[said["code"]](**said["facts"])
    except (ValueError, KeyError, TypeError) as exc:
        raise Garbled from exc


def _numbers(raw: bytes) -> NDArray[np.float32]:
    values = np.frombuffer(raw, np.float32)
    if not np.isfinite(values).all() or (np.abs(values) > _FARTHEST_PX).any():
        raise Garbled
    return values


def _face(row: NDArray[np.float32]) -> Face:
    left, top, width, height = (round(float(value)) for value in row[:4])
    return Face(
        box_px=(left, top, width, height),
        points_px=row[4:14].reshape(5, 2),
        certainty=float(row[14]),
    )
