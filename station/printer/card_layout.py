"""The face of a certificate card: black on a white or pre-printed card.

Millimetres from the top left corner become a PDF (type as shapes), and the PDF becomes the black
panel of the print head. Photo and QR code are laid on whole dots, so that they reach the card dot
for dot.

Source:
    ISO/IEC 7810, format ID-1: 85.60 mm x 53.98 mm. RULES 2.6 for the fields and their words. The
    state emblem belongs to pre-printed cards and is never drawn.
"""

import io
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pypdfium2
import segno
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from station.credential.card import CardFace
from station.errors.credential import (
    CardCharacterMissing,
    CardCodeTooLong,
    CardPhotoUnusable,
    CardTextTooLong,
)
from station.printer import fonts
from station.printer.fonts import Face
from station.printer.port import CARD_PX, Raster
from station.printer.type_setter import POINTS_IN_MM, Style, TypeSetter

DPI = 300
DOT = 72 / DPI
"""One dot of the print head, in points."""

DOTS_IN_MM = DPI / 25.4
PAGE = (CARD_PX[0] * DOT, CARD_PX[1] * DOT)
HEIGHT_MM = CARD_PX[1] / DOTS_IN_MM

LEFT_MM = 4.0
RIGHT_MM = 81.6
TITLE = "中华人民共和国特种作业操作证"
rl_config.useA85 = 0  # a PDF's streams need no letters, and these take a tenth of a card's time
PHOTO_DOTS = (240, 320)
PHOTO_AT_DOTS = (47, 146)
CODE_DOTS = 176
CODE_RIGHT_BOTTOM_DOTS = (964, 590)
LEAST_MODULE_DOTS = 3
GOOD_MODULE_DOTS = 4
LABEL_X_MM = 26.8
LABEL_WIDTH_MM = 9.0
VALUE_X_MM = 37.3
NAME_ROOM_DOTS = tuple(round(mm * DOTS_IN_MM) for mm in (36.9, 11.1, 70.2, 18.6))
"""Left, top, right and bottom of the place that no name may leave."""

ROWS_MM = (26.0, 30.7, 35.4, 40.1, 44.8, 49.5)
SCREEN_DOTS = 4
MAX_PHOTO_PIXELS = 40_000_000

_TITLE = Style(size_mm=4.75, face=Face.SERIF, bold=0.028)
_LABEL = Style(size_mm=2.25)
_VALUE = Style(size_mm=2.75, bold=0.022)
_NAME = Style(size_mm=4.6, bold=0.028, least_mm=3.1)
_LONG_NAME = Style(size_mm=3.0, bold=0.024, least_mm=1.9)
_NUMBER = Style(size_mm=3.3, bold=0.024)
_SERIAL = Style(size_mm=1.75, least_mm=1.2)


def compose(card: CardFace) -> Raster:
    """Compose a card for the print head.

    Raises:
        CardPhotoUnusable, CardCharacterMissing, CardTextTooLong, CardCodeTooLong: Nothing was
            composed.
    """
    return rasterise(compose_pdf(card))


def compose_pdf(card: CardFace) -> bytes:
    """Compose a card as a one-page PDF, 1011 x 638 dots of 1/300 inch.

    Raises:
        CardPhotoUnusable, CardCharacterMissing, CardTextTooLong, CardCodeTooLong: Nothing was
            composed.
    """
    raw = io.BytesIO()
    canvas = Canvas(raw, pagesize=PAGE, invariant=1, pageCompression=1)
    setter = TypeSetter(canvas, HEIGHT_MM, halo_mm=0.25)
    try:
        if card.sample:
            _sample_mark(canvas)
        setter.centred(TITLE, (LEFT_MM + RIGHT_MM) / 2, 8.4, _TITLE)
        setter.line(LEFT_MM, 10.6, RIGHT_MM, 0.35)
        _photo(canvas, card.photo)
        _words(setter, card)
        _code(canvas, card.qr)
        if card.sample:
            _sample_badge(canvas, TypeSetter(canvas, HEIGHT_MM))
    except (CardPhotoUnusable, CardCharacterMissing, CardTextTooLong, CardCodeTooLong) as failure:
        raise type(failure)(**{**failure.facts, "serial": card.serial}) from failure
    canvas.save()
    return raw.getvalue()


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


