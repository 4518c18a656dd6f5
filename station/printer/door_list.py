"""The list for the door: who sits where, for people who look for their names.

By seat for whoever knows the number, and again by the end of the ID numbers for whoever does not.
Only the last four characters of a number are on it.
"""

import io
from dataclasses import dataclass
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from station.ids import SeatNumber
from station.printer.fonts import Face, missing
from station.printer.type_setter import POINTS_IN_MM, Style, TypeSetter

PAGE_MM = (210.0, 297.0)
LEFT_MM = 18.0
COLUMN_MM = 90.0
WIDTH_MM = 84.0
FIRST_ROW_MM = 52.0
ROW_MM = 5.2
ROWS = 45
"""In a column; there are two, so that a room of 88 seats is on one page."""

_TITLE = Style(size_mm=8, face=Face.SERIF, bold=0.025)
_TEXT = Style(size_mm=4.2)
_SEAT = Style(size_mm=4.2, bold=0.022)
_SMALL = Style(size_mm=3.2)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DoorLine:
    """One candidate's line."""

    seat: SeatNumber
    name: str
    tail: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DoorList:
    """What hangs at the door.

    Attributes:
        begins: Day and time, as people read it.
    """

    title: str
    begins: str
    lines: tuple[DoorLine, ...]
    sample: bool


def door_pdf(door: DoorList) -> bytes:
    """Compose the list; equal lists give equal bytes."""
    raw = io.BytesIO()
    size = (PAGE_MM[0] * POINTS_IN_MM, PAGE_MM[1] * POINTS_IN_MM)
    canvas: Any = Canvas(raw, pagesize=size, invariant=1, pageCompression=1)
    canvas.setTitle("座次表")
    by_seat = sorted(door.lines, key=lambda line: line.seat)
    by_tail = sorted(door.lines, key=lambda line: (line.tail, line.seat))
    for words, lines in (("按座位号", by_seat), ("按身份证号后四位", by_tail)):
        for start in range(0, max(1, len(lines)), 2 * ROWS):
            _page(canvas, door, words, lines[start : start + 2 * ROWS])
    canvas.save()
    return raw.getvalue()


def _page(canvas: Any, door: DoorList, words: str, lines: list[DoorLine]) -> None:
    setter = TypeSetter(canvas, PAGE_MM[1])
    middle = PAGE_MM[0] / 2
    setter.centred("座 次 表", middle, 22, _TITLE)
    setter.centred(_printable(door.title), middle, 31, _TEXT, 170)
    setter.centred(f"{door.begins}   共 {len(door.lines)} 人   {words}", middle, 38, _TEXT, 170)
    for column in range(0, len(lines), ROWS):
        x_mm = LEFT_MM + COLUMN_MM * (column // ROWS)
        setter.left("座位", x_mm, FIRST_ROW_MM - 6, _SMALL)
        setter.left("姓名", x_mm + 16, FIRST_ROW_MM - 6, _SMALL)
        setter.right("证号后四位", x_mm + WIDTH_MM, FIRST_ROW_MM - 6, _SMALL)
        for row, line in enumerate(lines[column : column + ROWS]):
            y_mm = FIRST_ROW_MM + row * ROW_MM
            setter.left(str(line.seat), x_mm, y_mm, _SEAT)
            setter.left(_printable(line.name), x_mm + 16, y_mm, _TEXT, WIDTH_MM - 34)
            setter.right(line.tail, x_mm + WIDTH_MM, y_mm, _TEXT)
            setter.line(x_mm, y_mm + 1.3, x_mm + WIDTH_MM, 0.08)
    if door.sample:
        setter.left("演练样张，无任何效力。", LEFT_MM, 290, _SMALL)
    canvas.showPage()


def _printable(text: str) -> str:
    """A character that no font has is a square here: a seat is found by the number's end too."""
    return "".join("□" if missing(character) else character for character in text)
