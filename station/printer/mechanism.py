"""The mechanism of an emulated card printer: feeder, ribbon, head and tray.

It is as unkind as a printer can be: a card whose first panel has arrived comes out even if the
job is broken off after that.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from station.clock import Clock, SystemClock
from station.ids import MonoMs
from station.printer.emulated_port import EmulatedPort


class Condition(StrEnum):
    """What the printer's sensors see."""

    FINE = "fine"
    COVER_OPEN = "cover open"
    NO_RIBBON = "no ribbon"
    RIBBON_ENDED = "ribbon ended"
    WRONG_RIBBON = "wrong ribbon"
    CARD_STUCK = "card stuck"
    TRAY_FULL = "tray full"
    REJECT_FULL = "reject box full"
    HEAD_HOT = "head too hot"
    CLEANING = "must be cleaned"
    BROKEN = "mechanical error"
    NOT_FED = "no card came"


@dataclass(frozen=True, slots=True)
class FeedFails:
    """No card comes although the sensor saw some."""


@dataclass(frozen=True, slots=True)
class StuckAfterPrint:
    """The printed card does not come out; a person has to take it out."""


@dataclass(frozen=True, slots=True)
class SilentAfterPrint:
    """The card comes out, and the printer answers nothing more until it is plugged in again."""


Fault = FeedFails | StuckAfterPrint | SilentAfterPrint

Panels = dict[str, NDArray[np.uint8]]
"""What lies on one side, by the panels' letters, each of shape (638, 1011) as a person holds the
card: 0 where a panel laid down nothing, up to 63 for colours, 1 for black and clear."""

_RED_GREEN_BLUE = "cmy"


@dataclass(slots=True, eq=False)
class PrintedCard:
    """A card with what is on its sides.

    Attributes:
        broken_off: The job ended before its end.
    """

    front: Panels = field(default_factory=dict)
    back: Panels = field(default_factory=dict)
    broken_off: bool = False

    @property
    def black(self) -> NDArray[np.uint8]:
        """The front's black panel, 0 black and 255 white."""
        return np.where(self.front["k"] > 0, 0, 255).astype(np.uint8)

    @property
    def bare(self) -> bool:
        """Nothing was laid onto it."""
        return not (self.front or self.back)


def picture_of(side: Panels) -> NDArray[np.uint8]:
    """Return what a person sees: (638, 1011), or (638, 1011, 3) in RGB if there is colour."""
    dark = side.get("k")
    if "c" not in side:
        return np.where(dark if dark is not None else 0, 0, 255).astype(np.uint8)
    colour = np.stack([255 - side[letter] * 4 for letter in _RED_GREEN_BLUE], axis=2)
    if dark is not None:
        colour[dark > 0] = 0
    return colour.astype(np.uint8)


def _sleep_ms(ms: int) -> None:
    time.sleep(ms / 1000)


class EmulatedMechanism(EmulatedPort):
    """What all emulated card printers have below their language.

    Args:
        ids: Vendor and product.
        device_id: What the printer says in IEEE 1284 words.
        cards: In the feeder.
        seconds_per_card: How long the mechanism takes.
        clock: To take that time on.
        sleep_ms: Lets time go by while the host waits for the mechanism.

    Attributes:
        ribbon: The letters of the panels on the ribbon.
        prints_left: How many cards it still gives.
        tray: The cards that came out.
        stuck: Printed cards that a person has to take out of the printer.
        blanks: Cards that were fed and came out without a print.
        condition: What is wrong with the printer for as long as it is.
        story: Faults to come, first one next; empty means that all is well.
    """

    def __init__(
        self,
        ids: tuple[int, int],
        device_id: str,
        cards: int,
        *,
        seconds_per_card: float,
        clock: Clock | None,
        sleep_ms: Callable[[int], None] | None,
    ) -> None:
        super().__init__(ids, device_id)
        self.cards = cards
        self.seconds_per_card = seconds_per_card
        self.ribbon = "k"
        self.prints_left = 1_000
        self.tray: list[PrintedCard] = []
        self.stuck: list[PrintedCard] = []
        self.blanks = 0
        self.condition = Condition.FINE
        self.story: list[Fault] = []
        self._clock = clock or SystemClock()
        self._sleep_ms = sleep_ms or _sleep_ms
        self._busy_until = MonoMs(0)
        self._silent = False
        self._printed = 0
        self._fed: PrintedCard | None = None

    def load(self, cards: int) -> None:
        """Put cards into the feeder."""
        self.cards += cards

    def unplug(self) -> None:
        super().unplug()
        self.was_reset()

    def plug(self) -> None:
        super().plug()
        self._silent = False

    def was_reset(self) -> None:
        super().was_reset()
        self._come_out(broken_off=True)

    def paper_empty(self) -> bool:
        return self.cards == 0

    def idle(self, timeout_ms: int) -> None:
        left_ms = self._busy_until - self._clock.mono()
        if left_ms > 0:
            self._sleep_ms(min(left_ms, timeout_ms))

    def _is_busy(self) -> bool:
        return self._clock.mono() < self._busy_until

    def _counted(self) -> int:
        """The counter of cards; it rises when the card is out."""
        return self._printed - self._is_busy()

    def _next_is(self, fault: type[Fault]) -> bool:
        if self.story and isinstance(self.story[0], fault):
            self.story.pop(0)
            return True
        return False

    def _take_card(self) -> bool:
        """Feed a card; tell whether one came."""
        self._come_out(broken_off=True)
        if self.cards == 0 or self._next_is(FeedFails):
            return False
        self.cards -= 1
        self._fed = PrintedCard()
        return True

    def _end(self) -> None:
        """Finish the card that was fed."""
        card = self._fed
        if card is None:
            return
        self._busy_until = MonoMs(self._clock.mono() + round(self.seconds_per_card * 1000))
        if not card.bare and self._next_is(StuckAfterPrint):
            self.stuck.append(card)
            self._fed = None
            self.condition = Condition.CARD_STUCK
            return
        self._come_out()
        self._silent = self._next_is(SilentAfterPrint)

    def _come_out(self, *, broken_off: bool = False) -> None:
        """Let the card in the mechanism come out, with what is on it."""
        card, self._fed = self._fed, None
        if card is None:
            return
        if card.bare:
            self.blanks += 1
            return
        card.broken_off = broken_off
        self.tray.append(card)
        self._printed += 1
        self.prints_left -= 1
