"""The demo's story as a test: every step of the main job, in real processes, and what it left."""

import json

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from station.modes.demo.cast import CANDIDATE
from station.modes.demo.story import Story

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]

STEPS = 15
WINDOW_PX = (1366, 768)
CARD_PX = (1011, 638)
"""85.6 x 54 mm at 300 dpi."""
A4_POINTS = (595, 842)
PICTURES = (
    *("seat-waiting", "seat-ready", "seat-question", "seat-overview", "seat"),
    *("console", "console-admitted", "console-refused", "console-card"),
)


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo-out")
    Story(folder).play()
    return folder


@pytest.fixture(scope="module")
def timeline(out):
    return json.loads((out / "timeline.json").read_text(encoding="utf-8"))


def test_every_step_was_played_one_after_the_other(timeline):
    steps = timeline["steps"]
    assert len({step["name"] for step in steps}) == len(steps) == STEPS
    ends = [step["start"] + step["seconds"] for step in steps]
    assert all(end <= later["start"] + 0.01 for end, later in zip(ends, steps[1:], strict=False))


def test_no_answer_is_lost_and_the_province_agrees(timeline):
    assert timeline["answers_lost"] == 0
    assert timeline["province_mark_equal"] is True
    assert timeline["score"] == 92
    assert timeline["submit_to_card_s"] < 1
    assert timeline["time_after_kill_differs_s"] <= 2


def test_the_card_is_the_one_that_the_province_granted(out):
    card = Image.open(out / "card.png")
    assert card.size == CARD_PX
    (code,) = zxingcpp.read_barcodes(card.convert("L"))
    assert code.format is zxingcpp.BarcodeFormat.QRCode
    assert code.text == f"https://example.invalid/drill/{CANDIDATE.candidate}"


def test_the_score_sheet_is_one_page_with_the_score(out):
    pdf = pypdfium2.PdfDocument(out / "score.pdf")
    assert len(pdf) == 1
    assert tuple(map(round, pdf[0].get_size())) == A4_POINTS
    page = np.asarray(pdf[0].render(scale=1).to_pil().convert("L"))
    assert 0.01 < (page < 128).mean() < 0.5  # its letters are shapes, so that any viewer has them
    assert CANDIDATE.number.encode() not in (out / "score.pdf").read_bytes()


@pytest.mark.parametrize("name", PICTURES)
def test_the_windows_were_really_drawn(out, name):
    picture = Image.open(out / f"{name}.png").convert("RGB")
    assert picture.width >= WINDOW_PX[0] * 0.9
    assert picture.height >= WINDOW_PX[1] * 0.9
    assert len(np.unique(np.asarray(picture).reshape(-1, 3), axis=0)) > 50


def test_no_process_complained(out):
    for log in out.glob("*.log"):
        assert "Traceback" not in log.read_text(encoding="utf-8", errors="replace"), log.name
