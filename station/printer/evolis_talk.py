"""Talks with an Evolis printer: a question, then words."""

from station.printer.evolis import (
    CARDS_PRINTED,
    CLEANING_DUE,
    CLEAR_STATUS,
    LAST_ERROR,
    MODEL,
    NOT_FED,
    PRINTS_LEFT,
    RIBBON,
    SERIAL_NUMBER,
    command,
    encode_job,
    number_in,
    parse_replies,
    ribbon_in,
    state_of,
)
from station.printer.job_bytes import EncodedJob
from station.printer.pipe import PrinterPipe
from station.printer.port import Abilities, CardJob, PrinterStatus, Ribbon
from station.printer.talk import Glance, Language
from station.usb.faults import DeviceSilent

ANSWER_TIMEOUT_MS = 2_000
_COURTESY_TIMEOUT_MS = 300
"""For what a printer need not know."""

_STALE_PACKETS = 64
_TURNS_CARDS = ("DUAL", "DUPLEX")
"""What the names of models with a flip station have in them."""


class EvolisTalk:
    """Asks, and remembers what does not change and what is not answered.

    Args:
        compressed: Send panels compressed.
    """

    settles_ms = 0

    def __init__(self, pipe: PrinterPipe, *, compressed: bool = True) -> None:
        self.pipe = pipe
        self._compressed = compressed
        self._known: dict[str, str] = {}

    def encode(self, job: CardJob, ribbon: Ribbon | None) -> EncodedJob:
        return encode_job(job, ribbon=ribbon, compressed=self._compressed)

    def glance(self) -> Glance:
        said = self._ask(LAST_ERROR)
        printed = number_in(self._ask(CARDS_PRINTED))
        return Glance(state_of(said), said, printed, not_fed=said == NOT_FED)

    def forgive(self) -> None:
        self.pipe.write(command(CLEAR_STATUS))

    def status(self, glance: Glance) -> PrinterStatus:
        model = self._ask_kindly(MODEL, changes=False)
        turns = any(word in model for word in _TURNS_CARDS)
        return PrinterStatus(
            state=glance.state,
            said=glance.said,
            abilities=Abilities(colour=True, both_sides=turns, confirms=True),
            model=model,
            number=self._ask_kindly(SERIAL_NUMBER, changes=False),
            ribbon=ribbon_in(self._ask_kindly(RIBBON)),
            prints_left=number_in(self._ask_kindly(PRINTS_LEFT)),
            cards_printed=glance.printed,
            cleaning_due=glance.said in CLEANING_DUE,
        )

    def _ask(self, question: str, timeout_ms: int = ANSWER_TIMEOUT_MS) -> str:
        self.pipe.drain(_STALE_PACKETS)  # some firmware answers commands that ask nothing
        self.pipe.write(command(question))
        words: tuple[str, ...] = ()
        while not words:
            words = parse_replies(self.pipe.read(timeout_ms))
        return words[-1]

    def _ask_kindly(self, question: str, *, changes: bool = True) -> str:
        """Ask what the printer may not know; if it does not, it is not asked again."""
        if question in self._known:
            return self._known[question]
        try:
            said = self._ask(question, _COURTESY_TIMEOUT_MS)
        except DeviceSilent:
            said = "ERR"
        if said.startswith("ERR"):
            said = self._known[question] = ""
        elif not changes:
            self._known[question] = said
        return said


EVOLIS = Language(vendor=0x0F49, maker="evolis", talk=EvolisTalk)
