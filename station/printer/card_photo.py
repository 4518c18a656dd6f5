"""The holder's picture on a card: few tones, laid down dot for dot."""

import io
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from station.errors.credential import CardPhotoUnusable
from station.printer.dots import DOT, Box, lay_dots
from station.printer.port import Picture

MAX_PHOTO_PIXELS = 40_000_000
HEAD_FROM_TOP = 0.2
"""Of a picture that is too tall, so much of the rest is cut off above: shoulders go, not hair."""

GROUND_TOLERANCE = 20
"""In CIE Lab as eight bits: so far may a ground's shades lie from what the upper corners show."""

GROUND_LEAST_LIGHT = 90
"""A darker ground is none that an ID photo has."""

GROUND_SHARES = (0.12, 0.75)
"""Less than this is no ground, and more would be the head too."""


def lay_photo(canvas: Any, raw: bytes, box: Box, *, colour: bool = False) -> None:
    """Dither a photo to dots and lay it down dot for dot, in a thin frame.

    Args:
        colour: Draw the frame alone: the photo itself is for the colour panels.

    Raises:
        CardPhotoUnusable: It is no picture that can be printed.
    """
    if not colour:
        colours = _fitted(raw, box)
        grey = np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        tones = _clear_ground(_even_tones(grey), colours)
        lay_dots(canvas, Image.fromarray(tones).convert("1"), box)  # Floyd-Steinberg
    canvas.setLineWidth(2 * DOT)
    left, bottom = (box.left - 1) * DOT, (box.bottom - 1) * DOT
    canvas.rect(left, bottom, (box.width + 2) * DOT, (box.height + 2) * DOT)


def paint_photo(picture: Picture, raw: bytes, box: Box) -> None:
    """Paint a photo into what the colour panels lay down.

    Raises:
        CardPhotoUnusable: It is no picture that can be printed.
    """
    top = picture.shape[0] - box.bottom - box.height
    picture[top : top + box.height, box.left : box.left + box.width] = _fitted(raw, box)


def _fitted(raw: bytes, box: Box) -> NDArray[np.uint8]:
    """Return a photo in RGB, upright and cut to a box."""
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MAX_PHOTO_PIXELS:
                raise CardPhotoUnusable
            upright = ImageOps.exif_transpose(image).convert("RGB")
            fitted = ImageOps.fit(upright, (box.width, box.height), centering=(0.5, HEAD_FROM_TOP))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as exc:
        raise CardPhotoUnusable from exc
    return np.asarray(fitted)


def _clear_ground(tones: NDArray[np.uint8], colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Let the ground behind a head be white, where it is of one colour, as an ID photo's is.

    Blue or red would be a field of dots in black, and the head would be lost in it.
    """
    lab = cv2.GaussianBlur(cv2.cvtColor(colours, cv2.COLOR_RGB2LAB), (0, 0), 1.5)
    height, width = tones.shape
    top, side = height // 12, width // 8
    corners = np.concatenate([lab[:top, :side], lab[:top, -side:]])
    ground = np.median(corners.reshape(-1, 3), axis=0)
    if ground[0] < GROUND_LEAST_LIGHT:
        return tones
    far = np.abs(lab.astype(np.float32) - ground).max(axis=2)
    alike = (far < GROUND_TOLERANCE).astype(np.uint8)
    _, parts = cv2.connectedComponents(alike)
    edge = np.concatenate([parts[0], parts[: height // 2, 0], parts[: height // 2, -1]])
    mask = np.isin(parts, np.unique(edge[edge > 0]))
    if not GROUND_SHARES[0] < mask.mean() < GROUND_SHARES[1]:
        return tones
    soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.2)
    return np.asarray(tones + soft * (255.0 - tones), dtype=np.uint8)


def _even_tones(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bring out a face in few tones: local contrast, crisp edges, open shadows, no burnt skin."""
    local = cv2.createCLAHE(clipLimit=1.6, tileGridSize=(3, 4)).apply(grey).astype(np.float32)
    crisp = local + 0.9 * (local - cv2.GaussianBlur(local, (0, 0), 2.0))
    tones = np.clip(crisp / 255, 0, 1) ** 0.85
    return np.asarray(28 + tones * (236 - 28), dtype=np.uint8)
