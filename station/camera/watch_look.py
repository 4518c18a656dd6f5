"""A look after the candidate: a few frames, and what they show. On the camera's lane."""

from dataclasses import dataclass, replace
from statistics import median_low

import cv2
import numpy as np

from station.camera.judge import NEAR_SHARE, measure
from station.camera.pictures import jpeg
from station.camera.port import Camera, Embedding, FaceEngine, Frame
from station.camera.presence import Look
from station.identity.face_quality import FaceMeasures, fit
from station.identity.rules import FaceRules

BLIND_CONTRAST = 8.0
"""Standard deviation of the grey below which a frame shows nothing: a thumb, a cap, the dark."""
STILL_PX = (480, 360)
STILL_BYTES = 48 * 1024
"""The largest still picture that goes to the coordinator."""
_STILL_QUALITIES = (70, 45, 25, 10)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Watched:
    """A look, and the frame that shows it best."""

    look: Look
    frame: Frame


def watch_look(
    camera: Camera, engine: FaceEngine, known: Embedding | None, rules: FaceRules
) -> Watched:
    """Take the frames of one look; it ends early if the candidate sits there alone.

    Args:
        known: The face at the door; None if it has none that can be compared.

    Raises:
        CameraAbsent: No camera answers.
    """
    counts: list[int] = []
    best: float | None = None
    blind = True
    shown: Frame | None = None
    for _ in range(rules.watch.frames):
        frame = camera.read()
        faces = engine.faces(frame)
        near = [face for face in faces if face.box_px[2] >= NEAR_SHARE * faces[0].box_px[2]]
        counts.append(len(near))
        blind = blind and _is_blind(frame)
        shown = frame if shown is None or len(near) == max(counts) else shown
        for face in near:
            if known is None or not fit(_alone(measure(frame, [face])), rules.quality):
                continue
            similarity = engine.similarity(engine.embed(frame, face), known)
            best = similarity if best is None else max(best, similarity)
        if len(near) == 1 and best is not None and best >= rules.presence:
            counts = [1]
            break
    if shown is None:
        raise ValueError("a look has at least one frame")
    persons = median_low(counts)
    return Watched(look=Look(persons=persons, similarity=best, blind=blind), frame=shown)


def still(frame: Frame) -> bytes:
    """Return a frame as a small JPEG of at most STILL_BYTES, for the wall."""
    height, width = frame.shape[:2]
    scale = min(1.0, STILL_PX[0] / width, STILL_PX[1] / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)
    for quality in _STILL_QUALITIES:
        raw = jpeg(small, quality)
        if len(raw) <= STILL_BYTES:
            return raw
    return still(np.asarray(cv2.resize(small, (size[0] // 2, size[1] // 2)), np.uint8))


def _alone(measures: FaceMeasures) -> FaceMeasures:
    return replace(measures, count=1)


def _is_blind(frame: Frame) -> bool:
    return float(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY).std()) < BLIND_CONTRAST
