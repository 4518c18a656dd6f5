"""Chinese type as shapes: outlines drawn into a PDF, so that no printer's own font is ever used.

The fonts are Noto Sans SC and Noto Serif SC, from the package pylopdf_fonts_zh_cn. Their
outlines are PostScript curves, which PDF paths take as they are. Rare characters, those of GB
18030-2022 level 3 outside the basic plane, are from Hanazono Mincho B of the GlyphWiki project,
beside this file in rare_hanzi.zip (installer/fonts says how it was made). A character that none
of them has is refused: a card never carries a box.
"""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import pylopdf_fonts_zh_cn
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from station.errors.credential import CardCharacterMissing

RARE = files("station.printer") / "rare_hanzi.zip"
CHUNK = 1024
"""So many code points share one small font in the zip."""

SELECTORS = frozenset(
    chr(code)
    for first, last in ((0xFE00, 0xFE0F), (0x180B, 0x180F), (0xE0100, 0xE01EF))
    for code in range(first, last + 1)
)
"""Unicode's variation selectors: the usual shape of the character before them is drawn."""

DENSE_MOVES = 200
"""A glyph of more steps than this is black enough without a line around it."""

OPERATORS = {"moveTo": "m", "lineTo": "l", "curveTo": "c", "close": "h"}
Move = tuple[str, tuple[float, ...]]
"""One step of an outline: an operation of a PDF path and its coordinates, in ems."""


class Face(StrEnum):
    """A typeface."""

    SANS = "sans"
    SERIF = "serif"


def width_em(text: str, face: Face = Face.SANS) -> float:
    """Return the width of a text, in ems.

    Raises:
        CardCharacterMissing: No font has one of its characters.
    """
    return sum(_glyph(character, face).advance for character in visible(text))


def draw(
    canvas: Any,
    text: str,
    at: tuple[float, float],
    size: float,
    *,
    face: Face = Face.SANS,
    bold: float = 0,
    halo: float = 0,
) -> None:
    """Draw a text as filled outlines, in the canvas's colours.

    Args:
        canvas: A reportlab canvas; its unit is that of `at` and `size`.
        at: The left end of the base line.
        size: Height of an em.
        bold: Thickness of the line drawn around the shapes, in ems; 0.03 looks bold.
        halo: Thickness of the white kept free around the shapes, in the canvas's unit.

    Raises:
        CardCharacterMissing: No font has one of its characters.
    """
    glyphs = [_glyph(character, face) for character in visible(text)]
    if any(glyph.dense for glyph in glyphs):
        bold = 0  # its strokes would run together
    canvas.saveState()
    canvas.setLineJoin(1)
    if halo:
        canvas.setStrokeGray(1)
        _place(canvas, glyphs, at, size, 2 * halo / size + bold, "S")
        canvas.restoreState()
        canvas.saveState()
        canvas.setLineJoin(1)
    _place(canvas, glyphs, at, size, bold, "B" if bold else "f")
    canvas.restoreState()


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character's shape, in ems.

    Attributes:
        outline: As PDF path operations, made once: writing numbers is most of a card's time.
    """

    advance: float
    moves: tuple[Move, ...]
    outline: str

    @property
    def dense(self) -> bool:
        return len(self.moves) > DENSE_MOVES


def _place(
    canvas: Any,
    glyphs: list[Glyph],
    at: tuple[float, float],
    size: float,
    line: float,
    paint: str,
) -> None:
    """Paint shapes side by side; `line` is in ems."""
    x, y = at
    said = []
    for glyph in glyphs:
        said.append(
            f"q {size:.5f} 0 0 {size:.5f} {x:.5f} {y:.5f} cm {line:.5f} w {glyph.outline} {paint} Q"
        )
        x += glyph.advance * size
    canvas.addLiteral("\n".join(said))


def _outline(moves: tuple[Move, ...]) -> str:
    """Return an outline as PDF path operations."""
    said = (f"{' '.join(f'{n:.5g}' for n in numbers)} {OPERATORS[name]}" for name, numbers in moves)
    return " ".join(said)


def missing(text: str) -> tuple[str, ...]:
    """Return the characters of a text that no font has, each once, in their order."""
    return tuple(dict.fromkeys(c for c in visible(text) if _found(c, Face.SANS) is None))


def visible(text: str) -> str:
    """Return a text without what has no shape of its own: joiners, marks of order, and selectors
    of a variant, which other systems leave in names."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf" and c not in SELECTORS)


