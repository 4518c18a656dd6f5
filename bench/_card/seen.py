"""What a name on a card looks like, by another program than the one that drew it.

FreeType draws each character as the fonts have it, at the place and in the size that the template
asks for; the dots of the card must be those, and must not be the box that a font shows for what it
has not. Nothing here comes from the rooms that compose cards but the template's own numbers.
"""

import io
import zipfile
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import cv2
import numpy as np
import pylopdf_fonts_zh_cn
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from station.credential.template import Place, Side, Words
from station.printer.dots import DOTS_IN_MM
from station.printer.port import Raster

Ink = NDArray[np.bool_]

FINE = 4
"""Dots are drawn so many times finer, and then put together."""

NOWHERE = "\U0010fffd"
"""No font has it: what is drawn for it is the font's box."""

HALF, HAIR = 128, 32
"""Of a dot, 255 being all: what is ink, and what may become ink where a line goes around shapes."""

EM_PX = 100
ALIKE, STRAY = 0.85, 0.02
ROOM_MM, BESIDE_MM = 0.6, 3.0


@dataclass(frozen=True, slots=True)
class Looked:
    """What was wrong with a name.

    Attributes:
        boxes: Characters that are not what the fonts have, or that no font has.
        clipped: Ink is missing at an edge, or stands where no name may.
    """

    boxes: int
    clipped: bool


def look(card: Raster, nameless: Raster, side: Side, name: str) -> Looked:
    """Look at each place where a side has the name."""
    boxes, clipped = 0, False
    for words in (each for each in side.words if each.text == "{name}"):
        rows, columns = area = _area(words)
        ink = ((card == 0) & (nameless == 255))[area]
        near, best = _grown(ink, 1), None
        for way in _ways_to_set(words, name):
            moved = [replace(e, x=e.x - columns.start, y=e.y - rows.start) for e in way]
            seen = _Seen(ink, near, moved)
            best = seen if best is None or seen.worst > best.worst else best
            if best.worst >= ALIKE:
                break
        boxes += best.boxes() if best else 1
        clipped |= _is_outside(ink, words, columns.start)
    return Looked(boxes, clipped)


@dataclass(frozen=True, slots=True)
class _Set:
    """A character at its place: the base line's left end, and how high an em is, in dots."""

    character: str
    x: float
    y: float
    em: float
    serif: bool


