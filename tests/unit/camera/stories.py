"""What a camera library may do in its process; a file tells which of it comes next."""

import ctypes
import os
import signal
import sys
from pathlib import Path
from threading import Event

import cv2
import numpy as np

from station.camera.camera_child import Parts
from station.camera.camera_process import CameraProcess
from station.errors.camera import ModelDamaged

FRAME = np.arange(48 * 64 * 3, dtype=np.uint32).astype(np.uint8).reshape(48, 64, 3)
SECRET = "a face"


class StoryCamera:
    """Gives FRAME, unless the file says otherwise."""

    def __init__(self, story: Path) -> None:
        self._story = story

    def read(self):
        match self._story.read_text(encoding="ascii") if self._story.is_file() else "good":
            case "hang":
                Event().wait()
            case "stop":
                os.kill(os.getpid(), signal.SIGSTOP)  # it takes nothing from its pipe, either
            case "crash":
                ctypes.string_at(0)
            case "exit":
                os._exit(3)
            case "throw":
                cv2.resize(np.zeros((0, 0, 3), np.uint8), (8, 8))
            case "bug":
                raise LookupError(SECRET)
            case "garbage":
                return FRAME[:, :, 0]
        return FRAME

    def close(self):
        pass


class BlindEngine:
    """Makes garbage of a face."""

    model = "blind"

    def faces(self, _):
        raise AssertionError("nobody asks")

    def embed(self, *_):
        return np.full(128, np.nan, np.float32)

    def similarity(self, *_):
        raise AssertionError("nobody asks")


def damaged_engine():
    raise ModelDamaged(file="model.onnx")


def one_camera_process(story: str) -> None:
    """Be a program that starts a camera process, names it, and then asks it for ever."""
    process = CameraProcess(Parts(open_camera=Opens(Path(story)), open_engine=BlindEngine))
    process.camera.read()
    Path(story).write_text("hang", encoding="ascii")
    print(process.pid, flush=True)
    process.camera.read()


class Opens:
    """Opens a StoryCamera; it can be sent to another process."""

    def __init__(self, story: Path) -> None:
        self._story = story

    def __call__(self):
        return StoryCamera(self._story)


if __name__ == "__main__":
    one_camera_process(sys.argv[1])
