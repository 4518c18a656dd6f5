"""A look at somebody: several frames, the best of which is held against a face known before."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from station.camera.judge import measure
from station.camera.port import Camera, Embedding, Face, FaceEngine, Frame
from station.identity.face_quality import FaceMeasures, fit
from station.identity.rules import QualityRules

LOOK_S = 1.0
"""A person before the camera does not wait longer than this for an answer."""
LEAST_FRAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Glimpse:
    """One frame and what it shows.

    Attributes:
        faces: Largest first.
        embedding: Of the largest face; None if the frame is not fit to compare.
        similarity: Of that face and the one known before; None if they were not compared.
    """

    frame: Frame
    faces: tuple[Face, ...]
    measures: FaceMeasures
    embedding: Embedding | None
    similarity: float | None

    @property
    def face(self) -> Face | None:
        return self.faces[0] if self.faces else None


def glimpse(
    camera: Camera, engine: FaceEngine, known: Embedding | None, quality: QualityRules
) -> Glimpse:
    """Take one frame and compare the face in it, if it is fit for that.

    Raises:
        CameraAbsent: No camera answers.
    """
    frame = camera.read()
    faces = engine.faces(frame)
    measures = measure(frame, faces)
    comparable = known is not None and fit(measures, quality)
    embedding = engine.embed(frame, faces[0]) if comparable else None
    similarity = None
    if embedding is not None and known is not None:
        similarity = engine.similarity(embedding, known)
    return Glimpse(
        frame=frame,
        faces=faces,
        measures=measures,
        embedding=embedding,
        similarity=similarity,
    )


def best_look(
    camera: Camera,
    engine: FaceEngine,
    known: Embedding | None,
    quality: QualityRules,
    *,
    frames: int,
    enough: float,
    now: Callable[[], float] = time.monotonic,
) -> Glimpse:
    """Take several frames and return the one in which the face is likest.

    It ends after LOOK_S on a computer that is slow, but not before LEAST_FRAMES.

    Args:
        frames: How many at most; there is no look without one.
        enough: The first similarity of at least this ends the look.
        now: Seconds on a clock that does not run back.

    Returns:
        If no frame was fit to compare, the last one; its measures say why.

    Raises:
        CameraAbsent: No camera answers.
    """
    ends = now() + LOOK_S
    best = glimpse(camera, engine, known, quality)
    for taken in range(1, frames):
        if _likeness(best) >= enough or (taken >= LEAST_FRAMES and now() >= ends):
            break
        seen = glimpse(camera, engine, known, quality)
        if _likeness(seen) >= _likeness(best):
            best = seen
    return best


def _likeness(seen: Glimpse) -> float:
    return -np.inf if seen.similarity is None else seen.similarity
