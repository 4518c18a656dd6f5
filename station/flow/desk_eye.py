"""The look at the admission desk: several frames, the best of them held against a photo."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from station.camera.middle_look import Looked, middle_look
from station.camera.pictures import head_crop, jpeg
from station.camera.port import Camera, Embedding, FaceEngine, Frame
from station.camera.sface import embed_photo
from station.errors.camera import NoFaceInPhoto
from station.errors.flow import FaceNotSeen
from station.identity.check_in_commands import Alike, Compare
from station.identity.check_in_events import Against
from station.identity.face_quality import FaceMeasures
from station.identity.liveness_facts import Liveness, Suspicion
from station.identity.rules import FaceRules
from station.ids import CandidateId, digest_of

FRAMES = 12
"""Frames taken for one comparison, at most."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Comparison:
    """The frame of a look that counts, and what it came to.

    Attributes:
        captured: JPEG of the frame.
        head: JPEG of the head in it, for the card and for the seat.
        embedding: Of the face; in memory only.
        alike: Who was let in before and looks like this person, the likest first.
        liveness: Whether the person did what was asked for.
        suspicions: What speaks for a photo or a screen.
        similarities: Of every frame that was compared.
    """

    frame: Frame
    captured: bytes
    head: bytes
    similarity: float
    against: Against
    measures: FaceMeasures
    embedding: Embedding
    alike: tuple[tuple[CandidateId, float], ...] = ()
    liveness: Liveness = Liveness.NOT_ASKED
    suspicions: tuple[Suspicion, ...] = ()
    similarities: tuple[float, ...] = ()


def compare(
    camera: Camera,
    faces: FaceEngine,
    *,
    chip: bytes,
    enrolment: bytes,
    rules: FaceRules,
    alikes: Callable[[Embedding], tuple[tuple[CandidateId, float], ...]],
) -> Comparison:
    """Look at whoever stands there. Blocks: on the camera's lane.

    Args:
        chip: The ID chip's photo, PNG or JPEG; empty if it could not be decoded.
        enrolment: The roster's photo; used if there is no chip photo, or no face in it.
        alikes: Tells who of this session, let in before, looks like a face.

    Raises:
        FaceNotSeen: No frame was fit to compare.
        NoFaceInPhoto: Neither photo shows a face; two persons decide.
        CameraAbsent: No camera answers.
    """
    known, against = reference(faces, chip, enrolment)
    found = middle_look(camera, faces, known, rules.quality, frames=FRAMES)
    return comparison_of(found, against, alikes)


def comparison_of(
    found: Looked,
    against: Against,
    alikes: Callable[[Embedding], tuple[tuple[CandidateId, float], ...]],
    liveness: Liveness = Liveness.NOT_ASKED,
) -> Comparison:
    """Return what a look comes to.

    Raises:
        FaceNotSeen: No frame was fit to compare.
    """
    middle = found.middle
    if middle.similarity is None or middle.face is None or middle.embedding is None:
        raise FaceNotSeen
    return Comparison(
        frame=middle.frame,
        captured=jpeg(middle.frame),
        head=jpeg(head_crop(middle.frame, middle.face)),
        similarity=middle.similarity,
        against=against,
        measures=middle.measures,
        embedding=middle.embedding,
        alike=alikes(middle.embedding),
        liveness=liveness,
        suspicions=found.suspicions,
        similarities=found.similarities,
    )


def as_command(seen: Comparison, rules: FaceRules, model: str) -> Compare:
    """Return what a comparison asks of the check-in: its facts, as they will be recorded."""
    alike = None
    if seen.alike:
        other, similarity = seen.alike[0]
        alike = Alike(other=other, similarity=similarity, alike_at=rules.alike)
    return Compare(
        similarity=seen.similarity,
        rules=rules,
        model=model,
        against=seen.against,
        captured=digest_of(seen.captured),
        measures=seen.measures,
        liveness=seen.liveness,
        suspicions=seen.suspicions,
        similarities=seen.similarities,
        alike=alike,
    )


def picture_side(camera: Camera) -> bytes:
    """Photograph what is held before the camera, as JPEG. Blocks: on the camera's lane.

    Raises:
        CameraAbsent: No camera answers.
    """
    return jpeg(camera.read())


def reference(faces: FaceEngine, chip: bytes, enrolment: bytes) -> tuple[Embedding, Against]:
    """Return the face that the live one is held against, and whose it is.

    Raises:
        NoFaceInPhoto: Neither photo shows a face.
    """
    for raw, against in ((chip, Against.CHIP), (enrolment, Against.ENROLMENT)):
        if raw:
            with suppress(NoFaceInPhoto):
                return embed_photo(faces, raw), against
    raise NoFaceInPhoto
