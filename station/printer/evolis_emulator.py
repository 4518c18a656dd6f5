"""An Evolis card printer for training rooms and tests, below the real driver.

It answers the protocol's bytes and keeps the cards in a tray that can be looked at. It is
written from the protocol and shares nothing with the driver's encoder. Half a panel waits for
its other half, whoever sends it.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from station.clock import Clock
from station.printer.emulated_port import IN
from station.printer.evolis_panel import PIXELS, PanelDamaged, decode_panel, landscape
from station.printer.mechanism import Condition, EmulatedMechanism, PrintedCard

_WORDS = {
    Condition.FINE: "OK",
    Condition.COVER_OPEN: "COVER OPEN",
    Condition.NO_RIBBON: "NO RIBBON",
    Condition.RIBBON_ENDED: "RIBBON END",
    Condition.WRONG_RIBBON: "WRONG RIBBON",
    Condition.CARD_STUCK: "ERR CARD",
    Condition.TRAY_FULL: "HOPPER FULL",
    Condition.REJECT_FULL: "REJECT FULL",
    Condition.HEAD_HOT: "HEAD TOO HOT",
    Condition.CLEANING: "CLEANING REQUIRED",
    Condition.BROKEN: "ERR MECHANICAL",
    Condition.NOT_FED: "NO CARD",
}


class SimulatedEvolis(EmulatedMechanism):
    """A card printer, for open_printer(backend).

    Args:
        cards: In the feeder.
        seconds_per_card: How long the mechanism takes.
        clock: To take that time on.
        sleep_ms: Lets time go by while the host waits for the mechanism.

    Attributes:
        model: What it calls itself; a name with DUAL in it prints both sides.
        cleaning_due: It asks to be cleaned, and prints on.
    """

    def __init__(
        self,
        cards: int = 100,
        *,
        seconds_per_card: float = 0,
        clock: Clock | None = None,
        sleep_ms: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(
            (0x0F49, 0x0B00),
            "MFG:Evolis;CMD:EVOLIS;MDL:Simulated;CLS:PRINTER;",
            cards,
            seconds_per_card=seconds_per_card,
            clock=clock,
            sleep_ms=sleep_ms,
        )
        self.model = "SIMULATED"
        self.cleaning_due = False
        self._heard = bytearray()
        self._latched = ""
        self._host_handles_errors = False
        self._waiting: NDArray[np.uint8] | None = None
        self._on_back = False

    def load(self, cards: int) -> None:
        """Put cards into the feeder; a job that waits for them is printed now."""
        super().load(cards)
        if self._waiting is not None and not self._host_handles_errors and self._take_card():
            self._fed = PrintedCard(front={"k": self._waiting})
            self._waiting = None
            self._end()

    def was_reset(self) -> None:
        super().was_reset()
        self._heard.clear()

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
        bits = int(parts[2]).bit_length() - 1
        data_size = int(parts[3]) if fields == 4 else PIXELS * bits // 8
        size = sum(len(part) + 1 for part in parts[:fields]) + data_size
        return size if len(heard) >= size else None  # the CR after it is thrown away

    def _obey(self, frame: bytes) -> None:
        if frame.startswith(b"\x1bDb"):
            self._take_panel(frame)
            return
        match frame[1:-1].decode("ascii", "replace").split(";"):
            case ["Pem", mode]:
                self._host_handles_errors = mode == "2"
            case ["Pr", panels]:
                self._set_up(panels)
            case ["Ss"]:
                self._feed()
            case ["Sr" | "Sv" as side]:
                self._on_back = side == "Sv"
            case ["Se"]:
                self._end()
            case ["Scs"]:
                self._latched = ""
            case ["Pc", *_]:
                pass
            case question:
                self._answer(question)

    def _answer(self, question: list[str]) -> None:
        match question:
            case ["Rlr", _]:
                self._reply(self._word())
            case ["Rco", _]:
                self._reply(str(self._counted()))
            case ["Rr"]:
                self._reply(self.ribbon.upper())
            case ["Rcr"]:
                self._reply(str(self.prints_left))
            case ["Rtp"]:
                self._reply(self.model)
            case ["Rsn"]:
                self._reply("SIM000001")
            case ["Rfv"]:
                self._reply("1.0")
            case _:
                self._latched = "ERR COMMAND"

    def _reply(self, word: str) -> None:
        if not self._silent:
            self.queue(IN, word.encode("ascii") + b"\0")

    def _word(self) -> str:
        if self._is_busy():
            return "BUSY"
        if self.condition is not Condition.FINE:
            return _WORDS[self.condition]
        if self.prints_left == 0:
            return _WORDS[Condition.RIBBON_ENDED]
        return self._latched or ("CLEANING" if self.cleaning_due else "OK")

    def _set_up(self, panels: str) -> None:
        self._latched = "" if panels == self.ribbon else "WRONG RIBBON"

    def _feed(self) -> None:
        self._waiting, self._on_back = None, False
        if self.condition is not Condition.FINE or self._latched == "WRONG RIBBON":
            self._come_out(broken_off=True)
            self._latched = self._latched or _WORDS[self.condition]
        elif self.prints_left == 0:
            self._come_out(broken_off=True)
        elif self._take_card():
            self._latched = ""
        else:
            self._latched = "NO CARD"

    def _take_panel(self, frame: bytes) -> None:
        compressed = frame.startswith(b"\x1bDbc;")
        _, letter, levels, *rest = frame.split(b";", 4 if compressed else 3)
        try:
            lines = decode_panel(rest[-1], int(levels), compressed=compressed)
        except PanelDamaged:
            self._latched = "ERR DATA"
            return
        panel = landscape(lines)
        if self._fed is not None:
            side = self._fed.back if self._on_back else self._fed.front
            side[letter.decode("ascii")] = panel
        elif not self._host_handles_errors:
            self._waiting = panel
