"""Setting type on a page measured from its top left corner, in millimetres."""

from dataclasses import dataclass
from typing import Any

from station.errors.credential import CardTextTooLong
from station.printer import fonts
from station.printer.fonts import Face

POINTS_IN_MM = 72 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a text looks.

    Attributes:
        size_mm: Height of an em.
        bold: Thickness of the line around the shapes, in ems.
        least_mm: What the text may be shrunk to before it is refused.
    """

    size_mm: float
    face: Face = Face.SANS
    bold: float = 0
    least_mm: float = 1.7


class TypeSetter:
    """Sets texts on a reportlab canvas.

    Args:
        canvas: Its unit is the point.
        height_mm: Height of the page.
        halo_mm: White kept free around each text.
    """

    def __init__(self, canvas: Any, height_mm: float, halo_mm: float = 0) -> None:
        self._canvas = canvas
        self._halo = halo_mm * POINTS_IN_MM
        self._height_mm = height_mm

    def points(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """Turn a place on the page into PDF coordinates."""
        return x_mm * POINTS_IN_MM, (self._height_mm - y_mm) * POINTS_IN_MM

    def left(
        self, text: str, x_mm: float, y_mm: float, style: Style, room_mm: float = 1_000
    ) -> float:
        """Set a text that begins at x, on a base line at y; return where it ends.

        Raises:
            CardTextTooLong: It does not fit into the room even at its smallest.
            CardCharacterMissing: No font has one of its characters.
        """
        size_mm = self.fitting(text, style, room_mm)
        at = self.points(x_mm, y_mm)
        size = size_mm * POINTS_IN_MM
        fonts.draw(self._canvas, text, at, size, face=style.face, bold=style.bold, halo=self._halo)
        return x_mm + fonts.width_em(text, style.face) * size_mm

    def right(self, text: str, x_mm: float, y_mm: float, style: Style) -> None:
        """Set a text that ends at x."""
        width_mm = fonts.width_em(text, style.face) * style.size_mm
        self.left(text, x_mm - width_mm, y_mm, style)

    def centred(
        self, text: str, x_mm: float, y_mm: float, style: Style, room_mm: float = 1_000
    ) -> None:
        """Set a text around x."""
        size_mm = self.fitting(text, style, room_mm)
        width_mm = fonts.width_em(text, style.face) * size_mm
        self.left(text, x_mm - width_mm / 2, y_mm, style, room_mm)

    def fitting(self, text: str, style: Style, room_mm: float) -> float:
        """Return the size at which a text fits into the room, at most its style's.

        Raises:
            CardTextTooLong: That would be smaller than its least size.
        """
        width_em = fonts.width_em(text, style.face)
        size_mm = min(style.size_mm, room_mm / width_em) if width_em else style.size_mm
        if size_mm < style.least_mm:
            raise CardTextTooLong(characters=len(text), serial="")
        return size_mm

    def spread(self, text: str, x_mm: float, y_mm: float, style: Style, width_mm: float) -> None:
        """Set a text so that its characters fill a width, as labels of a form do."""
        free_mm = width_mm - fonts.width_em(text, style.face) * style.size_mm
        gap_mm = free_mm / max(1, len(text) - 1)
        for character in text:
            x_mm = self.left(character, x_mm, y_mm, style) + gap_mm

    def line(self, x_mm: float, y_mm: float, to_x_mm: float, thickness_mm: float) -> None:
        """Draw a level line."""
        self._canvas.setLineWidth(thickness_mm * POINTS_IN_MM)
        self._canvas.line(*self.points(x_mm, y_mm), *self.points(to_x_mm, y_mm))
