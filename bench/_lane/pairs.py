"""A crowd of labelled pairs: one picture on the chip, the other before the camera, real models.

Each candidate is a genuine pair, no person twice. Five of them look only a little like their chip
photo, by the model's own measure; the others come as they are listed. Each impostor is somebody
whom a label says to be another than the candidate whose card lies there. All of them are alive:
their faces move as they are asked to (station.camera.acting), so that nobody is stopped for
keeping still who has to be stopped for the face.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench._face_pairs import Pair, Pictures
from bench._lane.crowd import Crowd
from bench._lane.roles import CANDIDATES, GREY, VICTIMS
from station.camera.acting import AT_REST, Actor, Pose, movement
from station.camera.landmarks import LandmarkMeter
from station.camera.pictures import chip_quality, jpeg
from station.camera.port import Face, FaceEngine, Frame
from station.camera.portrait import ROOM_PX, Portrait, out_of_focus, person_in_room
from station.camera.sface import embed_photo, face_of_photo
from station.clock import HeldClock
from station.errors.camera import NoFaceInPhoto
from station.identity.liveness_facts import Cue
from station.identity.rules import FaceRules, LivenessRules

FRAME_MS = 100
REACTION_FRAMES, MOVING_FRAMES = 5, 6
NEAR = np.array((0.0, 0.0, 1.0, 0.0, 0.0))
"""Somebody who has come as near as people do; see station.camera.portrait."""
RULES = FaceRules(liveness=LivenessRules(cues=2))


@dataclass(frozen=True)
class Somebody:
    """Who comes: the photo on the card laid down is another's, if an impostor lays it."""

    chip: bytes
    enrolment: bytes
    live: Frame


class TooFewPairs(Exception):
    """The labelled pairs do not give a morning's candidates and impostors."""


class PairedLooks:
    """The photos of the candidates, by their place on the roster."""

    def __init__(self, people: list[Somebody]) -> None:
        self._people = people

    def chip(self, person: int) -> bytes:
        return self._people[person].chip

    def enrolment(self, person: int) -> bytes:
        return self._people[person].enrolment


class ActingCamera:
    """A camera before which one living person after the other steps.

    Attributes:
        person: Who stands there: a place on the roster, or an impostor's beyond it.
        asked: Tells what is asked for at the desk just now.
        spent_s: What making the frames took; it is no time of the program's.
    """

    def __init__(self, faces: list[Frame], engine: FaceEngine) -> None:
        self._faces = faces
        self._engine = engine
        self._meter = LandmarkMeter(film=False)
        self._noise = [
            np.random.default_rng(seed).normal(0, 4, (*ROOM_PX[::-1], 3)).astype(np.int16)
            for seed in range(4)
        ]
        self._on: _Stage | None = None
        self.clock = HeldClock()
        self.person, self.grey, self.spent_s = 0, False, 0.0
        self.asked: Callable[[], Cue | None] = lambda: None

    def read(self) -> Frame:
        began = time.perf_counter()
        if self._on is None or self._on.person != self.person:
            self._on = _Stage.of(self.person, self._faces[self.person], self._engine, self._meter)
        seen = self._on.next(self.asked())
        grain = self._noise[self._on.count % len(self._noise)]
        frame: Frame = np.clip(seen + grain, 0, 255).astype(np.uint8)
        self.clock.pass_ms(FRAME_MS)
        self.spent_s += time.perf_counter() - began
        return frame

    def close(self) -> None:
        self._meter.close()


