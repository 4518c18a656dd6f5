"""The marks of a drill's card: nobody shall take it for a certificate."""

import io
from functools import cache
from typing import Any

import numpy as np
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from station.credential.template import Badge
from station.printer import fonts
from station.printer.dots import PAGE, Box, lay_dots, rasterise
from station.printer.port import CARD_PX
from station.printer.type_setter import POINTS_IN_MM, Style, TypeSetter

TEXT = "样张 SAMPLE"
BADGE_HEIGHT_MM = 4.4


def mark_across(canvas: Any) -> None:
    """Print SAMPLE across the whole face in a fine screen of dots, under all words."""
    lay_dots(canvas, _mark(), Box(0, 0, *CARD_PX))


@cache
def _mark() -> Image.Image:
    """Return the mark; it is the same on every card, and made once."""
    raw = io.BytesIO()
    canvas = Canvas(raw, pagesize=PAGE)
    canvas.translate(PAGE[0] / 2, PAGE[1] / 2)
    canvas.rotate(28)
    size = 15.5 * POINTS_IN_MM
    fonts.draw(canvas, TEXT, (-fonts.width_em(TEXT) * size / 2, -0.37 * size), size)
    canvas.save()
    letters = rasterise(raw.getvalue()) == 0
    down, across = np.indices(letters.shape) // 2
    screen = (down % 2 == 0) & (across % 4 == down % 4)
    return Image.fromarray(np.where(letters & screen, 0, 255).astype(np.uint8)).convert("1")


def put_badge(canvas: Any, setter: TypeSetter, badge: Badge) -> None:
    """Say it once more, white on black, where the eye begins."""
    left, bottom = setter.points(badge.x_mm, badge.y_mm + BADGE_HEIGHT_MM)
    width, height = badge.width_mm * POINTS_IN_MM, BADGE_HEIGHT_MM * POINTS_IN_MM
    canvas.roundRect(left, bottom, width, height, 1.2, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setStrokeGray(1)
    style = Style(size_mm=2.7, bold=0.02)
    setter.centred(TEXT, badge.x_mm + badge.width_mm / 2, badge.y_mm + 3.2, style, badge.width_mm)
    canvas.setFillGray(0)
    canvas.setStrokeGray(0)
