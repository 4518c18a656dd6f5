"""How well faces are told apart: `python -m bench face --pairs CSV --images DIR`.

The CSV has the columns left, right and same (1 or 0); left and right name files below DIR, beside
the CSV, or anywhere. Without arguments the pairs beside the project (../shared/data/faces) are
used, if they are there. Figures are shares, 0..1. One that the pairs cannot give is null, and
"too_few_for" says so; TAR at FAR 1e-3 is given at no false accept at all where there are fewer
than 1,000 impostors, and "counted_at" beside it says of how many. The same figures
with "chip_" before them hold the left picture degraded to the quality of an ID chip's photo
(102 x 126 pixels, JPEG 30). A picture that is missing or damaged, or shows no face, is counted.

`--latency` instead measures how long a frame and a decision take, beside face_recognition.
"""

import argparse
import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench._face_latency import latency
from station.camera.pictures import chip_quality, picture
from station.camera.port import Embedding, Frame
from station.camera.sface import SFaceEngine
from station.errors.camera import PictureTooLarge, PictureUnreadable
from station.identity.check_in_events import Against, Band
from station.identity.face_judgement import band
from station.identity.rules import FaceRules

SHARED = Path(__file__).parents[2] / "shared" / "data" / "faces"
FOLDS = 10
STATED = {"accuracy": 0.9940, "tolerance": 0.003}
"""LFW, SFace int8: DESIGN chapter 8; 99.40 % +- 0.39 over ten folds."""

ROC_AT = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
"""False accepts for which the share of true accepts is listed."""
COLUMNS = {"left", "right", "same"}
YES = {"1", "1.0", "true", "t", "yes", "y", "same", "match"}
NO = {"0", "0.0", "-1", "false", "f", "no", "n", "different", "mismatch"}

Scores = NDArray[np.float64]
Truth = NDArray[np.bool_]
Report = dict[str, object]
Embeddings = dict[str, Embedding | None]


