"""An Evolis card printer for training rooms and tests, below the real driver.

It answers the protocol's bytes and keeps the cards in a tray that can be looked at. It is
written from the protocol and shares nothing with the driver's encoder.

It is as unkind as a printer can be: a card whose panel has arrived comes out even if the job is
broken off after that, and half a panel waits for its other half, whoever sends it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from station.clock import Clock, SystemClock
from station.ids import MonoMs
from station.printer.emulated_port import IN, EmulatedPort
from station.printer.evolis_panel import PanelDamaged, decode_panel, landscape


class Condition(StrEnum):
    """What the printer's sensors see, in its own words."""

    FINE = "OK"
    COVER_OPEN = "COVER OPEN"
    NO_RIBBON = "NO RIBBON"
    CARD_STUCK = "ERR CARD"
    TRAY_FULL = "HOPPER FULL"
    BROKEN = "ERR MECHANICAL"


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


def _sleep_ms(ms: int) -> None:
    time.sleep(ms / 1000)


class SimulatedEvolis(EmulatedPort):
    """A card printer, for open_printer(backend).

    Args:
        cards: In the feeder.
        seconds_per_card: How long the mechanism takes.
        clock: To take that time on.
        sleep_ms: Lets time go by while the host waits for the mechanism.

    Attributes:
        tray: The cards that came out, as pictures of shape (638, 1011), 0 black, 255 white.
        stuck: Printed cards that a person has to take out of the printer.
        blanks: Cards that were fed and came out without a print.
        condition: What is wrong with the printer for as long as it is.
        story: Faults to come, first one next; empty means that all is well.
    """

    def __init__(
        self,
        cards: int = 100,
        *,
        seconds_per_card: float = 0,
        clock: Clock | None = None,
        sleep_ms: Callable[[int], None] = _sleep_ms,
    ) -> None:
        super().__init__((0x0F49, 0x0B00), "MFG:Evolis;CMD:EVOLIS;MDL:Simulated;CLS:PRINTER;")
        self.cards = cards
        self.seconds_per_card = seconds_per_card
        self.tray: list[NDArray[np.uint8]] = []
        self.stuck: list[NDArray[np.uint8]] = []
        self.blanks = 0
        self.condition = Condition.FINE
        self.story: list[Fault] = []
        self._clock = clock or SystemClock()
        self._sleep_ms = sleep_ms
        self._busy_until = MonoMs(0)
        self._heard = bytearray()
        self._silent = False
        self._latched = ""
        self._host_handles_errors = False
        self._fed = False
        self._panel: NDArray[np.uint8] | None = None
        self._printed = 0

    def load(self, cards: int) -> None:
        """Put cards into the feeder; a job that waits for them is printed now."""
        self.cards += cards
        if self._panel is not None and not self._fed and not self._host_handles_errors:
            self.cards -= 1
            self._fed = True
            self._end()

    def unplug(self) -> None:
        super().unplug()
        self.was_reset()

    def plug(self) -> None:
        super().plug()
        self._silent = False

    def was_reset(self) -> None:
        super().was_reset()
        self._heard.clear()
        self._come_out()

    def paper_empty(self) -> bool:
        return self.cards == 0

    def idle(self, timeout_ms: int) -> None:
        left_ms = self._busy_until - self._clock.mono()
        if left_ms > 0:
            self._sleep_ms(min(left_ms, timeout_ms))

    def received(self, _endpoint: int, data: bytes) -> None:
        self._heard += data
        while (size := self._size_of_first()) is not None:
            frame = bytes(self._heard[:size])
            del self._heard[:size]
            if frame.startswith(b"\x1b"):
                self._obey(frame)

    def _size_of_first(self) -> int | None:
        """Return the size of the first command in what was heard; None if it is not whole.

        Bytes before ESC are a frame of their own, to be thrown away.
        """
        heard = self._heard
        if not heard:
            return None
        if heard[0] != 0x1B:
            start = heard.find(0x1B)
            return len(heard) if start < 0 else start
        if not heard.startswith((b"\x1bDb;", b"\x1bDbc;")):
            end = heard.find(b"\r")
            return None if end < 0 else end + 1
        fields = 4 if heard.startswith(b"\x1bDbc;") else 3
        parts = bytes(heard[:40]).split(b";", fields)
        if len(parts) <= fields:
            return None
        data_size = int(parts[3]) if fields == 4 else 648 * 1016 // 8
        size = sum(len(part) + 1 for part in parts[:fields]) + data_size
        return size if len(heard) >= size else None

    def _obey(self, frame: bytes) -> None:
        if frame.startswith(b"\x1bDb"):
            self._take_panel(frame)
            return
        match frame[1:-1].decode("ascii", "replace").split(";"):
            case ["Pem", mode]:
                self._host_handles_errors = mode == "2"
            case ["Ss"]:
                self._feed()
            case ["Se"]:
                self._end()
            case ["Scs"]:
                self._latched = ""
            case ["Rlr", _]:
                self._reply(self._word())
            case ["Rco", _]:
                self._reply(str(self._printed - self._is_busy()))
            case ["Pr" | "Pc" | "Sr", *_]:
                pass
            case _:
                self._latched = "ERR COMMAND"

    def _reply(self, word: str) -> None:
        if not self._silent:
            self.queue(IN, word.encode("ascii") + b"\0")

    def _word(self) -> str:
        if self._is_busy():
            return "BUSY"
        if self.condition is not Condition.FINE:
            return self.condition.value
        return self._latched or "OK"

    def _is_busy(self) -> bool:
        return self._clock.mono() < self._busy_until

    def _next_is(self, fault: type[Fault]) -> bool:
        if self.story and isinstance(self.story[0], fault):
            self.story.pop(0)
            return True
        return False

    def _feed(self) -> None:
        self._come_out()
        self._latched, self._panel = "", None
        if self.cards == 0 or self._next_is(FeedFails):
            self._latched = "NO CARD"
        elif self.condition is not Condition.FINE:
            self._latched = self.condition.value
        else:
            self.cards -= 1
            self._fed = True

    def _take_panel(self, frame: bytes) -> None:
        head, data = frame.split(b";2;", 1)
        if head.endswith(b"Dbc;k"):
            data = data.split(b";", 1)[1]
        try:
            lines = decode_panel(data, compressed=head.endswith(b"Dbc;k"))
        except PanelDamaged:
            self._latched = "ERR DATA"
            return
        if self._fed or not self._host_handles_errors:
            self._panel = landscape(lines)

    def _end(self) -> None:
        if not self._fed:
            return
        self._busy_until = MonoMs(self._clock.mono() + round(self.seconds_per_card * 1000))
        if self._panel is not None and self._next_is(StuckAfterPrint):
            self.stuck.append(self._panel)
            self._fed, self._panel = False, None
            self.condition = Condition.CARD_STUCK
            return
        self._come_out()
        self._silent = self._next_is(SilentAfterPrint)

    def _come_out(self) -> None:
        """Let the card in the mechanism come out, with what is on it."""
        if not self._fed:
            return
        if self._panel is None:
            self.blanks += 1
        else:
            self.tray.append(self._panel)
            self._printed += 1
        self._fed, self._panel = False, None
