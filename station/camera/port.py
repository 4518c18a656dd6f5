"""What the station needs from a camera and from a face model, and no more."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]
"""One picture, shape (height, width, 3), BGR in 0..255."""

Embedding = NDArray[np.float32]
"""A face as a point, shape (128,), length 1. It lives in memory only, never on disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A face found in a frame.

    Attributes:
        box_px: Left, top, width, height.
        points_px: Right eye, left eye, nose tip, right and left mouth corner; shape (5, 2).
        certainty: The detector's score, 0..1.
    """

    box_px: tuple[int, int, int, int]
    points_px: NDArray[np.float32]
    certainty: float


class Camera(Protocol):
    """A source of frames. Its calls block: make them on the camera's lane."""

    def read(self) -> Frame:
        """Return the newest frame.

        Raises:
            CameraAbsent: No camera answers, or it was unplugged.
        """
        ...

    def close(self) -> None:
        """Let the camera go."""
        ...


class FaceEngine(Protocol):
    """Finds faces and tells how alike two of them are."""

    model: str
    """Name and version of the weights, as written into each decision."""

    def faces(self, frame: Frame) -> tuple[Face, ...]:
        """Return the faces in a frame, largest first."""
        ...

    def embed(self, frame: Frame, face: Face) -> Embedding:
        """Return the embedding of a face found in this frame."""
        ...

    def similarity(self, one: Embedding, other: Embedding) -> float:
        """Return the cosine similarity of two faces, -1..1."""
        ...
