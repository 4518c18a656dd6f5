"""Talks with a Magicard printer: keys and values, and the port status of the printer class.

What is wrong with such a printer stands on its display: over the cable it says only that there
is an error, that the feeder is empty, and how much film is left.
"""

from contextlib import suppress
from dataclasses import replace
from functools import partial

from station.clock import Clock, SystemClock
from station.printer.evolis import number_in
from station.printer.job_bytes import EncodedJob
from station.printer.magicard import (
    CARDS_PRINTED,
    CLEANING_INTERVAL,
    FILM_LEFT,
    SERIAL_NUMBER,
    SINCE_CLEANING,
    answer_in,
    encode_job,
    question,
)
from station.printer.pipe import PrinterPipe
from station.printer.port import Abilities, CardJob, PrinterState, PrinterStatus, Ribbon
from station.printer.talk import Glance, Language
from station.usb.faults import DeviceSilent

ANSWER_TIMEOUT_MS = 2_000
_COURTESY_TIMEOUT_MS = 300
_STALE_PACKETS = 64
_TURNS_CARDS = ("DUO", "DUPLEX")
"""What the names of some models with a flip station have in them."""


class MagicardTalk:
    """Asks, and remembers what is not answered.

    Args:
        clock: For the time in a job.
        turns_cards: It has a flip station; None to go by the name of its model.
    """

    settles_ms = 60_000

    def __init__(
        self, pipe: PrinterPipe, clock: Clock | None = None, *, turns_cards: bool | None = None
    ) -> None:
        self.pipe = pipe
        self._clock = clock or SystemClock()
        self._model = pipe.device_id().get("MDL", "")
        named = any(word in self._model.upper() for word in _TURNS_CARDS)
        self._turns_cards = named if turns_cards is None else turns_cards
        self._unknown: set[str] = set()

    def encode(self, job: CardJob, ribbon: Ribbon | None) -> EncodedJob:  # noqa: ARG002
        return encode_job(job, self._clock.wall())

    def glance(self) -> Glance:
        printed = number_in(self._ask(CARDS_PRINTED))
        if self.pipe.has_error():
            return Glance(PrinterState.FAULT, "ERROR", printed)
        return Glance(PrinterState.READY, "OK", printed)

    def forgive(self) -> None:
        """Nothing: only a person at the printer can clear its errors."""

    def status(self, glance: Glance) -> PrinterStatus:
        film = number_in(self._ask_kindly(FILM_LEFT))
        since = number_in(self._ask_kindly(SINCE_CLEANING))
        interval = number_in(self._ask_kindly(CLEANING_INTERVAL))
        no_film = film == 0 and glance.state is not PrinterState.NO_CARDS
        return PrinterStatus(
            state=PrinterState.NO_RIBBON if no_film else glance.state,
            said=glance.said,
            abilities=Abilities(
                colour=True,
                both_sides=self._turns_cards,
                confirms=glance.printed is not None,
            ),
            model=self._model,
            number=self._ask_kindly(SERIAL_NUMBER),
            prints_left=film,
            cards_printed=glance.printed,
            cleaning_due=bool(since and interval and since >= interval),
        )

    def _ask(self, key: str, timeout_ms: int = ANSWER_TIMEOUT_MS) -> str:
        self.pipe.drain(_STALE_PACKETS)
        self.pipe.write(question(key))
        raw = b""
        while not raw.endswith(b"\x03") and len(raw) < 256:
            raw += self.pipe.read(timeout_ms)
        return answer_in(raw, key)

    def _ask_kindly(self, key: str) -> str:
        """Ask what the printer may not know; if it does not, it is not asked again."""
        if key not in self._unknown:
            with suppress(DeviceSilent):
                return self._ask(key, _COURTESY_TIMEOUT_MS)
            self._unknown.add(key)
        return ""


MAGICARD = Language(vendor=0x0C1F, maker="magicard", talk=MagicardTalk)
MAGICARD_DUO = replace(MAGICARD, talk=partial(MagicardTalk, turns_cards=True))
"""With a flip station, of which most models say nothing over the cable."""