def _words(setter: TypeSetter, card: CardFace) -> None:
    code_left_mm = (CODE_RIGHT_BOTTOM_DOTS[0] - CODE_DOTS) / DOTS_IN_MM
    beside_code_mm = code_left_mm - VALUE_X_MM - 1.2
    full_mm = RIGHT_MM - VALUE_X_MM
    setter.spread("姓名", LABEL_X_MM, 16.0, _LABEL, LABEL_WIDTH_MM)
    _name(setter, card.name)
    setter.left("性别", 70.3, 16.0, _LABEL)
    setter.left(card.sex, 76.4, 16.0, _VALUE, RIGHT_MM - 76.4)
    setter.spread("证号", LABEL_X_MM, 21.3, _LABEL, LABEL_WIDTH_MM)
    setter.left(card.number, VALUE_X_MM, 21.3, _NUMBER, full_mm)
    rows = (
        ("作业类别", card.category, full_mm),
        ("准操项目", card.item, full_mm),
        ("初领日期", card.first_issued.isoformat(), beside_code_mm),
        ("有效期限", f"{card.valid_from}至{card.valid_until}", beside_code_mm),
        ("复审日期", card.review_by.isoformat(), beside_code_mm),
        ("签发机关", card.issuer, beside_code_mm),
    )
    for y_mm, (label, value, room_mm) in zip(ROWS_MM, rows, strict=True):
        setter.left(label, LABEL_X_MM, y_mm, _LABEL)
        setter.left(value, VALUE_X_MM, y_mm, _VALUE, room_mm)
    photo_mm = PHOTO_DOTS[0] / DOTS_IN_MM
    setter.centred(card.serial, LEFT_MM + photo_mm / 2, 49.5, _SERIAL, photo_mm)


def _name(setter: TypeSetter, name: str) -> None:
    """Set a name on one line, large; a long one smaller, on two. It is never cut."""
    room_mm = 69.0 - VALUE_X_MM
    if fonts.width_em(name) * _NAME.least_mm <= room_mm:
        setter.left(name, VALUE_X_MM, 16.4, _NAME, room_mm)
        return
    middle = _break_near_middle(name)
    lines = (name[:middle], name[middle:])
    size_mm = min(setter.fitting(line, _LONG_NAME, room_mm) for line in lines)
    style = replace(_LONG_NAME, size_mm=size_mm)
    setter.left(lines[0], VALUE_X_MM, 14.4, style)
    setter.left(lines[1], VALUE_X_MM, 17.6, style)


def _break_near_middle(name: str) -> int:
    """Return where to break: behind the dot or blank nearest the middle, if one is near."""
    middle = (len(name) + 1) // 2
    breaks = [place + 1 for place, character in enumerate(name) if character in "·• "]
    near = min(breaks, key=lambda place: abs(place - middle), default=middle)
    return near if abs(near - middle) <= len(name) // 5 else middle


