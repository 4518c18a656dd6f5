"""The dots of a print head of 300 dpi, which photo and code are laid on whole."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader

from station.printer.port import CARD_PX, Raster

DPI = 300
DOT = 72 / DPI
"""One dot of the print head, in points."""

DOTS_IN_MM = DPI / 25.4
HAIR = 0.01 * DOT
"""pdfium rounds outwards; a picture this much smaller on each side keeps to its dots."""

PAGE = (CARD_PX[0] * DOT, CARD_PX[1] * DOT)


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


def lay_dots(canvas: Any, dots: Image.Image, box: Box) -> None:
    """Lay a picture down dot for dot."""
    canvas.drawImage(
        ImageReader(dots),
        box.left * DOT + HAIR,
        box.bottom * DOT + HAIR,
        box.width * DOT - 2 * HAIR,
        box.height * DOT - 2 * HAIR,
    )


def rasterise(pdf: bytes) -> Raster:
    """Turn a card's PDF into the black panel: 0 where black is laid down, 255 where not."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    scale = DPI / 72 * (1 - 1e-6)  # pdfium rounds up: a hair less keeps whole dots whole
    bitmap = page.render(scale=scale, grayscale=True)
    grey = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
    page.close()
    document.close()
    panel: Raster = np.full((CARD_PX[1], CARD_PX[0]), 255, dtype=np.uint8)
    grey = grey[: CARD_PX[1], : CARD_PX[0]]
    panel[: grey.shape[0], : grey.shape[1]][grey < 128] = 0
    return panel
