"""The dots of a print head of 300 dpi, which photo and code are laid on whole."""

from dataclasses import dataclass

from station.printer.port import CARD_PX

DPI = 300
DOT = 72 / DPI
"""One dot of the print head, in points."""

DOTS_IN_MM = DPI / 25.4


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of whole dots; `bottom` counts from below, as a PDF does."""

    left: int
    bottom: int
    width: int
    height: int

    @classmethod
    def of_mm(cls, x_mm: float, y_mm: float, width_mm: float, height_mm: float) -> "Box":
        """Return the box nearest to a place in millimetres from the top left corner."""
        left, top, width, height = (
            round(mm * DOTS_IN_MM) for mm in (x_mm, y_mm, width_mm, height_mm)
        )
        return cls(left, CARD_PX[1] - top - height, width, height)
