"""A card as a document for a print queue: one page for each side, of exactly the card's size."""

import io

import numpy as np
from PIL import Image
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from station.printer.panels import whole_sides
from station.printer.port import CARD_PX, CardJob, CardSide, Picture, Raster

PAGE_MM = (53.98, 85.60)
"""The short side first, as queues name cards; the picture lies on its side, as on a print head.

A card is turned from left to right, so pages are bound at the page's short edge.
"""

_DOT = 72 / 300


def card_pdf(job: CardJob) -> bytes:
    """Return the document. Its pictures are laid down dot for dot at 300 dpi."""
    raw = io.BytesIO()
    page = tuple(side * mm for side in PAGE_MM)
    canvas = Canvas(raw, pagesize=page, invariant=1, pageCompression=1)
    canvas.setTitle("card")
    for side in whole_sides(job):
        along, across = CARD_PX[0] * _DOT, CARD_PX[1] * _DOT
        canvas.drawImage(ImageReader(_picture(side)), 0, 0, across, along)
        canvas.showPage()
    canvas.save()
    return raw.getvalue()


def seen(side: CardSide) -> Raster | Picture:
    """Return what a person sees of a side: black on white, or black on its colours."""
    if side.colour is None:
        return side.black
    colour = side.colour.copy()
    colour[side.black < 128] = 0
    return colour


def _picture(side: CardSide) -> Image.Image:
    picture = Image.fromarray(np.ascontiguousarray(np.rot90(seen(side), k=-1)))
    return picture.convert("1", dither=Image.Dither.NONE) if side.colour is None else picture
