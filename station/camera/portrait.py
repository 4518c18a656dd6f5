"""Two portraits in the public domain, and what cameras and chips would make of them.

For training rooms, the demo and tests: one picture becomes an enrolment photo, a chip photo
and a film of a person who sits down before a camera. Live frames and photos come from one
picture, so that similarities are higher than between two photographs taken years apart.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from station.camera.acting import Actor
from station.camera.landmarks import LandmarkMeter
from station.camera.pictures import chip_quality, jpeg, picture, png
from station.camera.port import Face, FaceEngine, Frame
from station.errors.camera import FootageMissing, NoFaceInPhoto

ROOM_PX = (640, 480)
FACE_PX = 150
"""Height of the face in the middle of a film: a person at arm's length from the screen."""
_SOURCES = (
    ("matplotlib", "mpl-data/sample_data/grace_hopper.jpg"),
    ("skimage", "data/astronaut.png"),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Portrait:
    """A picture of one person, and all that a station ever sees of it.

    Attributes:
        name: A word for file names and reports; never the person's name.
    """

    name: str
    frame: Frame

    def enrolment_jpeg(self) -> bytes:
        """Return the photo as the province has it."""
        return jpeg(self.frame)

    def chip_png(self, engine: FaceEngine) -> bytes:
        """Return the photo as the ID chip has it: PNG, 102 x 126 pixels.

        Raises:
            NoFaceInPhoto: The model finds no face in the picture.
        """
        found = engine.faces(self.frame)
        if not found:
            raise NoFaceInPhoto
        return chip_quality(self.frame, found[0])

    def actor(self, meter: LandmarkMeter) -> Actor:
        """Return the person of the picture, able to move the face.

        Args:
            meter: For single pictures, film=False.

        Raises:
            NoFaceInPhoto: No face is found in the picture.
        """
        points = meter.points(self.frame)
        if points is None:
            raise NoFaceInPhoto
        return Actor(self.frame, points)

    def live(
        self,
        engine: FaceEngine,
        count: int,
        seed: int = 0,
        step: int = 1,
        face: Callable[[int], Frame] | None = None,
    ) -> Iterator[Frame]:
        """Yield frames of the person before a camera, the same ones for the same seed.

        The head sways, nods, tilts and comes nearer and goes back; the light changes; the
        lens is soft, the sensor noisy, and the camera sends JPEG.

        Args:
            count: How many frames the film has.
            step: Every which of them is made.
            face: Gives the picture as it is at each frame; without it, the face does not move.

        Yields:
            Frames of shape (480, 640, 3).

        Raises:
            NoFaceInPhoto: The model finds no face in the picture.
        """
        found = engine.faces(self.frame)
        if not found:
            raise NoFaceInPhoto
        wall = out_of_focus(self.frame)
        phase = np.random.default_rng(seed).uniform(0, 2 * np.pi, 5)
        for index in range(0, count, step):
            sway = np.sin(phase + index * np.array((0.11, 0.13, 0.07, 0.05, 0.09)))
            picture_now = face(index) if face else self.frame
            room = person_in_room(picture_now, found[0], sway, wall)
            yield _as_sent(room, float(sway[4]), np.random.default_rng((seed, index)))

    def write_live(
        self,
        engine: FaceEngine,
        folder: Path,
        count: int,
        seed: int = 0,
        face: Callable[[int], Frame] | None = None,
    ) -> None:
        """Write a film that FileCamera plays: frame-0000.png and so on."""
        folder.mkdir(parents=True, exist_ok=True)
        for index, frame in enumerate(self.live(engine, count, seed, face=face)):
            (folder / f"frame-{index:04}.png").write_bytes(png(frame))


def demo_portraits() -> tuple[Portrait, Portrait]:
    """Return the two portraits that ship inside matplotlib and scikit-image: two persons.

    Raises:
        FootageMissing: One of the two packages is not installed.
    """
    one, other = (_shipped(package, path) for package, path in _SOURCES)
    return one, other


def _shipped(package: str, path: str) -> Portrait:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FootageMissing(package=package)
    source = Path(spec.origin).parent / path
    if not source.is_file():
        raise FootageMissing(package=package)
    return Portrait(name=package, frame=picture(source.read_bytes()))


def out_of_focus(frame: Frame) -> Frame:
    """Return the picture's own ground as a wall far behind the person."""
    tiny = cv2.resize(frame, (8, 6), interpolation=cv2.INTER_AREA)
    wall = cv2.GaussianBlur(cv2.resize(tiny, ROOM_PX, interpolation=cv2.INTER_CUBIC), (0, 0), 24)
    return np.asarray(wall, np.uint8)


def person_in_room(frame: Frame, face: Face, sway: NDArray[np.float64], wall: Frame) -> Frame:
    """Return the picture before a wall, moved and turned; sway holds five values in -1..1."""
    left, top, width, height = face.box_px
    centre = (left + width / 2, top + height / 2)
    wide, tall = ROOM_PX
    scale = FACE_PX * (1 + 0.12 * float(sway[2])) / height
    turn = cv2.getRotationMatrix2D(centre, 5 * float(sway[3]), scale)
    turn[:, 2] += (wide / 2 + 45 * sway[0] - centre[0], tall * 0.45 + 18 * sway[1] - centre[1])
    soft = cv2.GaussianBlur(frame, (0, 0), max(0.3, 0.45 / scale))
    person = cv2.warpAffine(soft, turn, ROOM_PX, flags=cv2.INTER_LINEAR)
    edge = cv2.warpAffine(np.ones(frame.shape[:2], np.float32), turn, ROOM_PX)
    edge = cv2.GaussianBlur(cv2.erode(edge, np.ones((25, 25))), (0, 0), 8)[:, :, None]
    return np.asarray(edge * person + (1 - edge) * wall, np.uint8)


def _as_sent(room: Frame, lamp: float, chance: np.random.Generator) -> Frame:
    """Return a frame as a camera of middling quality sends it; lamp is in -1..1."""
    height, width = room.shape[:2]
    light = 0.85 + 0.15 * lamp + np.linspace(-0.12, 0.12, width, dtype=np.float32)[None, :, None]
    grain = 5 * chance.standard_normal((height, width, 1), np.float32)
    colour = 2 * chance.standard_normal(room.shape, np.float32)
    sent = np.clip(room * light + grain + colour, 0, 255).astype(np.uint8)
    return picture(jpeg(sent, 80))
