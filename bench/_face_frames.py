"""Whether more frames let more strangers in: `python -m bench face --frames`.

Each person's picture becomes a film: the head sways and turns, lids and lips move, some frames are
blurred by movement (station.camera.acting, station.camera.portrait). Frames that are fit are held
against the chip photos of that person and of all others, as the desk does, and the shares that
reach a threshold are told for 1, 5 and 12 frames: of the likest frame, and of the middle one, which
is the one that counts (station/identity/likeness.py). The names of the pictures must tell the
person. The bar: of the middle of several frames no more strangers pass than of one.
"""

import time
from collections.abc import Iterator
from contextlib import closing, suppress

import cv2
import numpy as np
from numpy.typing import NDArray

from bench._face_pairs import Pair, Pictures, Seen, look_at
from bench._face_rates import Report
from station.camera.acting import Pose
from station.camera.judge import measure
from station.camera.landmarks import LandmarkMeter
from station.camera.port import Frame
from station.camera.portrait import Portrait
from station.camera.sface import SFaceEngine
from station.errors.camera import NoFaceInPhoto
from station.identity.face_quality import fit
from station.identity.likeness import likeness
from station.identity.rules import FaceRules

COUNTS = (1, 5, 12)
STEP = 6
"""Every which frame of a film is taken: 0.2 s apart, so that they differ."""
SECONDS = 150
"""After which no further film is begun."""
REFERENCES = 400

Rows = NDArray[np.float32]


def frames(listed: list[Pair], pictures: Pictures, seconds: float = SECONDS) -> Report:
    """Measure what share of strangers and of genuine persons reaches each threshold."""
    rules, engine = FaceRules(), SFaceEngine()
    genuine = [each for each in listed if each[2]]
    seen = look_at(genuine[:REFERENCES], pictures, engine)
    whose = seen.persons()
    report: Report = {"name": "face", "bar": "the middle of 5 and of 12 frames: FAR <= of 1 frame"}
    if whose is None:
        return report | {"figures": {"why": "no names that tell persons"}, "holds": False}
    names = [name for name, point in seen.chips.items() if point is not None]
    chips = np.array([seen.chips[name] for name in names])
    who = np.array([whose[name] for name in names])
    same, strangers = [], []
    for name, rows in _films(engine, seen, pictures, rules, seconds):
        similarities = rows @ chips.T
        own = who == whose[name]
        same.append(similarities[:, own])
        strangers.append(similarities[:, ~own])
    figures: Report = {
        "films": len(same),
        "strangers": sum(each.shape[1] for each in strangers),
        "genuine": sum(each.shape[1] for each in same),
    }
    far: dict[tuple[str, int], list[float]] = {}
    for count in COUNTS:
        for told, films in (("far", strangers), ("tar", same)):
            for way, scores in _judged(films, count).items():
                shares = [_share(scores, at) for at in _thresholds(rules)]
                figures[f"{told}_{way}_of_{count}"] = dict(
                    zip(map(str, _thresholds(rules)), shares, strict=True)
                )
                if told == "far":
                    far[way, count] = shares
    first = far["middle", 1]
    holds = all(
        later <= one
        for count in COUNTS[1:]
        for later, one in zip(far["middle", count], first, strict=True)
    )
    return report | {"figures": figures, "holds": bool(same) and holds}


def _thresholds(rules: FaceRules) -> tuple[float, ...]:
    return rules.chip_grey, rules.presence, rules.chip_pass


def _share(scores: Rows, threshold: float) -> float:
    return round(float(np.mean(scores >= threshold)), 6) if scores.size else 0.0


def _judged(films: list[Rows], count: int) -> dict[str, Rows]:
    """Return the likest and the middle similarity of so many frames of each film."""
    cut = [film[:count] for film in films]
    return {
        "likest": np.concatenate([film.max(axis=0) for film in cut] or [np.empty(0, np.float32)]),
        "middle": np.array([likeness(each) for film in cut for each in film.T.tolist()], "f4"),
    }


def _films(
    engine: SFaceEngine, seen: Seen, pictures: Pictures, rules: FaceRules, seconds: float
) -> Iterator[tuple[str, Rows]]:
    """Yield the name and the embeddings of up to twelve fit frames of one film a person."""
    ends = time.monotonic() + seconds
    rights = list(dict.fromkeys(right for _, right, _ in seen.listed))
    with closing(LandmarkMeter(film=False)) as meter:
        for seed, name in enumerate(rights):
            if time.monotonic() >= ends:
                return
            frame = pictures.frame(name)
            if frame is None or len(engine.faces(frame)) != 1:
                continue
            with suppress(NoFaceInPhoto):
                rows = _film(engine, Portrait(name="pair", frame=frame), meter, seed, rules)
                if len(rows) >= COUNTS[1]:
                    yield name, rows


def _film(
    engine: SFaceEngine, portrait: Portrait, meter: LandmarkMeter, seed: int, rules: FaceRules
) -> Rows:
    chance = np.random.default_rng(seed)
    actor = portrait.actor(meter)

    def face(_: int) -> Frame:
        lids, mouth = (chance.uniform(0, 0.5) * (chance.random() < 0.3) for _ in range(2))
        turn = float(np.clip(chance.normal(0, 0.25), -0.6, 0.6))
        return actor.frame(Pose(lids=float(lids), mouth=float(mouth), turn=turn))

    rows: list[Rows] = []
    for sharp in portrait.live(engine, 2 * COUNTS[-1] * STEP, seed, step=STEP, face=face):
        shown = _moved(sharp, int(chance.integers(3, 9))) if chance.random() < 0.4 else sharp
        found = engine.faces(shown)
        if fit(measure(shown, found), rules.quality):
            rows.append(engine.embed(shown, found[0]))
        if len(rows) == COUNTS[-1]:
            break
    return np.array(rows, np.float32).reshape(len(rows), 128)


def _moved(frame: Frame, far_px: int) -> Frame:
    """Return a frame during which the head moved sideways."""
    kernel = np.zeros((far_px, far_px), np.float32)
    kernel[far_px // 2] = 1 / far_px
    return np.asarray(cv2.filter2D(frame, -1, kernel), np.uint8)
