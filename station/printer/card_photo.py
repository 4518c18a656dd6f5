"""The holder's picture on a card: few tones, laid down dot for dot."""

import io
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from station.errors.credential import CardPhotoUnusable
from station.printer.dots import DOT, Box, lay_dots

MAX_PHOTO_PIXELS = 40_000_000
HEAD_FROM_TOP = 0.2
"""Of a picture that is too tall, so much of the rest is cut off above: shoulders go, not hair."""


def lay_photo(canvas: Any, raw: bytes, box: Box) -> None:
    """Dither a photo to dots and lay it down dot for dot, in a thin frame.

    Raises:
        CardPhotoUnusable: It is no picture that can be printed.
    """
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MAX_PHOTO_PIXELS:
                raise CardPhotoUnusable
            upright = ImageOps.exif_transpose(image).convert("L")
            grey = ImageOps.fit(upright, (box.width, box.height), centering=(0.5, HEAD_FROM_TOP))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as exc:
        raise CardPhotoUnusable from exc
    dots = Image.fromarray(_even_tones(np.asarray(grey))).convert("1")  # Floyd-Steinberg
    lay_dots(canvas, dots, box)
    canvas.setLineWidth(2 * DOT)
    left, bottom = (box.left - 1) * DOT, (box.bottom - 1) * DOT
    canvas.rect(left, bottom, (box.width + 2) * DOT, (box.height + 2) * DOT)


def _even_tones(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bring out a face in few tones: local contrast, crisp edges, open shadows, no burnt skin."""
    local = cv2.createCLAHE(clipLimit=1.6, tileGridSize=(3, 4)).apply(grey).astype(np.float32)
    crisp = local + 0.9 * (local - cv2.GaussianBlur(local, (0, 0), 2.0))
    tones = np.clip(crisp / 255, 0, 1) ** 0.85
    return np.asarray(28 + tones * (236 - 28), dtype=np.uint8)
