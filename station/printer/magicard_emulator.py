"""A Magicard card printer for training rooms and tests, below the real driver.

It is written from the protocol and shares nothing with the driver's encoder; Debian's own driver
for these printers prints on it too. Half a plane waits for its other half, whoever sends it.
"""

import re
from collections.abc import Callable

import numpy as np

from station.clock import Clock
from station.printer.emulated_port import IN
from station.printer.magicard_panel import decode_plane, landscape
from station.printer.mechanism import Condition, EmulatedMechanism, Panels

_HEAD = re.compile(rb"\x05+\x01([^\x1c]*)\x1c", re.DOTALL)
_PLANE = re.compile(r"SZ([BGRK])(\d{1,7})")
_LETTERS = {"B": "y", "G": "m", "R": "c", "K": "k"}
_TERMINATOR_SIZE = 3
_LONGEST_HEAD = 1_024


class SimulatedMagicard(EmulatedMechanism):
    """A card printer, for open_printer(backend).

    Args:
        cards: In the feeder.
        seconds_per_card: How long the mechanism takes.
        clock: To take that time on.
        sleep_ms: Lets time go by while the host waits for the mechanism.
        model: As in its IEEE 1284 id; one with Duo in it prints both sides.

    Attributes:
        heads: The keys of the pages that came, newest last.
        since_cleaning: Cards since it was cleaned.
    """

    def __init__(
        self,
        cards: int = 100,
        *,
        seconds_per_card: float = 0,
        clock: Clock | None = None,
        sleep_ms: Callable[[int], None] | None = None,
        model: str = "RioTango2D",
    ) -> None:
        super().__init__(
            (0x0C1F, 0x1800),
            f"MFG:Magicard ; CMD:PCL,MPL;MDL:{model}",
            cards,
            seconds_per_card=seconds_per_card,
            clock=clock,
            sleep_ms=sleep_ms,
        )
        self.heads: list[tuple[str, ...]] = []
        self.since_cleaning = 0
        self._heard = bytearray()
        self._planes: list[tuple[str, int]] = []
        self._side: Panels | None = None

    def was_reset(self) -> None:
        super().was_reset()
        self._heard.clear()
        self._planes.clear()

    def has_error(self) -> bool:
        return self.condition is not Condition.FINE

    def load(self, cards: int) -> None:
        super().load(cards)
        if self.condition is Condition.NOT_FED:
            self.condition = Condition.FINE

    def received(self, _endpoint: int, data: bytes) -> None:
        self._heard += data
        while self._take_plane() if self._planes else self._take_head():
            pass

    def _take_head(self) -> bool:
        """Obey the next head in what was heard; tell whether there was a whole one."""
        start = self._heard.find(b"\x05")
        del self._heard[: len(self._heard) if start < 0 else start]
        head = _HEAD.match(self._heard[:_LONGEST_HEAD])
        if head is None:
            return False
        del self._heard[: head.end()]
        words = head[1].decode("ascii", "replace").split(",")
        if words[0]:
            self._obey(words)
        else:
            self._begin_page(words[1:])
        return True

    def _obey(self, words: list[str]) -> None:
        match words:
            case ["REQ", "STA", key, *_]:
                value = self._value(key)
                if not self._silent:
                    self.queue(IN, f"\x01STA,{key} {value}".encode("ascii") + b"\x2c\x03")
            case ["RST" | "EJT", *_]:
                self._come_out(broken_off=True)

    def _value(self, key: str) -> str:
        values = {
            "MSR": "SIM000002",
            "VRS": "1.00",
            "TCQ": str(self._counted()),
            "DFR": str(0 if self._film_is_out() else self.prints_left),
            "CCQ": str(self.since_cleaning),
            "CCP": "500",
            "MDL": "0",
        }
        return values.get(key, "0")

    def _film_is_out(self) -> bool:
        return self.condition in (Condition.NO_RIBBON, Condition.RIBBON_ENDED)

    def _begin_page(self, keys: list[str]) -> None:
        self.heads.append(tuple(keys))
        sizes = [found.groups() for key in keys if (found := _PLANE.fullmatch(key))]
        self._planes = [(_LETTERS[letter], int(size)) for letter, size in sizes]
        if "PAG2" in keys and self._fed is not None:
            self._side = self._fed.back
        elif self._feeds():
            self._side = self._fed.front if self._fed else None
        else:
            self._side = None

    def _feeds(self) -> bool:
        if self.condition is not Condition.FINE:
            return False
        if not self._take_card():
            self.condition = Condition.NOT_FED
            return False
        return True

    def _take_plane(self) -> bool:
        """Lay down the next plane in what was heard; tell whether it was there to its end."""
        letter, size = self._planes[0]
        if len(self._heard) < size:
            return False
        if self._side is not None and letter not in self._side:
            lines = decode_plane(bytes(self._heard[:size]))
            if lines is not None:
                self._side[letter] = landscape(lines)
        last = len(self._planes) == 1
        if len(self._heard) < size + _TERMINATOR_SIZE + last:
            return False
        ended = self._heard[size + _TERMINATOR_SIZE] == 0x03 if last else False
        del self._heard[: size + _TERMINATOR_SIZE + last]
        del self._planes[0]
        if ended and self._side is not None and "OVRON" in self.heads[-1]:
            self._side["o"] = np.ones((638, 1011), np.uint8)
        if ended and ("DPXON" not in self.heads[-1] or "PAG2" in self.heads[-1]):
            self._end()
            self.since_cleaning += 1
        return True