def run(*arguments: str) -> Report:
    """Measure and return the report."""
    parser = argparse.ArgumentParser(prog="python -m bench face")
    parser.add_argument("--pairs", type=Path, default=SHARED / "pairs.csv")
    parser.add_argument("--images", type=Path, default=SHARED / "images")
    parser.add_argument("--latency", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.latency:
        return latency()
    try:
        listed, skipped = read_pairs(asked.pairs)
    except (OSError, ValueError, csv.Error) as exc:
        parser.error(f"--pairs: {exc}")
    return pairs(listed, asked.images, skipped=skipped, beside=asked.pairs.parent)


def read_pairs(table: Path) -> tuple[list[tuple[str, str, bool]], int]:
    """Read the pairs, and count the lines that are none.

    Raises:
        OSError: It cannot be read.
        ValueError: It is not UTF-8, or has not the columns left, right and same.
    """
    text = table.read_text(encoding="utf-8-sig")
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    rows = csv.DictReader(text.splitlines(), delimiter=between)
    names = {name: (name or "").strip().lower() for name in rows.fieldnames or ()}
    if not set(names.values()) >= COLUMNS:
        raise ValueError("the first line must name the columns left, right and same")
    listed, skipped = [], 0
    for row in rows:
        known = {names[key]: (row[key] or "").strip() for key in names}
        left, right = (known[side].replace("\\", "/") for side in ("left", "right"))
        same = known["same"].lower()
        if left and right and same in YES | NO:
            listed.append((left, right, same in YES))
        else:
            skipped += 1
    return listed, skipped


def pairs(
    listed: list[tuple[str, str, bool]],
    images: Path,
    *,
    skipped: int = 0,
    beside: Path | None = None,
) -> Report:
    """Compare every pair, plain and with the left side at chip quality.

    Args:
        beside: Where pictures are looked for, too: the folder of the list itself.
    """
    folders = [images, *([beside] if beside else [])]
    engine = SFaceEngine()
    seen: Embeddings = {}
    chips: Embeddings = {}
    lost = {"missing": 0, "unreadable": 0}
    lefts = {left for left, _, _ in listed}
    for name in dict.fromkeys(name for left, right, _ in listed for name in (left, right)):
        frame = _frame(_place(name, folders), lost)
        if frame is None:
            continue
        seen[name] = _embedding(engine, frame)
        if name in lefts:
            chips[name] = _chip(engine, frame)
    plain = _scores(engine, seen, seen, listed)
    chip = _scores(engine, chips, seen, listed)
    figures: Report = {
        "pairs": len(listed),
        "pairs_compared": len(plain[0]),
        "lines_skipped": skipped,
        "pictures_missing": lost["missing"],
        "pictures_unreadable": lost["unreadable"],
        "no_face": sum(each is None for each in seen.values()),
        "chip_no_face": sum(each is None for each in chips.values()),
        **_figures(*plain),
        **{f"chip_{name}": value for name, value in _figures(*chip).items()},
        "bands": _bands(*plain, Against.ENROLMENT),
        "chip_bands": _bands(*chip, Against.CHIP),
    }
    bar = STATED["accuracy"] - STATED["tolerance"]
    accuracy = figures["accuracy"]
    return {
        "name": "face",
        "figures": figures,
        "bar": f"accuracy >= {bar:.4f}: within 0.3 points of the published 0.9940",
        "holds": isinstance(accuracy, float) and accuracy >= bar,
    }


def _place(name: str, folders: list[Path]) -> Path:
    """Return where a picture lies: below a folder by its name, or by the end of its name."""
    places = [folder / each for folder in folders for each in (name, Path(name).name)]
    return next((place for place in places if place.is_file()), places[0])


def _frame(path: Path, lost: dict[str, int]) -> Frame | None:
    try:
        return picture(path.read_bytes())
    except OSError:
        lost["missing"] += 1
    except (PictureUnreadable, PictureTooLarge):
        lost["unreadable"] += 1
    return None


def _embedding(engine: SFaceEngine, frame: Frame) -> Embedding | None:
    found = engine.faces(frame)
    return engine.embed(frame, found[0]) if found else None


def _chip(engine: SFaceEngine, frame: Frame) -> Embedding | None:
    found = engine.faces(frame)
    return _embedding(engine, picture(chip_quality(frame, found[0]))) if found else None


def _scores(
    engine: SFaceEngine,
    lefts: Embeddings,
    rights: Embeddings,
    listed: Iterable[tuple[str, str, bool]],
) -> tuple[Scores, Truth]:
    """Return similarity and truth of each pair in which both faces were found."""
    scores, truth = [], []
    for left, right, same in listed:
        one, other = lefts.get(left), rights.get(right)
        if one is not None and other is not None:
            scores.append(engine.similarity(one, other))
            truth.append(same)
    return np.array(scores, np.float64), np.array(truth, np.bool_)


def _figures(scores: Scores, truth: Truth) -> Report:
    genuine, impostor = np.sort(scores[truth]), np.sort(scores[~truth])
    figures: Report = {}
    too_few = []
    for far in (1e-2, 1e-3, 1e-4):
        name = f"tar_at_far_{far:.0e}".replace("e-0", "e-")
        seen = far * len(impostor) >= 1
        counted = seen or far > 1e-4  # a rate ten times rarer than the pairs says nothing
        figures[name] = _true_accepts(genuine, impostor, far) if counted else None
        if figures[name] is None:
            too_few.append(name)
        elif not seen:
            figures[f"{name}_counted_at"] = f"0 of {len(impostor)} impostor pairs"
    figures["eer"] = _unless_empty(_equal_error, genuine, impostor)
    both = len(genuine) > 0 and len(impostor) > 0
    figures["accuracy"] = round(_accuracy(scores, truth), 4) if both else None
    figures["too_few_for"] = [*too_few, *([] if both else ["eer", "accuracy"])]
    figures["roc"] = {f"{far:g}": _true_accepts(genuine, impostor, far) for far in ROC_AT}
    return figures


def _true_accepts(genuine: Scores, impostor: Scores, far: float) -> float | None:
    """Return the share of true accepts where at most this share of impostors is accepted.

    With too few impostors to see the rate, no false accept at all is the strictest.
    """

    def share(genuine: Scores, impostor: Scores) -> float:
        allowed = int(np.floor(far * len(impostor)))
        threshold = np.nextafter(impostor[len(impostor) - 1 - allowed], 2)
        return float(np.mean(genuine >= threshold))

    return _unless_empty(share, genuine, impostor)


def _unless_empty(
    measure: Callable[[Scores, Scores], float], genuine: Scores, impostor: Scores
) -> float | None:
    return round(measure(genuine, impostor), 4) if len(genuine) and len(impostor) else None


def _equal_error(genuine: Scores, impostor: Scores) -> float:
    thresholds = np.concatenate([genuine, impostor])
    misses = np.searchsorted(genuine, thresholds, side="left") / len(genuine)
    accepts = 1 - np.searchsorted(impostor, thresholds, side="left") / len(impostor)
    nearest = int(np.argmin(np.abs(misses - accepts)))
    return float((misses[nearest] + accepts[nearest]) / 2)


def _accuracy(scores: Scores, truth: Truth) -> float:
    """Cross-validated: each tenth is judged at the threshold that is best for the other nine."""
    fold = np.arange(len(scores)) % FOLDS
    right = 0
    for held in range(min(FOLDS, len(scores))):
        train, test = fold != held, fold == held
        candidates = np.sort(scores[train])
        hits = [np.sum((scores[train] >= each) == truth[train]) for each in candidates]
        best = candidates[int(np.argmax(hits))]
        right += int(np.sum((scores[test] >= best) == truth[test]))
    return right / len(scores)


def _bands(scores: Scores, truth: Truth, against: Against) -> Report:
    rules = FaceRules()
    found = np.array([band(float(score), rules, against).value for score in scores])
    return {
        f"{who}_{each.value}": round(float(np.mean(found[mask] == each.value)), 4)
        if mask.any()
        else None
        for who, mask in (("genuine", truth), ("impostor", ~truth))
        for each in Band
    }