def is_drawn(character: str) -> bool:
    """Tell whether a character leaves ink, or is a blank that shall not: never a box."""
    found = _found(character, Face.SANS)
    if found is None:
        return False
    font, name = found
    moves = _glyph(character, Face.SANS).moves
    return font.getGlyphID(name) != 0 and (bool(moves) or character.isspace())


def has_of_its_own(character: str) -> bool:
    """Tell whether one of the two usual fonts has a character."""
    return any(ord(character) in _font(face).getBestCmap() for face in Face)


@cache
def _font(face: Face) -> TTFont:
    paths: dict[Face, Callable[[], Any]] = {
        Face.SANS: pylopdf_fonts_zh_cn.sans_path,
        Face.SERIF: pylopdf_fonts_zh_cn.serif_path,
    }
    return TTFont(paths[face](), lazy=True)


@cache
def _rare_font(first: int) -> TTFont | None:
    """Return the small font for the code points from this one on; None if there is none."""
    with RARE.open("rb") as raw, zipfile.ZipFile(raw) as archive:
        name = f"{first:x}.ttf"
        if name not in archive.NameToInfo:
            return None
        return TTFont(io.BytesIO(archive.read(name)), lazy=True)


@cache
def rare_font_file(character: str) -> tuple[str, bytes]:
    """Return a small font for the screen that has a rare character, and its family's name.

    The bytes are empty where the usual fonts have it, or none has.
    """
    first = ord(character) // CHUNK * CHUNK
    family = f"Rare Hanzi {first:X}"
    found = _found(character, Face.SANS)
    if found is None or found[0] is not _rare_font(first):
        return family, b""
    with RARE.open("rb") as file, zipfile.ZipFile(file) as archive:
        font = TTFont(io.BytesIO(archive.read(f"{first:x}.ttf")))
    builder = FontBuilder(font=font)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    raw = io.BytesIO()
    font.save(raw)
    return family, raw.getvalue()


def _found(character: str, face: Face) -> tuple[TTFont, str] | None:
    """Return the first font that has a character, and its glyph's name there."""
    code = ord(character)
    other = Face.SERIF if face is Face.SANS else Face.SANS
    for font in (_font(face), _font(other)):
        if code in font.getBestCmap():
            return font, font.getBestCmap()[code]
    rare = _rare_font(code // CHUNK * CHUNK) if code >= 0x20000 else None
    if rare is None or code not in rare.getBestCmap():
        return None
    return rare, rare.getBestCmap()[code]


@cache
def _glyph(character: str, face: Face) -> Glyph:
    found = _found(character, face)
    if found is None:
        raise CardCharacterMissing(character=f"U+{ord(character):04X}", serial="")
    font, name = found
    glyphs, em = font.getGlyphSet(), font["head"].unitsPerEm
    pen = _PathPen(glyphs, em)
    glyphs[name].draw(pen)
    moves = tuple(pen.moves)
    return Glyph(glyphs[name].width / em, moves, _outline(moves))


class _PathPen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Writes an outline down as PDF path operations."""

    def __init__(self, glyphs: Any, em: int) -> None:
        super().__init__(glyphs)
        self._em = em
        self.moves: list[Move] = []

    def _add(self, operation: str, *points: tuple[float, float]) -> None:
        numbers = tuple(number / self._em for point in points for number in point)
        self.moves.append((operation, numbers))

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools calls it so
        self._add("moveTo", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._add("lineTo", pt)

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._add("curveTo", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self._add("close")


@cache
def svg(character: str) -> bytes:
    """Return a picture of a character, to be chosen by its shape.

    Raises:
        CardCharacterMissing: No font has it.
    """
    glyph = _glyph(character, Face.SANS)
    letters = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "close": "Z"}
    steps = (
        letters[name] + " ".join(f"{n if place % 2 == 0 else -n:.4g}" for place, n in enumerate(at))
        for name, at in glyph.moves
    )
    path = " ".join(steps)
    box = f"{(glyph.advance - 1.1) / 2:.4g} -0.93 1.1 1.1"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="88" height="88" viewBox="{box}">'
        f'<path d="{path}"/></svg>'
    ).encode()
