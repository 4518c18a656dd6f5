"""A paper as A4 pages: to look a composed paper through, or to hold an exam on paper."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from station.exam.paper import Paper, PaperItem
from station.exam.question import QuestionKind
from station.ids import Digest
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

GAP_MM = 6.0
"""Between options side by side."""

CLOSING = "，。、；：！？）》”’】〉…,.;:!?)"
_PIECE = re.compile(r"[A-Za-z0-9]+(?:[-–—./:²³℃%]+[A-Za-z0-9]+)*[%℃²³]?|.")
"""What is not broken: a word, a number, the name of a standard, or one character."""

PICTURE_MM = (90.0, 60.0)
"""The largest that a picture is printed."""
PICTURE_PART = 0.92
"""Of a picture's height; the rest is white below it."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_TITLE = Style(size_mm=6.5, face=Face.SERIF, bold=0.025)
_TEXT = Style(size_mm=4.0)
_SMALL = Style(size_mm=3.0)
_KINDS = {
    QuestionKind.JUDGE: "判断",
    QuestionKind.SINGLE: "单选",
    QuestionKind.MULTIPLE: "多选",
}


def paper_pdf(paper: Paper, pictures: Mapping[Digest, bytes] | None = None) -> bytes:
    """Set a paper, without its key; equal papers give equal bytes.

    Args:
        pictures: As PNG, by their SHA-256 in the bank; where one is missing its name is set.

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
        is_new = number == 1 or paper.items[number - 2].case != item.case
        parts = list(_parts(number, item, pictures or {}, tell_case=is_new))
        if y_mm + sum(part.height_mm for part in parts) > BOTTOM_MM:
            y_mm = _next_page(canvas, setter, paper)
        for part in parts:
            if y_mm + part.height_mm - LINE_MM > BOTTOM_MM:
                y_mm = _next_page(canvas, setter, paper)
            part.draw(canvas, setter, y_mm)
            y_mm += part.height_mm
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
    told = ""
    for number, item in enumerate(paper.items, start=1):
        if item.case_text and item.case != told:
            parts.append(f"【案例】{item.case_text}\n")
        told = item.case
        options = "".join(
            f"   {LETTERS[place]}. {option}\n" for place, option in enumerate(item.options)
        )
        shown = "".join(f"   [图 {digest.hex()[:16]}]\n" for digest in item.pictures)
        parts.append(f"{_stem(number, item)}\n{shown}{options}")
    return "\n".join(parts)


def _stem(number: int, item: PaperItem) -> str:
    return f"{number}. [{_KINDS[item.kind]} {item.marks} 分] {item.stem}"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text, or several texts side by side."""

    texts: tuple[str, ...]
    x_mm: float
    step_mm: float = 0.0
    height_mm: float = LINE_MM

    def draw(self, canvas: Any, setter: TypeSetter, y_mm: float) -> None:  # noqa: ARG002
        for place, text in enumerate(self.texts):
            setter.left(text, self.x_mm + place * self.step_mm, y_mm, _TEXT)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture below the line before it."""

    png: ImageReader
    width_mm: float
    height_mm: float

    def draw(self, canvas: Any, setter: TypeSetter, y_mm: float) -> None:
        shown_mm = self.height_mm * PICTURE_PART
        corner = setter.points(LEFT_MM + OPTION_MM, y_mm - LINE_MM / 2 + shown_mm)
        size = (self.width_mm * POINTS_IN_MM, shown_mm * POINTS_IN_MM)
        canvas.drawImage(self.png, *corner, *size)


def _picture(png: bytes) -> _Picture:
    reader = ImageReader(io.BytesIO(png))
    wide, high = reader.getSize()
    scale = min(PICTURE_MM[0] / wide, PICTURE_MM[1] / high)
    return _Picture(reader, wide * scale, high * scale / PICTURE_PART)


def _parts(
    number: int, item: PaperItem, pictures: Mapping[Digest, bytes], *, tell_case: bool
) -> Iterator[_Line | _Picture]:
    """Yield what a question is set as, from above to below."""
    if item.case_text and tell_case:
        for line in broken(f"【案例】{item.case_text}", RIGHT_MM - LEFT_MM, _TEXT):
            yield _Line((line,), LEFT_MM)
    for line in broken(_stem(number, item), RIGHT_MM - LEFT_MM, _TEXT):
        yield _Line((line,), LEFT_MM)
    for digest in item.pictures:
        png = pictures.get(digest)
        yield _picture(png) if png else _Line((f"[图 {digest.hex()[:16]}]",), LEFT_MM + OPTION_MM)
    yield from _set_options(item.options)


def broken(text: str, room_mm: float, style: Style) -> Iterator[str]:
    """Break a text into lines; Chinese may be broken anywhere, words and numbers only between them.

    A closing mark never begins a line: it may stand a little beyond the edge.
    """
    for paragraph in text.split("\n"):
        line, width_mm = "", 0.0
        for piece in _PIECE.findall(paragraph):
            wide_mm = _wide_mm(piece, style)
            if line and width_mm + wide_mm > room_mm and piece not in CLOSING:
                yield line
                line, width_mm = "", 0.0
            while width_mm + wide_mm > room_mm and len(piece) > 1:  # longer than a line is wide
                count = max(1, int(len(piece) * room_mm / wide_mm) - 1)
                yield line + piece[:count]
                line, width_mm, piece = "", 0.0, piece[count:]  # noqa: PLW2901
                wide_mm = _wide_mm(piece, style)
            line += piece
            width_mm += wide_mm
        yield line


def _wide_mm(text: str, style: Style) -> float:
    return sum(fonts.width_em(character, style.face) for character in text) * style.size_mm


def _set_options(options: Sequence[str]) -> Iterator[_Line]:
    """Yield options side by side where they are short, or each on lines of its own."""
    room_mm = RIGHT_MM - LEFT_MM - OPTION_MM
    texts = [f"{LETTERS[place]}. {option}" for place, option in enumerate(options)]
    widest_mm = max(_wide_mm(text, _TEXT) for text in texts) + GAP_MM
    across = next((n for n in (4, 2) if n * widest_mm <= room_mm), 1)
    if across > 1:
        for start in range(0, len(texts), across):
            yield _Line(tuple(texts[start : start + across]), LEFT_MM + OPTION_MM, room_mm / across)
        return
    for text in texts:
        for line in broken(text, room_mm, _TEXT):
            yield _Line((line,), LEFT_MM + OPTION_MM)


def _next_page(canvas: Any, setter: TypeSetter, paper: Paper) -> float:
    _foot(canvas, setter, paper)
    canvas.showPage()
    return TOP_MM


def _foot(canvas: Any, setter: TypeSetter, paper: Paper) -> None:
    setter.line(LEFT_MM, 284, RIGHT_MM, 0.2)
    seed = paper.seed.lstrip(b"\0").hex() or "00"  # whole: with the bank, the paper comes again
    drawn = f"{paper.blueprint}  种子 {seed}  题库 {paper.bank.hex()[:12]}"
    setter.left(drawn, LEFT_MM, 289, _SMALL, RIGHT_MM - LEFT_MM - 10)
    setter.right(str(canvas.getPageNumber()), RIGHT_MM, 289, _SMALL)
