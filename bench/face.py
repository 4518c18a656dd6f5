"""How well faces are told apart: `python -m bench face --pairs CSV --images DIR [--rules PACK]`.

The CSV has the columns left, right and same (1 or 0, 1.0, yes, y, true, same and their contraries);
left and right name files below DIR, beside the CSV, or anywhere. Without arguments the pairs beside
the project (../shared/data/faces) are used, if they are there. Figures are shares, 0..1. One that
the pairs cannot give is null, and "too_few_for" says so; TAR at FAR 1e-3 is given at no false
accept at all where there are fewer than 1,000 impostors, and "counted_at" beside it says of how
many. The same figures with "chip_" before them hold the left picture degraded to the quality of an
ID chip's photo (102 x 126 pixels, JPEG 30).

Every listed pair counts. One that cannot be compared, since a picture is missing or damaged or
shows no face, is a miss if it is genuine, and no false accept if it is not (ISO/IEC 19795-1; see
bench/_face_rates.py): "no_face" counts such pairs whose pictures are there, "pairs_lost" all of
them, and "compared_only" gives the figures without them. Of several faces in a picture the one
nearest its middle is meant, unless it is much smaller than the largest: what the desk does with
photos, too.

Where the names of the pictures tell the person (Ann_0001.jpg, Ann_0002.jpg) and no label says
otherwise, "crossed" compares every two pictures: only so a few hundred pairs show a FAR of 1e-4,
at which DESIGN chapter 8 states its figures. "stated" holds ours against those.

`--latency` instead measures how long a frame and a decision take, beside face_recognition.
`--frames` measures whether more frames of a look let more strangers in; bench/_face_frames.py.
"""

import argparse
import csv
from pathlib import Path

import numpy as np

from bench._face_frames import frames
from bench._face_latency import latency
from bench._face_pairs import Pair, Pictures, Seen, crossed, look_at, read_pairs
from bench._face_rates import LOST, Report, band_shares, far_name, rates, true_accepts
from station.camera.sface import SFaceEngine
from station.errors.province import OrderWrong
from station.identity.check_in_events import Against
from station.identity.rules import FaceRules
from station.province.session_order import read_rules

SHARED = Path(__file__).parents[2] / "shared" / "data" / "faces"
TOLERANCE = 0.003
STATED = {"accuracy": 0.9940, "tar_at_far_1e-4": 0.979, "chip_tar_at_far_1e-4": 0.951}
"""DESIGN chapter 8: accuracy over pairs (ten folds of LFW, +- 0.39), the others crossed."""
CROSSED_FARS = (1e-3, 1e-4)


def run(*arguments: str) -> Report:
    """Measure and return the report."""
    parser = argparse.ArgumentParser(prog="python -m bench face")
    parser.add_argument("--pairs", type=Path, default=SHARED / "pairs.csv")
    parser.add_argument("--images", type=Path, default=SHARED / "images")
    parser.add_argument("--rules", type=Path, help="as `station province standard-rules` prints")
    parser.add_argument("--latency", action="store_true")
    parser.add_argument("--frames", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.latency:
        return latency()
    try:
        listed, skipped = read_pairs(asked.pairs)
    except (OSError, ValueError, csv.Error) as exc:
        parser.error(f"--pairs: {exc}")
    pictures = Pictures((asked.images, asked.pairs.parent))
    if asked.frames:
        return frames(listed, pictures)
    rules = FaceRules()
    if asked.rules:
        try:
            rules = read_rules(asked.rules.read_bytes()).face
        except (OSError, OrderWrong) as exc:
            parser.error(f"--rules: {exc}")
    return pairs(listed, pictures, skipped=skipped, rules=rules)


def pairs(
    listed: list[Pair],
    pictures: Pictures,
    *,
    skipped: int = 0,
    rules: FaceRules | None = None,
) -> Report:
    """Compare every pair, plain and with the left side at chip quality."""
    rules = rules or FaceRules()
    seen = look_at(listed, pictures, SFaceEngine())
    plain, chip = seen.scores(), seen.scores(chip=True)
    across = _crossed(seen)
    figures: Report = {
        "pairs": len(listed),
        "pairs_lost": int(np.sum(plain[0] == LOST)),
        "chip_pairs_lost": int(np.sum(chip[0] == LOST)),
        "no_face": seen.faceless(),
        "chip_no_face": seen.faceless(chip=True),
        "pictures_without_face": sum(each is None for each in seen.plain.values()),
        "pictures_missing": len(pictures.missing),
        "pictures_unreadable": len(pictures.unreadable),
        "lines_skipped": skipped,
        **rates(*plain),
        **{f"chip_{name}": value for name, value in rates(*chip).items()},
        "bands": band_shares(*plain, Against.ENROLMENT, rules),
        "chip_bands": band_shares(*chip, Against.CHIP, rules),
        "thresholds": {
            "bands": [rules.enrolment_grey, rules.enrolment_pass],
            "chip_bands": [rules.chip_grey, rules.chip_pass],
        },
        "compared_only": _compared_only(seen),
        "crossed": across,
    }
    ours = {"accuracy": figures["accuracy"]} | {name: across.get(name) for name in STATED if across}
    figures["stated"] = {
        name: {"stated": value, "ours": ours.get(name), "differs": _differs(ours.get(name), value)}
        for name, value in STATED.items()
    }
    known = {name: value for name, value in ours.items() if isinstance(value, float)}
    return {
        "name": "face",
        "figures": figures,
        "bar": {name: round(value - TOLERANCE, 4) for name, value in STATED.items()},
        "holds": "accuracy" in known
        and all(value >= STATED[name] - TOLERANCE for name, value in known.items()),
    }


def _compared_only(seen: Seen) -> Report:
    told: Report = {}
    for prefix, chip in (("", False), ("chip_", True)):
        scores, truth = seen.scores(chip=chip)
        there = scores != LOST
        found = rates(scores[there], truth[there])
        wanted = (*map(far_name, (1e-2, 1e-3, 1e-4)), "eer", "accuracy")
        told |= {"pairs" if not chip else "chip_pairs": int(there.sum())}
        told |= {f"{prefix}{name}": found[name] for name in wanted}
    return told


def _crossed(seen: Seen) -> Report:
    """Return TAR at small FAR over every two pictures; nothing unless names tell persons."""
    whose = seen.persons()
    if whose is None:
        return {}
    told: Report = {"persons": len(set(whose.values()))}
    for prefix, chip in (("", False), ("chip_", True)):
        genuine, impostor = crossed(seen, whose, chip=chip)
        told |= {f"{prefix}genuine": len(genuine), f"{prefix}impostor": len(impostor)}
        for far in CROSSED_FARS:
            enough = far * len(impostor) >= 1
            share = true_accepts(genuine, impostor, far) if enough else None
            told[f"{prefix}{far_name(far)}"] = share
    return told


def _differs(ours: object, stated: float) -> float | None:
    return round(ours - stated, 4) if isinstance(ours, float) else None
