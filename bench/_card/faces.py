"""Cards to compose: made-up faces on them, and what the composed picture shows of the name."""

import io
import string
from datetime import date

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from station.credential.card import CardFace
from station.ids import CardSerial
from station.printer.port import Raster

DAY = date(2026, 9, 15)


def photo() -> bytes:
    """Return a drawn head of the size of an enrolment photo, JPEG."""
    picture = Image.new("RGB", (295, 413), "#DDE6F0")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((40, 300, 255, 560), fill="#345")
    draw.ellipse((75, 50, 220, 240), fill="#222")
    draw.ellipse((88, 75, 208, 265), fill="#E2B796")
    raw = io.BytesIO()
    picture.save(raw, "JPEG")
    return raw.getvalue()


def face(name: str, qr: str, raw_photo: bytes) -> CardFace:
    """Return what one card says."""
    return CardFace(
        serial=CardSerial("BENCH"),
        number="T99000019900101000X",
        name=name,
        sex="男",
        category="电工作业",
        item="低压电工作业",
        first_issued=DAY,
        valid_from=DAY,
        valid_until=date(2032, 9, 14),
        review_by=date(2029, 9, 14),
        issuer="示范省应急管理厅",
        qr=qr,
        photo=raw_photo,
        sample=False,
    )


def payload(rng: np.random.Generator) -> str:
    """Return what a province may have in its code: an address with a token."""
    letters = np.array(list(string.ascii_letters + string.digits))
    return "https://example.invalid/v?c=" + "".join(rng.choice(letters, rng.integers(12, 64)))


def worn(card: Raster, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return a card as a scanner may see it: askew, blurred, noisy, then all black and white."""
    import cv2  # noqa: PLC0415

    table = np.pad(card, 40, constant_values=235).astype(np.float32)
    turn = cv2.getRotationMatrix2D(
        (table.shape[1] / 2, table.shape[0] / 2), float(rng.uniform(-4, 4)), 1.0
    )
    turned = cv2.warpAffine(table, turn, table.shape[::-1], borderValue=235)
    blurred = cv2.GaussianBlur(turned, (0, 0), float(rng.uniform(0.6, 1.4)))
    noisy = blurred + rng.normal(0, 18, blurred.shape)
    return np.where(noisy < 128, 0, 255).astype(np.uint8)
