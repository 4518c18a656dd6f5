"""A side of a card as its template has it: black on a white or pre-printed card, photos in colour.

Millimetres from the top left corner become a PDF (type as shapes), and the PDF becomes the black
panel of the print head. Photo and QR code are laid on whole dots, so that they reach the card dot
for dot.
"""

import io
from typing import Any

import numpy as np
from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from station.credential.card import CardFace
from station.credential.template import (
    Code,
    CodeSource,
    Photo,
    Place,
    Side,
    Type,
    Word,
    Words,
    Wrapping,
)
from station.errors.credential import (
    CardCharacterMissing,
    CardCodeTooLong,
    CardPhotoUnusable,
    CardTextTooLong,
)
from station.printer import fonts
from station.printer.card_code import fitted, lay_code
from station.printer.card_photo import lay_photo, paint_photo
from station.printer.card_sample import mark_across, put_badge
from station.printer.dots import DOTS_IN_MM, PAGE, Box, rasterise
from station.printer.fonts import Face
from station.printer.port import CARD_PX, CardSide, Picture, Raster
from station.printer.type_setter import Style, TypeSetter

HEIGHT_MM = CARD_PX[1] / DOTS_IN_MM
HALO_MM = 0.25
WHITE = 255
rl_config.useA85 = 0  # a PDF's streams need no letters, and these take a tenth of a card's time


def compose(card: CardFace, side: Side) -> Raster:
    """Compose a side of a card for the print head.

    Raises:
        CardPhotoUnusable, CardCharacterMissing, CardTextTooLong, CardCodeTooLong: Nothing was
            composed.
    """
    return rasterise(compose_pdf(card, side))


def check_side(card: CardFace, side: Side) -> None:
    """Hold all words and codes of a side against their places, long before its card is composed.

    The photo is not looked at: it may be one that is taken at the door.

    Raises:
        CardCharacterMissing, CardTextTooLong, CardCodeTooLong: The card could not be composed.
    """
    known, setter = _known(card), TypeSetter(None, HEIGHT_MM)
    try:
        for words in side.words:
            _check_words(setter, words, words.text.format_map(known))
        for code in side.codes:
            if payload := _payload(card, code.source):
                fitted(payload, _box_of(code))
    except (CardCharacterMissing, CardTextTooLong, CardCodeTooLong) as failure:
        raise type(failure)(**{**failure.facts, "serial": card.serial}) from failure


def compose_side(card: CardFace, side: Side) -> CardSide:
    """Compose a side of a card with all the panels that its template asks for.

    Raises:
        CardPhotoUnusable, CardCharacterMissing, CardTextTooLong, CardCodeTooLong: Nothing was
            composed.
    """
    black = compose(card, side)
    if not side.colour:
        return CardSide(black=black, overlay=side.overlay)
    colour: Picture = np.full((*black.shape, 3), WHITE, np.uint8)
    for photo in side.photos:
        try:
            paint_photo(colour, card.photo, _box(photo))
        except CardPhotoUnusable as failure:
            raise CardPhotoUnusable(serial=card.serial) from failure
    return CardSide(black=black, colour=colour, overlay=side.overlay)


def compose_pdf(card: CardFace, side: Side) -> bytes:
    """Compose a side of a card as a one-page PDF, 1011 x 638 dots of 1/300 inch.

    Raises:
        CardPhotoUnusable, CardCharacterMissing, CardTextTooLong, CardCodeTooLong: Nothing was
            composed.
    """
    raw = io.BytesIO()
    canvas = Canvas(raw, pagesize=PAGE, invariant=1, pageCompression=0)
    try:
        _draw(canvas, card, side)
    except (CardPhotoUnusable, CardCharacterMissing, CardTextTooLong, CardCodeTooLong) as failure:
        raise type(failure)(**{**failure.facts, "serial": card.serial}) from failure
    canvas.save()
    return raw.getvalue()


