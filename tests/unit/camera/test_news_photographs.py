"""How often the thresholds are right on news photographs, one side degraded to a chip's quality.

The pictures lie beside the project and are never part of it.
"""

import csv
from pathlib import Path

import pytest

from station.camera.pictures import chip_quality, picture
from station.camera.sface import SFaceEngine, embed_photo
from station.errors.camera import NoFaceInPhoto
from station.identity.check_in_events import Against, Band
from station.identity.face_judgement import band
from station.identity.rules import FaceRules

FACES = Path(__file__).parents[4] / "shared" / "data" / "faces"
SAMPLE = slice(0, None, 8)

pytestmark = pytest.mark.skipif(
    not (FACES / "pairs.csv").is_file(),
    reason="the labelled pairs of ../shared/data/faces are not on this machine",
)


@pytest.fixture(scope="module")
def bands():
    """Bands of genuine and of impostor pairs, live frame against chip photo."""
    engine, told = SFaceEngine(), {"1": [], "0": []}
    with (FACES / "pairs.csv").open(newline="") as rows:
        pairs = list(csv.DictReader(rows))[SAMPLE]
    for pair in pairs:
        left, right = (
            picture((FACES / "images" / pair[side]).read_bytes()) for side in ("left", "right")
        )
        found = engine.faces(left), engine.faces(right)
        if not all(found):
            continue
        try:
            chip = embed_photo(engine, chip_quality(right, found[1][0]))
        except NoFaceInPhoto:
            continue
        similarity = engine.similarity(engine.embed(left, found[0][0]), chip)
        told[pair["same"]].append(band(similarity, FaceRules(), Against.CHIP))
    return told


def test_faces_are_found(bands):
    assert min(len(bands["1"]), len(bands["0"])) >= 35


def test_genuine_candidates_pass_and_hardly_one_is_refused(bands):
    genuine = bands["1"]
    assert genuine.count(Band.PASS) / len(genuine) >= 0.9
    assert genuine.count(Band.REFUSE) / len(genuine) <= 0.06


def test_no_impostor_passes_silently(bands):
    assert Band.PASS not in bands["0"]
    assert bands["0"].count(Band.GREY) / len(bands["0"]) <= 0.05
