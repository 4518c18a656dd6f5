"""What one candidate costs the program at the admission desk: `python -m bench lane [--pairs CSV]`.

88 candidates come to one simulated lane, among them 10 impostors with genuine cards, 5 grey
faces, 3 unreadable cards and one who does not agree to be pictured. The reader's driver, the
face models, the encrypted store and the desk's flow are the real ones. Who resembles whom is made
up (bench/_lane/crowd.py), and nobody is asked to move: that is quick. With --pairs and --images it
is real, too: of each labelled pair of pictures one is on the chip and one stands before the camera,
alive and asked for two movements (bench/_lane/pairs.py), so that "no silent pass" can fail by the
model, by a threshold or by liveness; that takes minutes. "likeness" in the report says which.

The time is that of the program alone, all of it on one thread, two persons' PINs included, and each
frame of the movements; nobody's thinking or walking is in it, nor the making of the films.
"""

import argparse
import csv
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench._face_pairs import read_pairs
from bench._lane.crowd import Crowd, drawn
from bench._lane.lane import Lane
from bench._lane.morning import spend
from bench._lane.pairs import TooFewPairs, crowd_of
from bench._lane.roles import CANDIDATES, GREY, IMPOSTORS
from station.camera.sface import SFaceEngine

BAR_S = 2.0


def run(*arguments: str) -> dict[str, Any]:
    """Measure one morning."""
    parser = argparse.ArgumentParser(prog="python -m bench lane")
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--images", type=Path)
    asked = parser.parse_args(arguments)
    engine = SFaceEngine()
    likeness, crowd = "drawn", None
    if asked.pairs:
        beside: Path = asked.pairs.parent
        try:
            listed, _ = read_pairs(asked.pairs)
            crowd = crowd_of(listed, (asked.images or beside / "images", beside), engine)
        except (OSError, ValueError, csv.Error, TooFewPairs) as exc:
            parser.error(f"--pairs: {exc}")
        likeness = "labelled pairs, real models, two movements"
    return morning(engine, crowd or drawn(engine), likeness)


def morning(engine: SFaceEngine, crowd: Crowd, likeness: str) -> dict[str, Any]:
    """Let a crowd through the lane."""
    with tempfile.TemporaryDirectory() as folder:
        lane = Lane(Path(folder), engine, CANDIDATES, crowd)
        try:
            outcome = spend(lane)
        finally:
            lane.close()
    seconds = [lane.seconds[person] for person in range(CANDIDATES)]
    holds = (
        median(seconds) <= BAR_S
        and outcome.silent_passes == outcome.lost == outcome.pictures_of_decliner == 0
        and outcome.impostors_stopped == IMPOSTORS
        and outcome.greys_waited >= len(GREY)
    )
    return {
        "name": "lane",
        "figures": {
            "likeness": likeness,
            "candidates": CANDIDATES,
            **_times(seconds),
            **asdict(outcome),
        },
        "bar": {"median_s": BAR_S, "silent_passes": 0, "lost": 0, "impostors_stopped": IMPOSTORS},
        "holds": holds,
    }


def _times(seconds: Iterable[float]) -> dict[str, float]:
    known = sorted(seconds)
    return {
        "median_s": round(median(known), 3),
        "p95_s": round(quantiles(known, n=20)[-1], 3),
        "most_s": round(known[-1], 3),
    }
