"""People, photos and screens before the desk's camera: each sees what is asked for, and answers.

A living person blinks, turns or opens the mouth when told to (station.camera.acting). An attacker
has the candidate's picture: on paper that is held still, moved about or turned in the hand, or in
a film that goes round on a screen. What the models see of it is measured, not told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import cv2
import numpy as np

from station.camera.acting import Actor, movement
from station.camera.landmarks import LandmarkMeter
from station.camera.pictures import jpeg, picture
from station.camera.port import FaceEngine, Frame
from station.camera.portrait import Portrait
from station.identity.liveness_facts import Cue

FRAME_MS = 66
"""A usual webcam in a room that is not very bright: 15 frames a second."""
REACTION_FRAMES = 6
MOVING_FRAMES = 10
MOST_TILT_DEG = 40.0
GRID_PX, GRID_DEG, GRID_DEPTH = 4.7, 20.0, 0.1


class Film(Protocol):
    """What stands before the camera."""

    def frame(self, cue: Cue | None) -> Frame:
        """Return the next frame; the cue is what the desk asks for just now."""
        ...


@dataclass(frozen=True, kw_only=True)
class Person:
    """A portrait, and the pictures of each movement of its face, made once."""

    engine: FaceEngine
    portrait: Portrait
    actor: Actor

    @classmethod
    def of(cls, portrait: Portrait, engine: FaceEngine, meter: LandmarkMeter) -> "Person":
        return cls(engine=engine, portrait=portrait, actor=portrait.actor(meter))

    @cached_property
    def _made(self) -> dict[Cue, tuple[Frame, ...]]:
        return {}

    def moves(self, cue: Cue) -> tuple[Frame, ...]:
        """Return the pictures of one movement; each is made when it is first asked for."""
        if cue not in self._made:
            poses = movement(cue, MOVING_FRAMES)
            self._made[cue] = tuple(self.actor.frame(pose) for pose in poses)
        return self._made[cue]


class _Before:
    """Something before the camera: a picture in the room, a new one for each frame."""

    def __init__(self, person: Person, seed: int) -> None:
        self._person = person
        self._now = person.portrait.frame
        self._count = 0
        self._room: Iterator[Frame] = person.portrait.live(
            person.engine, 1_000_000, seed, face=lambda _: self._now
        )

    def frame(self, cue: Cue | None) -> Frame:
        self._now = self._picture(cue)
        self._count += 1
        return next(self._room)

    def _picture(self, cue: Cue | None) -> Frame:  # noqa: ARG002 - a photo hears nothing
        return self._person.portrait.frame


class Living(_Before):
    """A person who does what is asked, after a while."""

    def __init__(self, person: Person, seed: int) -> None:
        super().__init__(person, seed)
        self._cue: Cue | None = None
        self._since = 0

    def _picture(self, cue: Cue | None) -> Frame:
        if cue is not self._cue:
            self._cue, self._since = cue, self._count
        at = self._count - self._since - REACTION_FRAMES
        if self._cue is None or not 0 <= at < MOVING_FRAMES:
            return self._person.portrait.frame
        return self._person.moves(self._cue)[at]


class StillPhoto(_Before):
    """A photo on a stand: nothing moves but the sensor's noise."""

    def __init__(self, person: Person, seed: int) -> None:
        super().__init__(person, seed)
        self._frame = next(self._room)
        self._noise = np.random.default_rng(seed)

    def frame(self, cue: Cue | None) -> Frame:  # noqa: ARG002 - a photo hears nothing
        grain = self._noise.normal(0, 4, self._frame.shape)
        return picture(jpeg(np.clip(self._frame + grain, 0, 255).astype(np.uint8), 80))


class MovedPhoto(_Before):
    """A photo in the hand: it sways, leans, comes nearer and goes back, as a head would."""


class TurnedPhoto(_Before):
    """A photo in the hand that is turned and tilted when something is asked for."""

    def _picture(self, cue: Cue | None) -> Frame:
        swing = float(np.sin(self._count * 2 * np.pi / 24))
        if cue in (Cue.TURN_LEFT, Cue.TURN_RIGHT):
            return _as_paper(self._person.portrait.frame, MOST_TILT_DEG * swing, 0)
        return _as_paper(self._person.portrait.frame, 10 * swing, MOST_TILT_DEG * swing)


class PlayedFilm(_Before):
    """A film of the living candidate, going round: one movement after the other, on a screen.

    Args:
        seed: Where in the film it begins.
        grid: The screen's own grid shows; else it is better than any screen.
    """

    def __init__(self, person: Person, seed: int, *, grid: bool) -> None:
        super().__init__(person, seed)
        self._count = seed * 7
        self._grid = grid

    def frame(self, cue: Cue | None) -> Frame:
        shown = super().frame(cue)
        return _through_grid(shown) if self._grid else shown

    def _picture(self, cue: Cue | None) -> Frame:  # noqa: ARG002 - a film hears nothing
        turn, at = divmod(self._count, MOVING_FRAMES + REACTION_FRAMES)
        if at >= MOVING_FRAMES:
            return self._person.portrait.frame
        return self._person.moves(tuple(Cue)[turn % len(Cue)])[at]


def _as_paper(sheet: Frame, turn_deg: float, tilt_deg: float) -> Frame:
    """Return a sheet of paper turned about its upright axis and tilted about its level one."""
    height, width = sheet.shape[:2]
    far = 2.0 * max(height, width)
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    away = corners - (width / 2, height / 2)
    turn, tilt = np.radians(turn_deg), np.radians(tilt_deg)
    x, y = away[:, 0] * np.cos(turn), away[:, 1] * np.cos(tilt)
    depth = away[:, 0] * np.sin(turn) + away[:, 1] * np.sin(tilt)
    seen = np.stack([x, y], axis=1) * (far / (far + depth))[:, None] + (width / 2, height / 2)
    way = cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32))
    size = (width, height)
    turned = cv2.warpPerspective(sheet, way, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.uint8)


def _through_grid(frame: Frame) -> Frame:
    """Return a frame as taken from a screen, whose grid beats against the sensor's."""
    y, x = np.mgrid[: frame.shape[0], : frame.shape[1]]
    turn = np.radians(GRID_DEG)
    along, across = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    waves = np.sin(2 * np.pi * along / GRID_PX) + np.sin(2 * np.pi * across / GRID_PX)
    seen = frame * (1 + GRID_DEPTH / 2 * waves)[:, :, None]
    return picture(jpeg(np.clip(seen, 0, 255).astype(np.uint8), 80))
