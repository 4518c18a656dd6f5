"""The seat's look at its candidate: a few frames at a time, on the camera's lane."""

from collections.abc import Callable
from dataclasses import dataclass

from station.camera.middle_look import middle_look
from station.camera.port import Camera, Embedding, FaceEngine, Frame
from station.camera.sface import embed_photo
from station.errors import StationError
from station.errors.camera import NoFaceInPhoto
from station.flow.lane import Lane
from station.identity.face_quality import Advice, advice
from station.identity.rules import QualityRules

FRAMES = 3
LEAST_COMPARED = 2
"""Frames of a look, and how many of them must have been fit: one lucky frame lets nobody in."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Look:
    """What a few frames show.

    Attributes:
        similarity: Of the face and the reference; None if too few frames were fit to compare.
    """

    frame: Frame
    advice: Advice
    similarity: float | None


class SeatEye:
    """Compares whoever sits here with the face at the door.

    Args:
        reference: JPEG of the face at the door.
    """

    def __init__(
        self,
        camera: Camera,
        faces: FaceEngine,
        lane: Lane,
        reference: bytes,
        quality: QualityRules,
    ) -> None:
        self.model = faces.model
        self._camera = camera
        self._faces = faces
        self._lane = lane
        self._raw_reference = reference
        self._reference: Embedding | None = None
        self._quality = quality
        self._looking = False

    def look(self, seen: Callable[[Look], None], failed: Callable[[StationError], None]) -> None:
        """Take one look, unless one is under way."""
        if self._looking:
            return
        self._looking = True

        def done(look: Look) -> None:
            self._looking = False
            seen(look)

        def not_done(error: StationError) -> None:
            self._looking = False
            failed(error)

        self._lane.run(self._look, done, not_done)

    def _look(self) -> Look:
        reference = self._embedded_reference()
        found = middle_look(self._camera, self._faces, reference, self._quality, frames=FRAMES)
        hint = advice(found.middle.measures, self._quality)
        enough = len(found.similarities) >= LEAST_COMPARED
        similarity = found.middle.similarity if enough else None
        return Look(frame=found.middle.frame, advice=hint, similarity=similarity)

    def _embedded_reference(self) -> Embedding | None:
        if self._reference is None and self._raw_reference:
            try:
                self._reference = embed_photo(self._faces, self._raw_reference)
            except NoFaceInPhoto:
                self._raw_reference = b""  # two persons vouch
        return self._reference