def _photo(canvas: Any, photo: bytes) -> None:
    """Dither the photo to dots and lay it down dot for dot, in a thin frame."""
    try:
        with Image.open(io.BytesIO(photo), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MAX_PHOTO_PIXELS:
                raise CardPhotoUnusable
            grey = ImageOps.fit(ImageOps.exif_transpose(image).convert("L"), PHOTO_DOTS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as exc:
        raise CardPhotoUnusable from exc
    dots = Image.fromarray(_even_tones(np.asarray(grey))).convert("1")  # Floyd-Steinberg
    x, y = PHOTO_AT_DOTS
    width, height = PHOTO_DOTS
    bottom = CARD_PX[1] - y - height
    hair = 0.01 * DOT  # pdfium rounds outwards; this much less keeps the picture on its dots
    canvas.drawImage(
        ImageReader(dots),
        x * DOT + hair,
        bottom * DOT + hair,
        width * DOT - 2 * hair,
        height * DOT - 2 * hair,
    )
    canvas.setLineWidth(2 * DOT)
    canvas.rect((x - 1) * DOT, (bottom - 1) * DOT, (width + 2) * DOT, (height + 2) * DOT)


def _even_tones(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bring out a face in few tones: local contrast, crisp edges, open shadows, no burnt skin."""
    local = cv2.createCLAHE(clipLimit=1.6, tileGridSize=(3, 4)).apply(grey).astype(np.float32)
    crisp = local + 0.9 * (local - cv2.GaussianBlur(local, (0, 0), 2.0))
    tones = np.clip(crisp / 255, 0, 1) ** 0.85
    return np.asarray(28 + tones * (236 - 28), dtype=np.uint8)


def _code(canvas: Any, payload: str) -> None:
    """Lay down the QR code given by the province; without one its place stays empty."""
    if not payload:
        return
    modules = _modules(payload, "m")
    if _module_dots(modules) < GOOD_MODULE_DOTS:
        modules = max(modules, _modules(payload, "l"), key=_module_dots)
    module = _module_dots(modules)
    if module < LEAST_MODULE_DOTS:
        raise CardCodeTooLong
    side = module * len(modules)
    left = CODE_RIGHT_BOTTOM_DOTS[0] - side
    top = CODE_RIGHT_BOTTOM_DOTS[1] - side
    quiet = 2 * module
    canvas.setFillGray(1)
    bottom = CARD_PX[1] - CODE_RIGHT_BOTTOM_DOTS[1]
    canvas.rect(
        (left - quiet) * DOT,
        (bottom - quiet) * DOT,
        (side + 2 * quiet) * DOT,
        (side + 2 * quiet) * DOT,
        stroke=0,
        fill=1,
    )
    canvas.setFillGray(0)
    for row, line in enumerate(modules):
        y = CARD_PX[1] - top - (row + 1) * module
        for column, dark in enumerate(line):
            if dark:
                x = left + column * module
                canvas.rect(x * DOT, y * DOT, module * DOT, module * DOT, stroke=0, fill=1)


def _modules(payload: str, level: str) -> list[list[int]]:
    try:
        code = segno.make(payload, micro=False, error=level, boost_error=False)
    except segno.DataOverflowError as exc:
        raise CardCodeTooLong from exc
    return [list(row) for row in code.matrix]


def _module_dots(modules: list[list[int]]) -> int:
    """Return how large a module can be: on a scratched card, size reads better than redundancy."""
    return CODE_DOTS // len(modules)


def _sample_mark(canvas: Any) -> None:
    """Print SAMPLE across the whole face in a fine screen of dots, under all words."""
    text = "样张 SAMPLE"
    size = 15.5 * POINTS_IN_MM
    turn = 28
    canvas.saveState()
    canvas.translate(PAGE[0] / 2, PAGE[1] / 2)
    canvas.rotate(turn)
    fonts.clip(canvas, text, (-fonts.width_em(text) * size / 2, -0.37 * size), size)
    canvas.rotate(-turn)
    canvas.translate(-PAGE[0] / 2, -PAGE[1] / 2)
    for y in range(0, CARD_PX[1], SCREEN_DOTS):
        for x in range(y // SCREEN_DOTS % 2 * SCREEN_DOTS, CARD_PX[0], 2 * SCREEN_DOTS):
            canvas.rect(x * DOT, y * DOT, 2 * DOT, 2 * DOT, stroke=0, fill=1)
    canvas.restoreState()


def _sample_badge(canvas: Any, setter: TypeSetter) -> None:
    """Say it once more, white on black, where the eye begins."""
    left, bottom = setter.points(LEFT_MM, 45.9)
    width = PHOTO_DOTS[0] / DOTS_IN_MM * POINTS_IN_MM
    canvas.roundRect(left, bottom, width, 4.4 * POINTS_IN_MM, 1.2, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setStrokeGray(1)
    centre_mm = LEFT_MM + PHOTO_DOTS[0] / DOTS_IN_MM / 2
    setter.centred("样张 SAMPLE", centre_mm, 44.7, Style(size_mm=2.7, bold=0.02))
    canvas.setFillGray(0)
    canvas.setStrokeGray(0)
