"""The peer of the face bench: face_recognition with dlib, in an environment of its own.

It is made beside the project's environment the first time it is asked for, and is never part of
what runs at a station. Where it cannot be installed, that is what the report says.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from station.camera.port import Frame

HOME = Path(sys.prefix) / "peers" / "face-recognition"
WANTED = ("dlib-bin", "face_recognition_models==0.3.0", "setuptools<81", "numpy", "pillow")
WITHOUT_WHAT_IT_ASKS_FOR = ("face_recognition==1.3.0",)  # it would build dlib from its source
INSTALL_S, RUN_S = 300, 300

WORK = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
import dlib, numpy, face_recognition
frames = numpy.load(sys.argv[1])
judged, embedded = [], []
for frame in frames:
    start = time.perf_counter()
    boxes = face_recognition.face_locations(frame, model="hog")
    face_recognition.face_landmarks(frame, boxes, model="large")
    middle = time.perf_counter()
    face_recognition.face_encodings(frame, boxes[:1])
    judged.append(1000 * (middle - start))
    embedded.append(1000 * (time.perf_counter() - middle))
print(json.dumps({"judged": judged, "embedded": embedded, "dlib": dlib.__version__}))
"""


def measure_peer(frames: list[Frame]) -> dict[str, object]:
    """Let the peer detect, measure landmarks and embed; return its figures, or why not."""
    python = HOME / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    try:
        if not python.is_file() or not _runs(python):
            _install(python)
        with TemporaryDirectory() as folder:
            film = Path(folder) / "frames.npy"
            np.save(film, np.stack(frames)[:, :, :, ::-1])
            done = _run([str(python), "-c", WORK, str(film)], RUN_S)
        told = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as exc:
        return {"peer": f"face_recognition (dlib) could not be run here: {type(exc).__name__}"}
    return {
        "peer": f"face_recognition 1.3.0, dlib {told['dlib']}, HOG detector",
        "peer_judge_ms_p50": round(float(np.median(told["judged"][5:])), 1),
        "peer_embed_ms_p50": round(float(np.median(told["embedded"][5:])), 1),
    }


def _runs(python: Path) -> bool:
    asked = [str(python), "-W", "ignore", "-c", "import face_recognition"]
    return subprocess.run(asked, check=False, capture_output=True, timeout=RUN_S).returncode == 0


def _install(python: Path) -> None:
    uv = str(Path(sys.executable).with_name("uv"))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    _run([uv, "venv", "-q", "--clear", "--python", version, str(HOME)], INSTALL_S)
    pip = [uv, "pip", "install", "-q", "--python", str(python)]
    _run([*pip, *WANTED], INSTALL_S)
    _run([*pip, "--no-deps", *WITHOUT_WHAT_IT_ASKS_FOR], INSTALL_S)


def _run(command: list[str], timeout_s: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=timeout_s)
