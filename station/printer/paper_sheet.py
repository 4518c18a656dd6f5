"""A paper as A4 pages: to look a composed paper through, or to hold an exam on paper."""

import io
from collections.abc import Iterator
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from station.exam.paper import Paper, PaperItem
from station.exam.question import QuestionKind
from station.printer import fonts
from station.printer.fonts import Face
from station.printer.type_setter import POINTS_IN_MM, Style, TypeSetter

PAGE_MM = (210.0, 297.0)
LEFT_MM = 22.0
RIGHT_MM = 188.0
TOP_MM = 24.0
BOTTOM_MM = 278.0
LINE_MM = 6.2
OPTION_MM = 6.0
"""How far options stand in from the stem."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_TITLE = Style(size_mm=6.5, face=Face.SERIF, bold=0.025)
_TEXT = Style(size_mm=4.0)
_SMALL = Style(size_mm=3.0)
_KINDS = {
    QuestionKind.JUDGE: "判断",
    QuestionKind.SINGLE: "单选",
    QuestionKind.MULTIPLE: "多选",
}


def paper_pdf(paper: Paper) -> bytes:
    """Set a paper, without its key; equal papers give equal bytes.

    Raises:
        CardCharacterMissing: No font has one of its characters; nothing was composed.
    """
    raw = io.BytesIO()
    size = (PAGE_MM[0] * POINTS_IN_MM, PAGE_MM[1] * POINTS_IN_MM)
    canvas = Canvas(raw, pagesize=size, invariant=1, pageCompression=1)
    canvas.setTitle(paper.title)
    setter = TypeSetter(canvas, PAGE_MM[1])
    setter.centred(paper.title, PAGE_MM[0] / 2, TOP_MM, _TITLE, RIGHT_MM - LEFT_MM)
    facts = f"{paper.minutes} 分钟   满分 {paper.marks} 分   合格线 {paper.pass_marks} 分"
    setter.centred(facts, PAGE_MM[0] / 2, TOP_MM + 9, _TEXT)
    y_mm = TOP_MM + 20
    for number, item in enumerate(paper.items, start=1):
        lines = list(_lines(number, item))
        if y_mm + LINE_MM * len(lines) > BOTTOM_MM:
            y_mm = _next_page(canvas, setter, paper)
        for text, x_mm in lines:
            if y_mm > BOTTOM_MM:
                y_mm = _next_page(canvas, setter, paper)
            setter.left(text, x_mm, y_mm, _TEXT)
            y_mm += LINE_MM
        y_mm += LINE_MM / 2
    _foot(canvas, setter, paper)
    canvas.save()
    return raw.getvalue()


def paper_text(paper: Paper) -> str:
    """Return a paper, without its key, as it is read on a screen of text."""
    head = (
        f"{paper.title}\n"
        f"{paper.minutes} 分钟  满分 {paper.marks} 分  合格线 {paper.pass_marks} 分\n"
    )
    parts = [head]
    for number, item in enumerate(paper.items, start=1):
        options = "".join(
            f"   {LETTERS[place]}. {option}\n" for place, option in enumerate(item.options)
        )
        parts.append(f"{_stem(number, item)}\n{options}")
    return "\n".join(parts)


def _stem(number: int, item: PaperItem) -> str:
    return f"{number}. [{_KINDS[item.kind]} {item.marks} 分] {item.stem}"


def _lines(number: int, item: PaperItem) -> Iterator[tuple[str, float]]:
    """Yield each line of a question and where it begins."""
    for line in _broken(_stem(number, item), RIGHT_MM - LEFT_MM):
        yield line, LEFT_MM
    for place, option in enumerate(item.options):
        for line in _broken(f"{LETTERS[place]}. {option}", RIGHT_MM - LEFT_MM - OPTION_MM):
            yield line, LEFT_MM + OPTION_MM


def _broken(text: str, room_mm: float) -> Iterator[str]:
    """Break a text into lines; Chinese may be broken anywhere."""
    for paragraph in text.split("\n"):
        line, width_mm = "", 0.0
        for character in paragraph:
            wide_mm = fonts.width_em(character, _TEXT.face) * _TEXT.size_mm
            if line and width_mm + wide_mm > room_mm:
                yield line
                line, width_mm = "", 0.0
            line += character
            width_mm += wide_mm
        yield line


def _next_page(canvas: Any, setter: TypeSetter, paper: Paper) -> float:
    _foot(canvas, setter, paper)
    canvas.showPage()
    return TOP_MM


def _foot(canvas: Any, setter: TypeSetter, paper: Paper) -> None:
    setter.line(LEFT_MM, 284, RIGHT_MM, 0.2)
    setter.left(f"{paper.blueprint} {paper.seed.hex()[:16]}", LEFT_MM, 289, _SMALL)
    setter.right(str(canvas.getPageNumber()), RIGHT_MM, 289, _SMALL)
