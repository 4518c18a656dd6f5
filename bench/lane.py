"""What one candidate costs the program at the admission desk: `python -m bench lane`.

88 candidates come to one simulated lane, among them 10 impostors with genuine cards, 5 grey
faces, 3 unreadable cards and one who does not agree to be pictured. The reader's driver, the
face models, the encrypted store and the desk's flow are the real ones; who resembles whom is
made up (bench/_lane/crowd.py). The time is that of the program alone, all of it on one thread,
two persons' PINs included; nobody's thinking or walking is in it.
"""

import tempfile
from dataclasses import asdict
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench._lane.lane import Lane
from bench._lane.morning import CANDIDATES, GREY, IMPOSTORS, spend
from station.camera.sface import SFaceEngine

BAR_S = 2.0


def run() -> dict[str, Any]:
    """Measure one morning."""
    with tempfile.TemporaryDirectory() as folder:
        lane = Lane(Path(folder), SFaceEngine(), CANDIDATES)
        try:
            outcome = spend(lane)
        finally:
            lane.close()
    seconds = [lane.seconds[person] for person in range(CANDIDATES)]
    holds = (
        median(seconds) <= BAR_S
        and outcome.silent_passes == outcome.lost == outcome.pictures_of_decliner == 0
        and outcome.impostors_stopped == IMPOSTORS
        and outcome.greys_waited == len(GREY)
    )
    return {
        "name": "lane",
        "figures": {
            "candidates": CANDIDATES,
            "median_s": round(median(seconds), 3),
            "p95_s": round(quantiles(seconds, n=20)[-1], 3),
            "most_s": round(max(seconds), 3),
            **asdict(outcome),
        },
        "bar": {"median_s": BAR_S, "silent_passes": 0, "lost": 0, "impostors_stopped": IMPOSTORS},
        "holds": holds,
    }
