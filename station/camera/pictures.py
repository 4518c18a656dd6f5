"""Pictures in and out: bytes to frames and back, and the crops that cards and chips need."""

import io
import struct

import cv2
import numpy as np
from PIL import ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from station.camera.port import Face, Frame
from station.errors.camera import PictureTooLarge, PictureUnreadable

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 24_000_000
CHIP_PX = (102, 126)
"""Width and height of the photo in an ID chip; GA/T 490."""
CHIP_JPEG_QUALITY = 30
CARD_PX = (300, 400)
"""Width and height of a portrait for the card: 3:4, 300 dpi at 25.4 mm width."""
PALE_GROUND = (235, 235, 235)
"""What lies beyond the picture's edge: the ground of an ID photo, BGR."""

_FACE_SHARE = 0.55  # of the photo's height; the box spans forehead to chin
_WRONG_PICTURE = (
    OSError,
    SyntaxError,
    ValueError,
    IndexError,
    TypeError,
    KeyError,
    EOFError,
    struct.error,
)


def picture(raw_picture: bytes) -> Frame:
    """Read a JPEG or PNG, turned upright if its EXIF data say so.

    Raises:
        PictureUnreadable: Neither of the two, cut short, or damaged.
        PictureTooLarge: Above 8 MiB or 24 megapixels; nothing was unpacked.
    """
    if len(raw_picture) > MAX_BYTES:
        raise PictureTooLarge(bytes=len(raw_picture))
    reader = JpegImageFile if raw_picture.startswith(b"\xff\xd8") else PngImageFile
    try:
        with reader(io.BytesIO(raw_picture)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise PictureTooLarge(width=image.width, height=image.height)
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except _WRONG_PICTURE as exc:
        raise PictureUnreadable from exc
    return np.ascontiguousarray(np.asarray(upright, dtype=np.uint8)[:, :, ::-1])


def jpeg(frame: Frame, quality: int = 90) -> bytes:
    """Return a frame as JPEG."""
    return _encoded(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, quality])


def png(frame: Frame) -> bytes:
    """Return a frame as PNG, without loss."""
    return _encoded(".png", frame, [])


def chip_quality(frame: Frame, face: Face) -> bytes:
    """Return a face as an ID chip would give it back: small, and much compressed.

    Returns:
        PNG of 102 x 126 pixels that went through JPEG at quality 30.

    Source:
        DESIGN chapter 8: against photos of this quality the thresholds were measured.
    """
    small = cv2.resize(_portrait(frame, face, CHIP_PX), CHIP_PX, interpolation=cv2.INTER_AREA)
    return png(picture(jpeg(_frame(small), CHIP_JPEG_QUALITY)))


def head_crop(frame: Frame, face: Face) -> Frame:
    """Return head and shoulders for the card, shape (400, 300, 3)."""
    crop = _portrait(frame, face, CARD_PX)
    shrinking = crop.shape[1] >= CARD_PX[0]
    way = cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC
    return _frame(cv2.resize(crop, CARD_PX, interpolation=way))


def _portrait(frame: Frame, face: Face, size_px: tuple[int, int]) -> Frame:
    """Cut out a window of size_px's shape in which the face has its usual share."""
    left, top, width, height = face.box_px
    tall = max(8, round(height / _FACE_SHARE))
    wide = max(8, round(tall * size_px[0] / size_px[1]))
    x, y = left + width // 2 - wide // 2, top + height // 2 - round(tall * 0.52)
    return _window(frame, x, y, wide, tall)


def _window(frame: Frame, x: int, y: int, wide: int, tall: int) -> Frame:
    window = np.empty((tall, wide, 3), np.uint8)
    window[:] = PALE_GROUND
    height, width = frame.shape[:2]
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + wide, width), min(y + tall, height)
    if left < right and top < bottom:
        window[top - y : bottom - y, left - x : right - x] = frame[top:bottom, left:right]
    return window


def _encoded(suffix: str, frame: Frame, options: list[int]) -> bytes:
    done, raw = cv2.imencode(suffix, frame, options)
    if not done:
        raise ValueError(f"a frame of shape {frame.shape} cannot be written as {suffix}")
    return raw.tobytes()


def _frame(image: object) -> Frame:
    return np.asarray(image, dtype=np.uint8)
