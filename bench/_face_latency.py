"""How long a frame and a decision take, and what memory they need, beside the peer."""

import time
from contextlib import closing
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil

from bench._face_memory import coordinator_mb
from bench._face_peer import measure_peer
from station.camera.camera_child import Parts
from station.camera.camera_process import CameraProcess
from station.camera.capture import FileCamera
from station.camera.judge import measure
from station.camera.landmarks import LandmarkMeter, shape_of
from station.camera.middle_look import middle_look
from station.camera.pictures import picture
from station.camera.port import Camera, Frame
from station.camera.portrait import Portrait, demo_portraits
from station.camera.sface import SFaceEngine, embed_photo
from station.flow.desk_eye import FRAMES
from station.identity.rules import FaceRules

FRAME_BAR_MS = 60
DECISION_BAR_MS = 1_500
MEMORY_BAR_MB = 300
CAMERA_FPS = 30
WARM = 5
"""Frames after which caches and the landmark tracker have settled."""


def latency() -> dict[str, object]:
    """Time one frame (detect, landmarks, quality), a decision from a camera, and the peer."""
    engine, portraits = SFaceEngine(), demo_portraits()
    frames = list(portraits[0].live(engine, 10)) * 4  # a camera keeps no film of itself
    judged: list[float] = []
    embedded: list[float] = []
    with closing(LandmarkMeter()) as landmarks:
        for frame in frames:
            start = time.perf_counter()
            faces = engine.faces(frame)
            points = landmarks.points(frame)
            measure(frame, faces, None if points is None else shape_of(points))
            middle = time.perf_counter()
            engine.embed(frame, faces[0])
            judged.append((middle - start) * 1_000)
            embedded.append((time.perf_counter() - middle) * 1_000)
        decided = _decisions(engine, *portraits)
        resident_mb = psutil.Process().memory_info().rss >> 20
    remote, remote_ms, camera_mb = _through_the_process(portraits[0], engine)
    remote |= coordinator_mb()
    judge_ms = float(np.median(judged[WARM:]))
    figures: dict[str, object] = {
        "judge_ms_p50": round(judge_ms, 1),
        "judge_ms_p95": round(float(np.percentile(judged[WARM:], 95)), 1),
        "embed_ms_p50": round(float(np.median(embedded[WARM:])), 1),
        **decided,
        "resident_mb": resident_mb,
        **remote,
        **measure_peer(frames),
    }
    peer_ms = figures.get("peer_judge_ms_p50")
    if isinstance(peer_ms, float):
        figures["times_faster_than_peer"] = round(peer_ms / max(judge_ms, 0.1), 1)
    slowest_ms = max(float(str(value)) for name, value in decided.items() if name.endswith("_max"))
    holds = max(judge_ms, remote_ms) <= FRAME_BAR_MS and slowest_ms <= DECISION_BAR_MS
    return {
        "name": "face",
        "figures": figures,
        "bar": f"one frame judged in <= {FRAME_BAR_MS} ms; decision in <= {DECISION_BAR_MS} ms"
        f" after a steady face is there; camera process <= {MEMORY_BAR_MB} MB",
        "holds": holds and max(resident_mb, camera_mb) <= MEMORY_BAR_MB,
    }


class Remembered:
    """A camera that has its frames in memory, so that no picture is unpacked while time runs."""

    def __init__(self, folder: Path) -> None:
        self._frames = cycle([picture(each.read_bytes()) for each in sorted(folder.iterdir())])

    def read(self) -> Frame:
        return next(self._frames)

    def close(self) -> None:
        pass


def remembered(folder: Path) -> Camera:
    """Open a camera, in the camera process."""
    return Remembered(folder)


def _through_the_process(
    portrait: Portrait, engine: SFaceEngine
) -> tuple[dict[str, object], float, int]:
    """Time one frame on the way that the program goes: taken and judged through the process.

    Returns:
        The figures; milliseconds for one frame; what the process holds in memory, MB.
    """
    judged: list[float] = []
    with TemporaryDirectory() as folder:
        portrait.write_live(engine, Path(folder), 10)
        process = CameraProcess(Parts(open_camera=partial(remembered, Path(folder))))
        with closing(process):
            landmarks = process.open_meter()
            for _ in range(40):
                start = time.perf_counter()
                frame = process.camera.read()
                faces = process.faces.faces(frame)
                points = landmarks.points(frame)
                measure(frame, faces, None if points is None else shape_of(points))
                judged.append((time.perf_counter() - start) * 1_000)
                process.faces.embed(frame, faces[0])
            camera_mb = psutil.Process(process.pid).memory_info().rss >> 20
    judge_ms = float(np.median(judged[WARM:]))
    figures: dict[str, object] = {
        "process_judge_ms_p50": round(judge_ms, 1),
        "process_judge_ms_p95": round(float(np.percentile(judged[WARM:], 95)), 1),
        "camera_process_mb": camera_mb,
    }
    return figures, judge_ms, camera_mb


def _decisions(engine: SFaceEngine, candidate: Portrait, other: Portrait) -> dict[str, object]:
    """Time the desk's look, from the first frame with a steady face to what it came to."""
    rules = FaceRules()
    chip = embed_photo(engine, candidate.chip_png(engine))
    figures: dict[str, object] = {}
    for name, portrait in (("genuine", candidate), ("impostor", other)):
        taken: list[float] = []
        with TemporaryDirectory() as folder:
            portrait.write_live(engine, Path(folder), 2 * FRAMES)
            with closing(FileCamera(Path(folder), fps=CAMERA_FPS)) as camera:
                for _ in range(8):
                    start = time.perf_counter()
                    look = middle_look(camera, engine, chip, rules.quality, frames=FRAMES).middle
                    taken.append((time.perf_counter() - start) * 1_000)
        passed = look.similarity is not None and look.similarity >= rules.chip_pass
        figures[f"decision_{name}"] = "pass" if passed else "no pass"
        figures[f"decision_{name}_ms_p50"] = round(float(np.median(taken)), 1)
        figures[f"decision_{name}_ms_max"] = round(max(taken), 1)
    return figures
