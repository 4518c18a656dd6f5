"""A look at somebody: several frames held against a known face, of which the middle one counts."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from station.camera.judge import measure
from station.camera.port import Camera, Embedding, Face, FaceEngine, Frame
from station.camera.suspicion import Doubts
from station.identity.face_quality import FaceMeasures, fit
from station.identity.likeness import likeness
from station.identity.liveness_facts import Suspicion
from station.identity.rules import QualityRules

LOOK_S = 1.0
"""A person before the camera does not wait longer than this for an answer."""
LEAST_FRAMES = 3
ENOUGH_FRAMES = 5
"""Frames compared of which the middle one counts; more would hardly change it."""


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Looked:
    """What a look came to.

    Attributes:
        middle: The frame that counts; if none was fit to compare, the last one, which says why.
        similarities: Of every frame that was compared, in the order in which they were taken.
        suspicions: What speaks for a photo or a screen.
    """

    middle: Glimpse
    similarities: tuple[float, ...] = ()
    suspicions: tuple[Suspicion, ...] = ()


def glimpse(
    camera: Camera, engine: FaceEngine, known: Embedding | None, quality: QualityRules
) -> Glimpse:
    """Take one frame and compare the face in it, if it is fit for that.

    Raises:
        CameraAbsent: No camera answers.
    """
    frame = camera.read()
    faces = engine.faces(frame)
    seen = Glimpse(
        frame=frame,
        faces=faces,
        measures=measure(frame, faces),
        embedding=None,
        similarity=None,
    )
    comparable = known is not None and fit(seen.measures, quality)
    return compared(seen, engine, known) if comparable and known is not None else seen


def compared(seen: Glimpse, engine: FaceEngine, known: Embedding) -> Glimpse:
    """Return the same frame with its largest face held against another."""
    embedding = engine.embed(seen.frame, seen.faces[0])
    similarity = engine.similarity(embedding, known)
    return replace(seen, embedding=embedding, similarity=similarity)


def middle_look(
    camera: Camera,
    engine: FaceEngine,
    known: Embedding | None,
    quality: QualityRules,
    *,
    frames: int,
    now: Callable[[], float] = time.monotonic,
) -> Looked:
    """Take several frames; the one that is alike in the middle measure counts.

    How alike they are never ends the look early or late, or the luckiest stranger would gain. It
    ends after LOOK_S on a computer that is slow, but not before LEAST_FRAMES.

    Args:
        frames: How many at most; there is no look without one.
        now: Seconds on a clock that does not run back.

    Raises:
        CameraAbsent: No camera answers.
    """
    ends = now() + LOOK_S
    doubts = Doubts()
    seen: list[Glimpse] = []
    for taken in range(frames):
        enough = len(seen) >= ENOUGH_FRAMES
        if enough or (taken >= LEAST_FRAMES and now() >= ends):
            break
        last = glimpse(camera, engine, known, quality)
        if last.similarity is not None:
            seen.append(last)
            doubts.see(last.frame, last.faces[0])
    return looked(seen, doubts.found()) if seen else Looked(middle=last)


def looked(seen: Sequence[Glimpse], suspicions: tuple[Suspicion, ...]) -> Looked:
    """Return what these compared frames come to; at least one."""
    similarities = [each.similarity for each in seen if each.similarity is not None]
    middle = seen[similarities.index(likeness(similarities))]
    return Looked(middle=middle, similarities=tuple(similarities), suspicions=suspicions)