def _ways_to_set(words: Words, name: str) -> list[list[_Set]]:
    """Return how a name may stand: on one line, or on two, broken about the middle."""
    type_ = words.type
    if _width_em(name, type_.serif) * type_.least_mm <= words.width_mm or words.wrapping is None:
        return [_line(words, name, words.y_mm, type_.size_mm, type_.serif)]
    small, (above, below) = words.wrapping.type, words.wrapping.lines_mm
    ways = []
    middle = (len(name) + 1) // 2
    near = range(middle - len(name) // 5, middle + len(name) // 5 + 1)
    for cut in sorted(near, key=lambda place: abs(place - middle)):
        parts = name[:cut], name[cut:]
        longest = max(_width_em(part, small.serif) for part in parts)
        size_mm = min(small.size_mm, words.width_mm / longest)
        ways.append(
            _line(words, parts[0], above, size_mm, small.serif)
            + _line(words, parts[1], below, size_mm, small.serif)
        )
    return ways


def _line(words: Words, text: str, y_mm: float, most_mm: float, serif: bool) -> list[_Set]:
    width_em = _width_em(text, serif)
    size_mm = min(most_mm, words.width_mm / width_em) if width_em else most_mm
    x_mm = words.x_mm
    if words.place is Place.CENTRE:
        x_mm += (words.width_mm - width_em * size_mm) / 2
    found, em = [], size_mm * DOTS_IN_MM
    for character in text:
        found.append(_Set(character, x_mm * DOTS_IN_MM, y_mm * DOTS_IN_MM, em, serif))
        x_mm += _advance(character, serif) * size_mm
    return found


class _Seen:
    """The dots of a name held to one way to set it.

    Attributes:
        shares: How much of each character is there, and nothing else; 0 for one that no font has.
    """

    def __init__(self, ink: Ink, near: Ink, way: list[_Set]) -> None:
        self._ink, self._near, self._way = ink, near, way
        drawn = [_drawn(each, _font_of(each.character, each.serif), ink.shape) for each in way]
        faint = [
            _drawn(each, _font_of(each.character, each.serif), ink.shape, HAIR) for each in way
        ]
        self._wide = _grown(np.logical_or.reduce(faint), 2)
        self.shares = [
            1.0 if each.character.isspace() else _alike(ink, self._near, self._wide, glyph)
            for each, glyph in zip(way, drawn, strict=True)
        ]

    @property
    def worst(self) -> float:
        return min(self.shares)

    def boxes(self) -> int:
        """Count characters that are not there, and ink that is of none of them."""
        stray = (self._ink & ~self._wide).sum() > STRAY * self._ink.sum()
        return int(stray) + sum(
            share < ALIKE or self._looks_like_a_box(each, share)
            for each, share in zip(self._way, self.shares, strict=True)
        )

    def _looks_like_a_box(self, each: _Set, share: float) -> bool:
        if each.character.isspace():
            return False
        box = replace(each, character=NOWHERE)
        drawn = (_drawn(box, font, self._ink.shape) for font in _usual())
        return any(_alike(self._ink, self._near, _grown(d, 2), d) >= share for d in drawn)


def _alike(ink: Ink, near: Ink, wide: Ink, glyph: Ink) -> float:
    """Return how much of a shape lies on the card, or how much of what lies there is of it."""
    if not glyph.any():
        return 0.0
    cell = _cell(glyph)
    there = (near & glyph).sum() / glyph.sum()
    mine = ink[cell]
    return float(min(there, (mine & wide[cell]).sum() / max(1, mine.sum())))


def _drawn(each: _Set, font: bytes | None, shape: tuple[int, ...], least: int = HALF) -> Ink:
    """Draw a character by itself, in the card's dots.

    Args:
        least: A dot is ink if so much of it is covered, of 255.
    """
    height, width = shape
    ink = np.zeros((height, width), np.bool_)
    if font is None:
        return ink
    left, top = max(0, int(each.x - each.em / 2)), max(0, int(each.y - 1.2 * each.em))
    right = min(width, int(each.x + 1.7 * each.em))
    bottom = min(height, int(each.y + 0.5 * each.em))
    if right <= left or bottom <= top:
        return ink
    fine = Image.new("L", ((right - left) * FINE, (bottom - top) * FINE), 0)
    at = ((each.x - left) * FINE, (each.y - top) * FINE)
    sized = _sized(font, round(each.em * FINE))
    ImageDraw.Draw(fine).text(at, each.character, 255, sized, anchor="ls")
    coarse = np.asarray(fine.resize((right - left, bottom - top), Image.Resampling.BOX))
    ink[top:bottom, left:right] = coarse >= least
    return ink


def _area(words: Words) -> tuple[slice, slice]:
    """Return the dots about a name's place: no other words stand there."""
    lines = (words.y_mm, *(words.wrapping.lines_mm if words.wrapping else ()))
    top, bottom = min(lines) - words.type.size_mm, max(lines) + 0.5 * words.type.size_mm
    left, right = words.x_mm - BESIDE_MM, words.x_mm + words.width_mm + BESIDE_MM
    rows = slice(round(max(0, top) * DOTS_IN_MM), round(bottom * DOTS_IN_MM))
    return rows, slice(round(max(0, left) * DOTS_IN_MM), round(right * DOTS_IN_MM))


def _is_outside(ink: Ink, words: Words, begins: int) -> bool:
    """Tell whether a name leaves its width, or has no ink at all."""
    columns = np.flatnonzero(ink.any(axis=0)) + begins
    if not columns.size:
        return True
    left = (words.x_mm - ROOM_MM) * DOTS_IN_MM
    right = (words.x_mm + words.width_mm + ROOM_MM) * DOTS_IN_MM
    return bool(columns[0] < left or right < columns[-1])


def _cell(glyph: Ink) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(glyph.any(axis=1)), np.flatnonzero(glyph.any(axis=0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def _grown(ink: Ink, dots: int) -> Ink:
    round_ = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * dots + 1, 2 * dots + 1))
    return np.asarray(cv2.dilate(ink.astype(np.uint8), round_), np.bool_)


# The fonts, as FreeType reads them


@cache
def _usual() -> tuple[bytes, bytes]:
    paths = pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_zh_cn.serif_path()
    sans, serif = (Path(path).read_bytes() for path in paths)
    return sans, serif


@cache
def _rare(first: int) -> bytes | None:
    archive = zipfile.ZipFile(
        io.BytesIO((files("station.printer") / "rare_hanzi.zip").read_bytes())
    )
    name = f"{first:x}.ttf"
    return archive.read(name) if name in archive.namelist() else None


@lru_cache(maxsize=24)  # each holds its font's bytes
def _sized(font: bytes, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(font), size_px)


@cache
def _font_of(character: str, serif: bool) -> bytes | None:
    """Return the first font whose shape for a character is not its box."""
    sans, song = _usual()
    rare = _rare(ord(character) // 1024 * 1024)
    for font in (*((song, sans) if serif else (sans, song)), rare):
        if font is not None and _shape(font, character) != _shape(font, NOWHERE):
            return font
    return None


def _shape(font: bytes, character: str) -> bytes:
    mask = _sized(font, EM_PX).getmask(character)
    return repr(mask.size).encode() + bytes(mask)


@cache
def _advance(character: str, serif: bool) -> float:
    font = _font_of(character, serif)
    return _sized(font, 1_000).getlength(character) / 1_000 if font else 1.0


def _width_em(text: str, serif: bool) -> float:
    return sum(_advance(character, serif) for character in text)
