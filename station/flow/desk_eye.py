"""The look at the admission desk: several frames, the best of them held against a photo."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from station.camera.best_look import best_look
from station.camera.pictures import head_crop, jpeg
from station.camera.port import Camera, Embedding, FaceEngine, Frame
from station.camera.sface import embed_photo
from station.errors.camera import NoFaceInPhoto
from station.errors.flow import FaceNotSeen
from station.identity.check_in_events import Against
from station.identity.face_judgement import thresholds
from station.identity.face_quality import FaceMeasures
from station.identity.rules import FaceRules
from station.ids import CandidateId

FRAMES = 12
"""Frames looked at for one comparison; the first that passes ends it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """The best frame of a look, and what it came to.

    Attributes:
        captured: JPEG of the frame.
        head: JPEG of the head in it, for the card and for the seat.
        embedding: Of the face; in memory only.
        alike: Who was let in before and looks like this person, the likest first.
    """

    frame: Frame
    captured: bytes
    head: bytes
    similarity: float
    against: Against
    measures: FaceMeasures
    embedding: Embedding
    alike: tuple[tuple[CandidateId, float], ...] = ()


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
    reference, against = _reference(faces, chip, enrolment)
    enough, _ = thresholds(rules, against)
    best = best_look(camera, faces, reference, rules.quality, frames=FRAMES, enough=enough)
    if best.similarity is None or best.face is None or best.embedding is None:
        raise FaceNotSeen
    return Comparison(
        frame=best.frame,
        captured=jpeg(best.frame),
        head=jpeg(head_crop(best.frame, best.face)),
        similarity=best.similarity,
        against=against,
        measures=best.measures,
        embedding=best.embedding,
        alike=alikes(best.embedding),
    )


def picture_side(camera: Camera) -> bytes:
    """Photograph what is held before the camera, as JPEG. Blocks: on the camera's lane.

    Raises:
        CameraAbsent: No camera answers.
    """
    return jpeg(camera.read())


def _reference(faces: FaceEngine, chip: bytes, enrolment: bytes) -> tuple[Embedding, Against]:
    for raw, against in ((chip, Against.CHIP), (enrolment, Against.ENROLMENT)):
        if raw:
            with suppress(NoFaceInPhoto):
                return embed_photo(faces, raw), against
    raise NoFaceInPhoto
