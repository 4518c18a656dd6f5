"""What the station needs from a card printer, and no more."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from station.ids import CardSerial

CARD_PX = (1011, 638)
"""Width and height of a card at 300 dpi: ISO/IEC 7810 ID-1, 85.60 mm x 53.98 mm."""

Raster = NDArray[np.uint8]
"""A black panel, shape (638, 1011), 0 where black is laid down and 255 where not."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CardJob:
    """A finished card, ready for the print head."""

    serial: CardSerial
    black: Raster


class PrinterState(StrEnum):
    """What a printer can say about itself."""

    READY = "ready"
    BUSY = "busy"
    COVER_OPEN = "cover-open"
    NO_CARDS = "no-cards"
    NO_RIBBON = "no-ribbon"
    JAMMED = "jammed"
    TRAY_FULL = "tray-full"
    FAULT = "fault"


class CardPrinter(Protocol):
    """A printer of CR80 cards. Its calls block: make them on the printer's lane."""

    def status(self) -> PrinterState:
        """Ask the printer how it is.

        Raises:
            PrinterAbsent: Nothing answers.
        """
        ...

    def print_card(self, job: CardJob) -> None:
        """Print one card and return once it is in the tray.

        Raises:
            PrinterAbsent: Nothing answers; the card was not printed.
            PrinterOutOfCards: The hopper is empty; the card was not printed.
            PrinterNeedsCare: Cover, ribbon or jam before printing; the card was not printed.
            PrintUnconfirmed: The card may be in the tray; a person must look.
        """
        ...

    def close(self) -> None:
        """Let the printer go, and give it back to the system."""
        ...