def _draw(canvas: Any, card: CardFace, side: Side) -> None:
    """Draw what a template names, and a drill's marks: one below all words, one above."""
    plain = TypeSetter(canvas, HEIGHT_MM)
    setter = TypeSetter(canvas, HEIGHT_MM, halo_mm=HALO_MM) if card.sample else plain
    if card.sample:
        mark_across(canvas)
    for line in side.lines:
        plain.line(line.x_mm, line.y_mm, line.x_mm + line.width_mm, line.thickness_mm)
    for photo in side.photos:
        lay_photo(canvas, card.photo, _box(photo), colour=side.colour)
    known = _known(card)
    for words in side.words:
        _words(setter, words, words.text.format_map(known))
    for code in side.codes:
        lay_code(canvas, _payload(card, code.source), _box_of(code))
    if card.sample:
        put_badge(canvas, plain, side.badge)


def _known(card: CardFace) -> dict[str, str]:
    return {word.value: str(getattr(card, word.value)) for word in Word}


def _box_of(code: Code) -> Box:
    return Box.of_mm(code.x_mm, code.y_mm, code.side_mm, code.side_mm)


def _box(photo: Photo) -> Box:
    return Box.of_mm(photo.x_mm, photo.y_mm, photo.width_mm, photo.height_mm)


def _payload(card: CardFace, source: CodeSource) -> str:
    """Return what a code holds: it is given or signed, and never made up here."""
    match source:
        case CodeSource.GIVEN:
            return card.qr
        case CodeSource.SIGNED:
            return card.signed
        case CodeSource.GIVEN_OR_SIGNED:
            return card.qr or card.signed


def _words(setter: TypeSetter, words: Words, text: str) -> None:
    style, x_mm, y_mm = _style(words.type), words.x_mm, words.y_mm
    if words.wrapping is not None and _is_long(text, words):
        _wrapped(setter, words, words.wrapping, text)
        return
    match words.place:
        case Place.LEFT:
            setter.left(text, x_mm, y_mm, style, words.width_mm)
        case Place.CENTRE:
            setter.centred(text, x_mm + words.width_mm / 2, y_mm, style, words.width_mm)
        case Place.SPREAD:
            setter.spread(text, x_mm, y_mm, style, words.width_mm)


def _check_words(setter: TypeSetter, words: Words, text: str) -> None:
    if words.wrapping is None or not _is_long(text, words):
        setter.fitting(text, _style(words.type), words.width_mm)
        return
    for part in _halves(text):
        setter.fitting(part, _style(words.wrapping.type), words.width_mm)


def _is_long(text: str, words: Words) -> bool:
    return fonts.width_em(text, _face(words.type)) * words.type.least_mm > words.width_mm


def _wrapped(setter: TypeSetter, words: Words, wrapping: Wrapping, text: str) -> None:
    """Set a long text on two lines of one size. It is never cut."""
    parts = _halves(text)
    style = _style(wrapping.type)
    size_mm = min(setter.fitting(part, style, words.width_mm) for part in parts)
    style = _style(wrapping.type, size_mm)
    for part, y_mm in zip(parts, wrapping.lines_mm, strict=True):
        setter.left(part, words.x_mm, y_mm, style)


def _halves(text: str) -> tuple[str, str]:
    middle = _break_near_middle(text)
    return text[:middle], text[middle:]


def _break_near_middle(text: str) -> int:
    """Return where to break: behind the dot or blank nearest the middle, if one is near."""
    middle = (len(text) + 1) // 2
    breaks = [place + 1 for place, character in enumerate(text) if character in "·• "]
    near = min(breaks, key=lambda place: abs(place - middle), default=middle)
    return near if abs(near - middle) <= len(text) // 5 else middle


def _style(type_: Type, size_mm: float | None = None) -> Style:
    return Style(
        size_mm=type_.size_mm if size_mm is None else size_mm,
        face=_face(type_),
        bold=type_.bold_em,
        least_mm=type_.least_mm,
    )


def _face(type_: Type) -> Face:
    return Face.SERIF if type_.serif else Face.SANS
