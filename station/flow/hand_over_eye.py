"""The look before a card is handed over: is it the person who was let in and sat the exam?"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from station.camera.middle_look import middle_look
from station.camera.pictures import jpeg
from station.camera.port import Camera, FaceEngine, Frame
from station.camera.sface import embed_photo
from station.errors import StationError
from station.errors.flow import FaceNotSeen
from station.flow.lane import Lane
from station.identity.face_quality import FaceMeasures
from station.identity.rules import FaceRules

FRAMES = 15
"""Frames taken at most: about half a second."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class HolderSeen:
    """What the look came to, as it is to be recorded with the hand-over.

    Attributes:
        known: The face is that of the person who was let in. If not, two persons decide:
            nobody is sent away by a camera.
        captured: JPEG of the frame.
        threshold: As the rule pack had it.
    """

    known: bool
    similarity: float
    threshold: float
    model: str
    measures: FaceMeasures
    frame: Frame
    captured: bytes


class CompareForHandOver:
    """Compares whoever reaches for a card with the face at the door, once more.

    The coordinator's own camera is used, on its lane. For the caller:

        look = CompareForHandOver(eye, camera, faces, session.rules.face)
        look.at(head, seen, failed)

    `head` is the JPEG that the admission kept of the holder (the picture of role HEAD in the
    check-in's stream, or the enrolment photo). Hand the card over where `seen` gets a
    HolderSeen that is `known`; otherwise, and where `failed` gets an error, two persons sign.
    """

    def __init__(self, eye: Lane, camera: Camera, faces: FaceEngine, rules: FaceRules) -> None:
        self._eye = eye
        self._camera = camera
        self._faces = faces
        self._rules = rules

    def at(
        self,
        head: bytes,
        seen: Callable[[HolderSeen], None],
        failed: Callable[[StationError], None],
    ) -> None:
        """Look, then call one of the two on the caller's thread.

        `failed` gets FaceNotSeen if no frame was fit, NoFaceInPhoto if there is no face in the
        reference, or CameraAbsent: in each case two persons decide.
        """
        self._eye.run(partial(self._look, head), seen, failed)

    def _look(self, head: bytes) -> HolderSeen:
        threshold = self._rules.presence
        look = middle_look(
            self._camera,
            self._faces,
            embed_photo(self._faces, head),
            self._rules.quality,
            frames=FRAMES,
        )
        seen = look.middle
        if seen.similarity is None:
            raise FaceNotSeen
        return HolderSeen(
            known=seen.similarity >= threshold,
            similarity=seen.similarity,
            threshold=threshold,
            model=self._faces.model,
            measures=seen.measures,
            frame=seen.frame,
            captured=jpeg(seen.frame),
        )
