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

Picture = NDArray[np.uint8]
"""What the colour panels lay down together, shape (638, 1011, 3), RGB in 0..255."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CardSide:
    """What is laid onto one side of a card, by panels.

    Attributes:
        black: The black panel; always there, if only white.
        colour: The yellow, magenta and cyan panels; None for a side without colour.
        overlay: A clear panel over all of it, against wear.
    """

    black: Raster
    colour: Picture | None = None
    overlay: bool = False

    @property
    def panels(self) -> str:
        """The letters of the panels, in the order in which they are laid down."""
        return ("" if self.colour is None else "ymc") + "k" + ("o" if self.overlay else "")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CardJob:
    """A finished card, ready for the print head.

    Attributes:
        black, colour, overlay: The front, as in CardSide.
        back: The other side; None to leave it as it came.
    """

    serial: CardSerial
    black: Raster
    colour: Picture | None = None
    overlay: bool = False
    back: CardSide | None = None

    @property
    def sides(self) -> tuple[CardSide, ...]:
        """The front, and the back if it is printed."""
        front = CardSide(black=self.black, colour=self.colour, overlay=self.overlay)
        return (front,) if self.back is None else (front, self.back)


class PrinterState(StrEnum):
    """What a printer can say about itself."""

    READY = "ready"
    BUSY = "busy"
    COVER_OPEN = "cover-open"
    NO_CARDS = "no-cards"
    NO_RIBBON = "no-ribbon"
    WRONG_RIBBON = "wrong-ribbon"
    JAMMED = "jammed"
    TRAY_FULL = "tray-full"
    REJECT_FULL = "reject-full"
    HEAD_HOT = "head-hot"
    CLEANING = "cleaning"
    FAULT = "fault"


class Ribbon(StrEnum):
    """The kinds of ribbon, by the letters of the panels that follow each other on them."""

    BLACK = "k"
    BLACK_OVERLAY = "ko"
    COLOUR = "ymcko"
    COLOUR_BLACK_BACK = "ymckok"

    def carries(self, job: CardJob) -> bool:
        """Whether each panel of the job is on the ribbon."""
        return all(set(side.panels) <= set(self.value) for side in job.sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What a printer can do with the ribbons and modules it may have.

    Attributes:
        colour: Prints the colour panels.
        both_sides: Turns the card over.
        confirms: Can say that a card came out. If not, each card it takes ends as unconfirmed,
            and a person says what lies in the tray.
    """

    colour: bool
    both_sides: bool
    confirms: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterStatus:
    """How a printer is; what it does not tell is None or empty.

    Attributes:
        said: The printer's own word for its state.
        ribbon: The ribbon that is in it.
        prints_left: How many more cards that ribbon gives.
        cards_printed: The printer's own counter of cards that came out.
        cleaning_due: It prints on, and asks to be cleaned when there is time.
    """

    state: PrinterState
    abilities: Abilities
    said: str = ""
    model: str = ""
    number: str = ""
    ribbon: Ribbon | None = None
    prints_left: int | None = None
    cards_printed: int | None = None
    cleaning_due: bool = False

    def in_words(self) -> str:
        """Return all that is known in one line, for an administrator."""
        known = (
            self.model or "card printer",
            self.state.value,
            self.ribbon and f"ribbon {self.ribbon.value}",
            self.prints_left is not None and f"{self.prints_left} prints left",
            self.cards_printed is not None and f"{self.cards_printed} cards printed",
            self.cleaning_due and "cleaning due",
        )
        return ", ".join(word for word in known if word)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintReceipt:
    """A card is in the tray, and this is where its time went.

    Attributes:
        transfer_ms: From the first byte sent to the last one taken.
        mechanism_ms: From there until the printer said that the card is out.
    """

    transfer_ms: int
    mechanism_ms: int


class CardPrinter(Protocol):
    """A printer of CR80 cards. Its calls block: make them on the printer's lane."""

    def status(self) -> PrinterStatus:
        """Ask the printer how it is.

        Raises:
            PrinterAbsent: Nothing answers.
        """
        ...

    def print_card(self, job: CardJob) -> PrintReceipt:
        """Print one card and return once it is in the tray.

        Raises:
            PrinterAbsent: Nothing answers; the card was not printed.
            PrinterOutOfCards: The hopper is empty; the card was not printed.
            PrinterNeedsCare: Cover, ribbon or jam before printing, or the job asks for what the
                printer cannot do; the card was not printed.
            PrintUnconfirmed: The card may be in the tray; a person must look.
        """
        ...

    def close(self) -> None:
        """Let the printer go, and give it back to the system."""
        ...
