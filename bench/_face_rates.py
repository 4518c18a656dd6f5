"""Rates of a comparison of faces, from similarities and the truth: pure functions.

A pair that could not be compared, because a picture was missing or showed no face, has the
similarity LOST, below every other: it counts as "not the same person". So a lost genuine pair is a
miss, and a detector gains nothing by finding fewer faces. That is how ISO/IEC 19795-1 counts its
generalised rates (failure to acquire is a false non-match, and never a false match), how NIST's
FRTE 1:1 counts templates that could not be made, and what the verification protocol of LFW asks
for, in which each pair has to be answered.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from station.identity.check_in_events import Against, Band
from station.identity.face_judgement import band
from station.identity.rules import FaceRules

Scores = NDArray[np.float64]
Truth = NDArray[np.bool_]
Report = dict[str, object]

LOST = -2.0
"""The similarity of a pair that could not be compared; a cosine is never below -1."""
FOLDS = 10
FARS = (1e-2, 1e-3, 1e-4)
ROC_AT = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
"""False accepts for which the share of true accepts is listed."""


def rates(scores: Scores, truth: Truth) -> Report:
    """Return TAR at several FAR, EER and accuracy; null for what these pairs cannot give."""
    genuine, impostor = np.sort(scores[truth]), np.sort(scores[~truth])
    figures: Report = {}
    too_few = []
    for far in FARS:
        name = far_name(far)
        seen = far * len(impostor) >= 1
        counted = seen or far > 1e-4  # a rate ten times rarer than the pairs says nothing
        figures[name] = true_accepts(genuine, impostor, far) if counted else None
        if figures[name] is None:
            too_few.append(name)
        elif not seen:
            figures[f"{name}_counted_at"] = f"0 of {len(impostor)} impostor pairs"
    figures["eer"] = _unless_empty(_equal_error, genuine, impostor)
    both = len(genuine) > 0 and len(impostor) > 0
    figures["accuracy"] = round(_accuracy(scores, truth), 4) if both else None
    figures["too_few_for"] = [*too_few, *([] if both else ["eer", "accuracy"])]
    figures["roc"] = {f"{far:g}": true_accepts(genuine, impostor, far) for far in ROC_AT}
    return figures


def far_name(far: float) -> str:
    """Return the name of a TAR figure: tar_at_far_1e-3."""
    return f"tar_at_far_{far:.0e}".replace("e-0", "e-")


def true_accepts(genuine: Scores, impostor: Scores, far: float) -> float | None:
    """Return the share of true accepts where at most this share of impostors is accepted.

    With too few impostors to see the rate, no false accept at all is the strictest.

    Args:
        genuine, impostor: Sorted similarities.
    """

    def share(genuine: Scores, impostor: Scores) -> float:
        allowed = int(np.floor(far * len(impostor)))
        threshold = np.nextafter(impostor[len(impostor) - 1 - allowed], 2)
        return float(np.mean(genuine >= threshold))

    return _unless_empty(share, genuine, impostor)


def band_shares(scores: Scores, truth: Truth, against: Against, rules: FaceRules) -> Report:
    """Return what share of the pairs comes to which band; lost pairs are shares of their own."""
    found = np.array(
        ["lost" if score == LOST else band(float(score), rules, against).value for score in scores]
    )
    names = [*(each.value for each in Band), "lost"]
    return {
        f"{who}_{name}": round(float(np.mean(found[mask] == name)), 4) if mask.any() else None
        for who, mask in (("genuine", truth), ("impostor", ~truth))
        for name in names
    }


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
        best = _best_threshold(scores[train], truth[train])
        right += int(np.sum((scores[test] >= best) == truth[test]))
    return right / len(scores)


def _best_threshold(scores: Scores, truth: Truth) -> float:
    """Return the threshold, one of the similarities, at which most pairs are answered rightly."""
    if not len(scores):
        return 0.0
    genuine, impostor = np.sort(scores[truth]), np.sort(scores[~truth])
    candidates = np.unique(scores[scores > LOST])
    if not len(candidates):
        return 0.0
    accepted = len(genuine) - np.searchsorted(genuine, candidates, side="left")
    refused = np.searchsorted(impostor, candidates, side="left")
    return float(candidates[int(np.argmax(accepted + refused))])
