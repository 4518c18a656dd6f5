"""Cameras: a real one over OpenCV, and a film that stands in for one in training and tests."""

import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from station.camera.pictures import picture
from station.camera.port import Frame
from station.errors.camera import CameraAbsent, FootageMissing

FRAME_PX = (640, 480)
PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png")


class OpenCvCamera:
    """A camera of this computer.

    Args:
        source: An open OpenCV capture.
    """

    def __init__(self, source: Any) -> None:
        self._source = source

    def read(self) -> Frame:
        """Return the newest frame; what the driver had kept back is dropped.

        Raises:
            CameraAbsent: The camera no longer answers.
        """
        done, frame = self._source.read()
        if not done or frame is None:
            raise CameraAbsent
        return np.asarray(frame, dtype=np.uint8)

    def close(self) -> None:
        """Let the camera go."""
        self._source.release()


def open_camera(index: int = 0) -> OpenCvCamera:
    """Open a camera of this computer, at 640 x 480.

    Args:
        index: Counts the system's cameras from 0.

    Raises:
        CameraAbsent: There is no such camera, or another program has it.
    """
    source = cv2.VideoCapture(index, cv2.CAP_ANY)
    if not source.isOpened():
        source.release()
        raise CameraAbsent(index=index)
    source.set(cv2.CAP_PROP_FRAME_WIDTH, FRAME_PX[0])
    source.set(cv2.CAP_PROP_FRAME_HEIGHT, FRAME_PX[1])
    source.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return OpenCvCamera(source)


class FileCamera:
    """Plays a video file, or the pictures of a folder in the order of their names.

    Args:
        path: The file or folder.
        loop: Begin again at the end; otherwise the camera is then absent.
        fps: Frames a second; 0 gives each frame as soon as it is asked for.

    Raises:
        FootageMissing: There is no picture in it.
    """

    def __init__(self, path: Path, *, loop: bool = True, fps: float = 0.0) -> None:
        self._path = path
        self._loop = loop
        self._pause_s = 1 / fps if fps else 0.0
        self._next_s = time.monotonic()
        self._frames = self._film()
        first = next(self._frames, None)
        if first is None:
            raise FootageMissing
        self._frames = chain([first], self._frames)

    def read(self) -> Frame:
        """Return the next frame.

        Raises:
            CameraAbsent: The film is over and does not loop, or the camera was closed.
            PictureUnreadable: A picture of the folder is damaged.
        """
        frame = next(self._frames, None)
        if frame is None and self._loop:
            self._frames = self._film()
            frame = next(self._frames, None)
        if frame is None:
            raise CameraAbsent
        self._wait()
        return frame

    def close(self) -> None:
        """Stop the film."""
        self._loop = False
        self._frames = iter(())

    def _film(self) -> Iterator[Frame]:
        if self._path.is_dir():
            names = sorted(self._path.iterdir())
            return (_read(name) for name in names if name.suffix.lower() in PICTURE_SUFFIXES)
        return _video(self._path)

    def _wait(self) -> None:
        now = time.monotonic()
        if self._pause_s and now < self._next_s:
            time.sleep(self._next_s - now)
        self._next_s = max(now, self._next_s) + self._pause_s


def _read(path: Path) -> Frame:
    return picture(path.read_bytes())


def _video(path: Path) -> Iterator[Frame]:
    if not path.is_file():
        return
    source = cv2.VideoCapture(str(path), cv2.CAP_ANY)
    try:
        while True:
            done, frame = source.read()
            if not done:
                return
            yield np.asarray(frame, dtype=np.uint8)
    finally:
        source.release()