class _Stage:
    """One person before the camera, who does what is asked after half a second."""

    def __init__(self, person: int, actor: Actor, face: Face, wall: Frame) -> None:
        self.person, self.count = person, 0
        self._actor, self._face, self._wall = actor, face, wall
        self._at_rest = self._in_room(AT_REST)
        self._cue: Cue | None = None
        self._since = 0
        self._made: dict[Cue, list[Frame]] = {}

    @classmethod
    def of(cls, person: int, frame: Frame, engine: FaceEngine, meter: LandmarkMeter) -> "_Stage":
        actor = Portrait(name="pair", frame=frame).actor(meter)
        return cls(person, actor, engine.faces(frame)[0], out_of_focus(frame))

    def next(self, cue: Cue | None) -> Frame:
        self.count += 1
        if cue is not self._cue:
            self._cue, self._since = cue, self.count
        at = self.count - self._since - REACTION_FRAMES
        if cue is None or not 0 <= at < MOVING_FRAMES:
            return self._at_rest
        if cue not in self._made:
            poses = movement(cue, MOVING_FRAMES)
            self._made[cue] = [self._in_room(pose) for pose in poses]
        return self._made[cue][at]

    def _in_room(self, pose: Pose) -> Frame:
        return person_in_room(self._actor.frame(pose), self._face, NEAR, self._wall)


def crowd_of(listed: list[Pair], folders: tuple[Path, ...], engine: FaceEngine) -> Crowd:
    """Make a morning's crowd of labelled pairs.

    Raises:
        TooFewPairs: There are not enough of them, or too few with a known stranger.
    """
    pictures = Pictures(folders)
    strangers: dict[str, str] = {}
    for left, right, same in listed:
        if not same:
            strangers.setdefault(left, right)
            strangers.setdefault(right, left)
    victims: list[_Found] = []
    greys: list[_Found] = []
    others: list[_Found] = []
    wanted = len(VICTIMS), len(GREY), CANDIDATES - len(VICTIMS) - len(GREY)
    for each in _genuine(listed, pictures, engine):
        if each.grey and len(greys) < wanted[1]:
            greys.append(each)
        elif not each.grey and each.left in strangers and len(victims) < wanted[0]:
            victims.append(each)
        elif len(others) < wanted[2]:
            others.append(each)
        if (len(victims), len(greys), len(others)) == wanted:
            break
    else:
        raise TooFewPairs(f"{len(victims)} with strangers, {len(greys)} grey, {len(others)} others")
    people = []
    for place in range(CANDIDATES):
        row = victims if place in VICTIMS else greys if place in GREY else others
        people.append(row[0])
        row.remove(row[0])
    faces = [each.somebody.live for each in people]
    for place in VICTIMS:
        frame = pictures.frame(strangers[people[place].left])
        if frame is None or not engine.faces(frame):
            raise TooFewPairs(f"no face in {strangers[people[place].left]}")
        faces.append(frame)
    return Crowd(
        looks=PairedLooks([each.somebody for each in people]),
        camera=ActingCamera(faces, engine),
        faces=engine,
        open_meter=LandmarkMeter,
        rules=RULES,
    )


@dataclass(frozen=True, eq=False)
class _Found:
    left: str
    grey: bool
    somebody: Somebody


def _genuine(listed: list[Pair], pictures: Pictures, engine: FaceEngine) -> Iterator[_Found]:
    """Yield the genuine pairs that can be compared, no person twice."""
    used: set[str] = set()
    for left, right, same in listed:
        who = {Path(name).stem.rpartition("_")[0] or name for name in (left, right)}
        if not same or who & used:
            continue
        chip_of, live = pictures.frame(left), pictures.frame(right)
        if chip_of is None or live is None or len(engine.faces(live)) != 1:
            continue
        face = face_of_photo(engine, chip_of)
        if face is None:
            continue
        chip = chip_quality(chip_of, face)
        with suppress(NoFaceInPhoto):
            known = embed_photo(engine, chip)
            alike = engine.similarity(engine.embed(live, engine.faces(live)[0]), known)
            used |= who
            grey = RULES.chip_grey + 0.01 <= alike < RULES.chip_pass - 0.01
            somebody = Somebody(chip=chip, enrolment=jpeg(chip_of), live=live)
            yield _Found(left, grey, somebody)
