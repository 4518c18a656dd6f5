"""Camera, face model and landmarks in a process of their own, behind the ports that flows know.

What hangs, crashes or talks nonsense in there costs one look: the process is ended, and started
again, at once the first time and after longer and longer pauses when it keeps failing.
"""

import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from station.camera import camera_wire
from station.camera.camera_child import Parts, serve
from station.camera.camera_wire import (
    Ask,
    Garbled,
    embedding_of,
    error_of,
    face_bytes,
    faces_of,
    frame_bytes,
    frame_of,
    points_of,
)
from station.camera.port import Embedding, Face, Frame
from station.camera.sface import similarity
from station.child import Child, ChildFailed
from station.errors import StationError
from station.errors.camera import CameraStopped

T = TypeVar("T")

ANSWER_S, FIRST_S = 3.0, 15.0
"""How long an answer may take; the first of its kind may have to open a device or a model."""

PAUSES_S = (0, 1, 2, 4, 8, 16, 30)
"""Before a process is started again that failed once, twice, and so on."""
LIVED_WELL_S = 60
"""A process that failed after longer than this did so for the first time."""


class CameraProcess:
    """The process, for the camera's lane; only `close` may be called from elsewhere.

    Attributes:
        camera: Its camera.
        faces: Its face model.
    """

    def __init__(
        self,
        parts: Parts,
        now: Callable[[], float] = time.monotonic,
        *,
        answer_s: float = ANSWER_S,
        first_s: float = FIRST_S,
    ) -> None:
        self._child = Child(serve, parts)
        self._now = now
        self._answer_s, self._first_s = answer_s, first_s
        self._answered: set[Ask] = set()
        self._frame: Frame | None = None
        self._failures = 0
        self._started_s: float | None = None
        self._not_before_s = 0.0
        self._closed = False
        self.camera = RemoteCamera(self)
        self.faces = RemoteFaces(self, parts.model)

    @property
    def pid(self) -> int | None:
        """The process's number; None while there is none."""
        return self._child.pid

    def start(self) -> None:
        """Start it, unless it failed just now, and do not wait until it is ready."""
        if self._closed:
            self._child.close()
        if self._closed or self._now() < self._not_before_s:
            raise CameraStopped
        if self._started_s is None:
            self._started_s = self._now()
        self._child.start()

    def open_meter(self) -> "RemotePoints":
        """Load what measures eyes and mouth.

        Raises:
            LandmarksUnavailable: It is not installed.
            CameraStopped: The process failed.
        """
        self.ask(Ask.OPEN_METER, bytes)
        return RemotePoints(self)

    def close(self) -> None:
        """End it for good; a question under way gets no answer."""
        self._closed = True
        self._child.kill()

    def ask(
        self,
        what: Ask,
        parse: Callable[[bytes], T],
        body: bytes = b"",
        frame: Frame | None = None,
    ) -> T:
        """Return what the process answers.

        Args:
            parse: Makes sense of the answer, or raises Garbled.
            frame: What is asked about; the one that it gave or got last is not sent again.

        Raises:
            StationError: What the camera or the model cannot do.
            CameraStopped: The process failed, or failed just now.
        """
        self.start()
        if frame is not None and frame is not self._frame:
            body += frame_bytes(frame)
        try:
            patience_s = self._answer_s if what in self._answered else self._first_s
            found = _parsed(self._child.ask(what + body, patience_s), parse)
        except (ChildFailed, Garbled) as exc:
            raise self._failed() from exc
        self._answered.add(what)
        if isinstance(found, StationError):
            self._frame = None
            raise found
        if frame is not None:
            self._frame = frame
        return found

    def read(self) -> Frame:
        """Return the newest frame."""
        self._frame = self.ask(Ask.READ, frame_of)
        return self._frame

    def _failed(self) -> CameraStopped:
        """End the process, and start it again when it is time; return the failure to raise."""
        self._child.close()
        now, began = self._now(), self._started_s
        lived_well = began is not None and now - began >= LIVED_WELL_S
        self._failures = 1 if lived_well else self._failures + 1
        pause_s = PAUSES_S[min(self._failures, len(PAUSES_S)) - 1]
        self._answered, self._frame, self._started_s = set(), None, None
        self._not_before_s = now + pause_s
        if not pause_s and not self._closed:
            self.start()  # it gets ready while nobody looks
        return CameraStopped()


def _parsed(answer: bytes, parse: Callable[[bytes], T]) -> T | StationError:
    match answer[:1]:
        case camera_wire.DONE:
            return parse(answer[1:])
        case camera_wire.FAILED:
            return error_of(answer[1:])
        case _:
            raise Garbled


class RemoteCamera:
    """The camera of the process."""

    def __init__(self, process: CameraProcess) -> None:
        self._process = process

    def read(self) -> Frame:
        return self._process.read()

    def close(self) -> None:
        self._process.close()


class RemoteFaces:
    """The face model of the process. Embeddings are compared here, and kept nowhere."""

    def __init__(self, process: CameraProcess, model: str) -> None:
        self._process = process
        self.model = model

    def faces(self, frame: Frame) -> tuple[Face, ...]:
        return self._process.ask(Ask.FACES, faces_of, frame=frame)

    def embed(self, frame: Frame, face: Face) -> Embedding:
        return self._process.ask(Ask.EMBED, embedding_of, face_bytes(face), frame)

    def similarity(self, one: Embedding, other: Embedding) -> float:
        return similarity(one, other)


class RemotePoints:
    """The landmarks of the process; one that was started anew loads them by itself."""

    def __init__(self, process: CameraProcess) -> None:
        self._process = process

    def points(self, frame: Frame) -> NDArray[np.float64] | None:
        return self._process.ask(Ask.POINTS, points_of, frame=frame)
