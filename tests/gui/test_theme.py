"""Type that can be read, by people who are not 20 any more."""

import re
from importlib.resources import files

import pytest
from PySide6.QtGui import QFontDatabase, QRawFont

from station.ui.theme import COLOURS, FAMILY, colour, sheet
from station.ui.time_text import clock_text, whole_minutes

pytestmark = pytest.mark.gui

ON = [
    ("ink", "page"),
    ("ink", "card"),
    ("ink", "flag"),
    ("muted", "page"),
    ("muted", "card"),
    ("card", "blue"),
    ("card", "violet"),
    ("card", "red"),
    ("blue", "pale_blue"),
    ("green", "pale_green"),
    ("amber", "pale_amber"),
    ("red", "pale_red"),
]


def luminance(name):
    """WCAG 2.2, relative luminance."""
    shares = [channel / 255 for channel in colour(name).getRgb()[:3]]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in shares]
    return sum(weight * x for weight, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(("ink", "paper"), ON)
def test_each_ink_stands_out_from_its_paper(ink, paper):
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 7


def shown_characters():
    """Return every character beyond ASCII that the windows and the catalogues can show."""
    folder = files("station")
    sources = [*(folder / "ui").iterdir(), *(folder / "locale" / "zh_CN").iterdir()]
    texts = (file.read_text(encoding="utf-8") for file in sources if file.is_file())
    return {character for text in texts for character in text if ord(character) > 126}


def test_the_font_that_we_ship_has_every_glyph_that_we_show(qapp):
    assert FAMILY in QFontDatabase.families()
    font = QRawFont.fromFont(qapp.font())
    missing = {glyph for glyph in shown_characters() if not font.supportsCharacter(ord(glyph))}
    assert missing == set()


@pytest.mark.parametrize("name", ["seat", "console"])
def test_a_style_sheet_scales_every_size(name):
    once, twice = sheet(name, 1.0), sheet(name, 2.0)
    assert "$" not in once
    assert COLOURS["blue"] in once
    sizes = [[int(size) for size in re.findall(r"(\d+)px", text)] for text in (once, twice)]
    assert sizes[0]
    assert sizes[1] == [2 * size if size else 1 for size in sizes[0]]


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "00:00"),
        (-5, "00:00"),
        (1, "00:01"),
        (59_000, "00:59"),
        (59_001, "01:00"),
        (3_599_999, "1:00:00"),
        (7_200_000, "2:00:00"),
        (6_271_000, "1:44:31"),
    ],
)
def test_a_begun_second_counts(ms, text):
    assert clock_text(ms) == text


def test_a_begun_minute_is_waited_for():
    assert [whole_minutes(ms) for ms in (0, 1, 60_000, 60_001)] == [0, 1, 1, 2]
