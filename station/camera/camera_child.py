"""The camera process from inside: capture, face model and landmarks, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

import cv2
import numpy as np

from station.camera.camera_wire import (
    DONE,
    FAILED,
    Ask,
    error_bytes,
    face_bytes,
    first_face,
    frame_bytes,
    frame_of,
)
from station.camera.landmarks import LandmarkMeter
from station.camera.live_look import Points
from station.camera.port import Camera, FaceEngine, Frame
from station.camera.sface import SFaceEngine
from station.errors import StationError
from station.errors.camera import CameraAbsent, CameraStopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """How the process makes what it works with: each a function of a module, called in there.

    Attributes:
        open_camera: None comes back where there is no camera.
        model: As written into each decision.
    """

    open_camera: Callable[[], Camera | None]
    open_engine: Callable[[], FaceEngine] = SFaceEngine
    open_meter: Callable[[], Points] = LandmarkMeter
    model: str = SFaceEngine.model


def serve(pipe: Connection, parts: Parts) -> None:
    """Load the face model, then answer until the pipe closes."""
    work = _Work(parts)
    work.load()
    while True:
        try:
            pipe.send_bytes(work.answer(pipe.recv_bytes()))
        except (EOFError, OSError):
            return


class _Work:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._camera: Camera | None = None
        self._engine: FaceEngine | None = None
        self._meter: Points | None = None
        self._frame: Frame | None = None

    def load(self) -> None:
        """Load what each look needs; what is wrong with it is told when it is asked for."""
        try:
            self._engine = self._parts.open_engine()
        except StationError:
            return

    def answer(self, question: bytes) -> bytes:
        try:
            return DONE + self._do(Ask(question[:1]), question[1:])
        except StationError as error:
            return FAILED + error_bytes(error)
        except cv2.error:
            self._let_camera_go()
            return FAILED + error_bytes(CameraStopped())

    def _do(self, ask: Ask, body: bytes) -> bytes:
        match ask:
            case Ask.READ:
                return frame_bytes(self._read())
            case Ask.FACES:
                found = self._faces().faces(self._seen(body))
                return b"".join(face_bytes(face) for face in found)
            case Ask.EMBED:
                face, rest = first_face(body)
                return self._faces().embed(self._seen(rest), face).astype(np.float32).tobytes()
            case Ask.OPEN_METER:
                self._landmarks()
                return b""
            case Ask.POINTS:
                points = self._landmarks().points(self._seen(body))
                return b"" if points is None else points.astype(np.float64).tobytes()

    def _read(self) -> Frame:
        self._camera = self._camera or self._parts.open_camera()
        if self._camera is None:
            raise CameraAbsent
        self._frame = self._camera.read()
        return self._frame

    def _faces(self) -> FaceEngine:
        self._engine = self._engine or self._parts.open_engine()
        return self._engine

    def _landmarks(self) -> Points:
        self._meter = self._meter or self._parts.open_meter()
        return self._meter

    def _seen(self, raw_frame: bytes) -> Frame:
        """Return the frame that is meant: the one that came with it, or the one before."""
        if raw_frame or self._frame is None:
            self._frame = frame_of(raw_frame)
        return self._frame

    def _let_camera_go(self) -> None:
        if self._camera is not None:
            self._camera.close()
            self._camera = None
