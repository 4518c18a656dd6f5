"""A composed card, and its bytes as they are kept until it is printed."""

from dataclasses import dataclass

import numpy as np

from station.camera.pictures import picture, png
from station.codec import Codec
from station.credential.card import CardFace
from station.credential.template import CardTemplate
from station.ids import CardSerial
from station.printer.card_document import seen
from station.printer.card_layout import compose_side
from station.printer.port import CARD_PX, CardJob, CardSide, Raster

WHITE = 255
SIDE_BYTES = -(-CARD_PX[0] * CARD_PX[1] // 8)
GAP_PX = 24


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnCard:
    """The panels of a card.

    Attributes:
        back: None where the template leaves the back as the blank has it.
    """

    front: CardSide
    back: CardSide | None = None

    def job(self, serial: CardSerial) -> CardJob:
        """Return what a printer is asked for."""
        front = self.front
        return CardJob(
            serial=serial,
            black=front.black,
            colour=front.colour,
            overlay=front.overlay,
            back=self.back,
        )

    def proof(self) -> bytes:
        """Return what a person sees of it, PNG: the back below the front, if it has one."""
        sides = [_rgb(side) for side in (self.front, self.back) if side is not None]
        gap = np.full((GAP_PX, CARD_PX[0], 3), WHITE // 2, np.uint8)
        shown = sides[0] if len(sides) == 1 else np.concatenate([sides[0], gap, sides[1]])
        return png(np.ascontiguousarray(shown[:, :, ::-1]))


def draw_card(card: CardFace, template: CardTemplate) -> DrawnCard:
    """Compose each side that the template has.

    Raises:
        CardPhotoUnusable, CardCharacterMissing, CardTextTooLong, CardCodeTooLong: Nothing was
            composed.
    """
    back = None if template.back is None else compose_side(card, template.back)
    return DrawnCard(front=compose_side(card, template.front), back=back)


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptSide:
    """A side as it is kept.

    Attributes:
        black: One bit a pixel, 1 for white, rows end to end.
        colour: PNG; empty for a side without colour.
    """

    black: bytes
    colour: bytes
    overlay: bool


@dataclass(frozen=True, slots=True)
class _KeptCard:
    sides: tuple[_KeptSide, ...]


_KEPT: Codec[_KeptCard] = Codec(_KeptCard)


def to_bits(drawn: DrawnCard) -> bytes:
    """Return a card's bytes; the back follows the front."""
    sides = (side for side in (drawn.front, drawn.back) if side is not None)
    return _KEPT.pack(_KeptCard(tuple(_kept(side) for side in sides)))


def from_bits(bits: bytes) -> DrawnCard:
    """Undo to_bits; bytes of the black panels alone are those of a program before this one."""
    if len(bits) in (SIDE_BYTES, 2 * SIDE_BYTES):
        blacks = (bits[at : at + SIDE_BYTES] for at in range(0, len(bits), SIDE_BYTES))
        sides = [CardSide(black=_unpacked(black)) for black in blacks]
    else:
        sides = [_side(kept) for kept in _KEPT.unpack(bits).sides]
    return DrawnCard(front=sides[0], back=sides[1] if len(sides) > 1 else None)


def _kept(side: CardSide) -> _KeptSide:
    colour = b"" if side.colour is None else png(np.ascontiguousarray(side.colour[:, :, ::-1]))
    black = np.packbits(side.black == WHITE).tobytes()
    return _KeptSide(black=black, colour=colour, overlay=side.overlay)


def _side(kept: _KeptSide) -> CardSide:
    colour = None if not kept.colour else np.ascontiguousarray(picture(kept.colour)[:, :, ::-1])
    return CardSide(black=_unpacked(kept.black), colour=colour, overlay=kept.overlay)


def _unpacked(bits: bytes) -> Raster:
    width, height = CARD_PX
    flat = np.unpackbits(np.frombuffer(bits, np.uint8), count=width * height)
    return (flat * np.uint8(WHITE)).reshape(height, width)


def _rgb(side: CardSide) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    shown = seen(side)
    return shown if shown.ndim == 3 else np.repeat(shown[:, :, np.newaxis], 3, axis=2)
