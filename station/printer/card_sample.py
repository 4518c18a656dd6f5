"""The marks of a drill's card: nobody shall take it for a certificate."""

from typing import Any

from station.credential.template import Badge
from station.printer import fonts
from station.printer.dots import DOT
from station.printer.port import CARD_PX
from station.printer.type_setter import POINTS_IN_MM, Style, TypeSetter

TEXT = "样张 SAMPLE"
SCREEN_DOTS = 4
BADGE_HEIGHT_MM = 4.4


def mark_across(canvas: Any) -> None:
    """Print SAMPLE across the whole face in a fine screen of dots, under all words."""
    size = 15.5 * POINTS_IN_MM
    turn = 28
    middle = (CARD_PX[0] * DOT / 2, CARD_PX[1] * DOT / 2)
    canvas.saveState()
    canvas.translate(*middle)
    canvas.rotate(turn)
    fonts.clip(canvas, TEXT, (-fonts.width_em(TEXT) * size / 2, -0.37 * size), size)
    canvas.rotate(-turn)
    canvas.translate(-middle[0], -middle[1])
    screen = canvas.beginPath()
    for y in range(0, CARD_PX[1], SCREEN_DOTS):
        for x in range(y // SCREEN_DOTS % 2 * SCREEN_DOTS, CARD_PX[0], 2 * SCREEN_DOTS):
            screen.rect(x * DOT, y * DOT, 2 * DOT, 2 * DOT)
    canvas.drawPath(screen, stroke=0, fill=1)
    canvas.restoreState()


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
