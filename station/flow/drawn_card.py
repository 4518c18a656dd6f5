"""A composed card, and its bytes as they are kept until it is printed."""

from dataclasses import dataclass

import numpy as np

from station.credential.card import CardFace
from station.credential.template import CardTemplate
from station.ids import CardSerial
from station.printer.card_layout import compose
from station.printer.port import CARD_PX, CardJob, CardSide, Raster

WHITE = 255
SIDE_BYTES = -(-CARD_PX[0] * CARD_PX[1] // 8)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnCard:
    """The black panels of a card.

    Attributes:
        back: None where the template leaves the back as the blank has it.
    """

    front: Raster
    back: Raster | None = None

    def job(self, serial: CardSerial) -> CardJob:
        """Return what a printer is asked for."""
        back = None if self.back is None else CardSide(black=self.back)
        return CardJob(serial=serial, black=self.front, back=back)


def draw_card(card: CardFace, template: CardTemplate) -> DrawnCard:
    """Compose each side that the template has.

    Raises:
        CardPhotoUnusable, CardCharacterMissing, CardTextTooLong, CardCodeTooLong: Nothing was
            composed.
    """
    back = None if template.back is None else compose(card, template.back)
    return DrawnCard(front=compose(card, template.front), back=back)


def to_bits(drawn: DrawnCard) -> bytes:
    """Return one bit a pixel, 1 for white, rows end to end; the back follows the front."""
    sides = (side for side in (drawn.front, drawn.back) if side is not None)
    return b"".join(np.packbits(side == WHITE).tobytes() for side in sides)


def from_bits(bits: bytes) -> DrawnCard:
    """Undo to_bits."""
    front, back = bits[:SIDE_BYTES], bits[SIDE_BYTES:]
    return DrawnCard(front=_side(front), back=_side(back) if back else None)


def _side(bits: bytes) -> Raster:
    width, height = CARD_PX
    flat = np.unpackbits(np.frombuffer(bits, np.uint8), count=width * height)
    return (flat * np.uint8(WHITE)).reshape(height, width)
