"""A crowd of as many persons as are wanted, from the pixels of two.

Each picture carries a strip that names its person. The real models find and embed the face in
it, so that the time is theirs; then the embedding is replaced by one drawn for the person. Who is
alike and how much is therefore made up; how long it takes to tell is not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from station.camera.live_look import Points
from station.camera.pictures import jpeg, picture, png
from station.camera.port import Embedding, Face, FaceEngine, Frame
from station.camera.portrait import Portrait, demo_portraits
from station.clock import HeldClock
from station.identity.liveness_facts import Cue
from station.identity.rules import FaceRules

BITS = 9
GREY_BIT = 1 << (BITS - 1)
"""Set in a live frame of somebody who looks only a little like the own photo."""

GREY_SIMILARITY = 0.39
_DEPTH = 24
"""The strip takes one part in so many of the picture's height."""


class Photos(Protocol):
    """What cards and roster show of each candidate."""

    def chip(self, person: int) -> bytes: ...

    def enrolment(self, person: int) -> bytes: ...


class Entrance(Protocol):
    """A camera before which one person after the other steps.

    Attributes:
        person: Who stands there: a place on the roster, or beyond it.
        grey: The person looks only a little like the own photo, where that is made up.
        clock: Goes on with each frame, where a look takes time.
        spent_s: What making the frames took, if that is to be left out.
        asked: Tells what is asked for at the desk just now.
    """

    person: int
    grey: bool
    clock: HeldClock
    spent_s: float
    asked: Callable[[], Cue | None]

    def read(self) -> Frame: ...

    def close(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Those who come in a morning, and what looks at them.

    Attributes:
        open_meter: None where nobody is asked to move.
    """

    looks: Photos
    camera: Entrance
    faces: FaceEngine
    open_meter: Callable[[], Points] | None = None
    rules: FaceRules = FaceRules()


def marked(frame: Frame, word: int) -> Frame:
    """Return a copy of a picture that carries a number in black and white at its top."""
    copy = frame.copy()
    height, width = copy.shape[:2]
    for place in range(BITS):
        left, right = place * width // BITS, (place + 1) * width // BITS
        copy[: height // _DEPTH, left:right] = 255 if word >> place & 1 else 0
    return copy


def mark_of(frame: Frame) -> int:
    """Read the number that a picture carries."""
    height, width = frame.shape[:2]
    row = height // _DEPTH // 2
    middles = [(2 * place + 1) * width // (2 * BITS) for place in range(BITS)]
    return sum(1 << n for n, x in enumerate(middles) if frame[row, x].mean() > 127)


@dataclass(frozen=True)
class Looks:
    """What cameras and cards show of the crowd."""

    engine: FaceEngine
    portraits: tuple[Portrait, Portrait]
    films: tuple[tuple[Frame, ...], tuple[Frame, ...]]
    chips: tuple[Frame, Frame]

    @classmethod
    def invent(cls, engine: FaceEngine) -> "Looks":
        portraits = demo_portraits()
        one, other = (tuple(portrait.live(engine, 4)) for portrait in portraits)
        chip, other_chip = (picture(portrait.chip_png(engine)) for portrait in portraits)
        return cls(engine, portraits, (one, other), (chip, other_chip))

    def live(self, person: int, turn: int, *, grey: bool) -> Frame:
        """Return a frame of a person before the camera."""
        film = self.films[person % 2]
        return marked(film[turn % len(film)], person | (GREY_BIT if grey else 0))

    def chip(self, person: int) -> bytes:
        """Return the photo on a person's chip, PNG."""
        return png(marked(self.chips[person % 2], person))

    def enrolment(self, person: int) -> bytes:
        """Return a person's enrolment photo, JPEG."""
        return jpeg(marked(self.portraits[person % 2].frame, person))


class CrowdEngine:
    """The real engine, with each person's own point in place of the two real ones."""

    def __init__(self, engine: FaceEngine) -> None:
        self._engine = engine
        self.model = f"{engine.model}+crowd"

    def faces(self, frame: Frame) -> tuple[Face, ...]:
        return self._engine.faces(frame)

    def embed(self, frame: Frame, face: Face) -> Embedding:
        self._engine.embed(frame, face)
        word = mark_of(frame)
        own = _point(word & ~GREY_BIT)
        if not word & GREY_BIT:
            return own
        stray = _point(10_000 + word)
        stray -= float(stray @ own) * own
        stray /= np.linalg.norm(stray)
        grey = GREY_SIMILARITY * own + np.sqrt(1 - GREY_SIMILARITY**2) * stray
        return np.asarray(grey, np.float32)

    def similarity(self, one: Embedding, other: Embedding) -> float:
        return float(one @ other)


def _point(seed: int) -> Embedding:
    point = np.random.default_rng(seed).standard_normal(128)
    return np.asarray(point / np.linalg.norm(point), np.float32)


class LaneCamera:
    """A camera before which one person after the other steps."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self.person, self.grey, self.frames = 0, False, 0
        self.clock, self.spent_s = HeldClock(), 0.0
        self.asked: Callable[[], Cue | None] = lambda: None

    def read(self) -> Frame:
        self.frames += 1
        return self._looks.live(self.person, self.frames, grey=self.grey)

    def close(self) -> None:
        pass


def drawn(engine: FaceEngine) -> Crowd:
    """Return the crowd whose likeness is made up."""
    looks = Looks.invent(engine)
    return Crowd(looks=looks, camera=LaneCamera(looks), faces=CrowdEngine(engine))
