"""The card printer on a USB cable: one driver for every maker's language.

What must never go wrong is here, once: a job is either not begun, or known to be printed, or
unknown; and what a printer has in part is forgotten by it before anything else is sent.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from station.clock import Clock, SystemClock
from station.errors.printer import (
    PrinterAbsent,
    PrinterNeedsCare,
    PrinterOutOfCards,
    PrintUnconfirmed,
)
from station.ids import CardSerial, MonoMs
from station.printer.pipe import PrinterPipe
from station.printer.plug import LANGUAGES, plug_in
from station.printer.port import CardJob, PrinterState, PrinterStatus, PrintReceipt
from station.printer.readiness import need_fit
from station.printer.talk import Glance, Language, Talk
from station.usb.faults import DeviceSilent, UsbFault
from station.usb.search import Bus

_ALIVE = (PrinterState.READY, PrinterState.BUSY)
_AT_WORK = (*_ALIVE, PrinterState.HEAD_HOT, PrinterState.NO_CARDS)
_NEXT_WILL_WAIT = (PrinterState.NO_CARDS, PrinterState.NO_RIBBON, PrinterState.CLEANING)
"""What a printer may say when a card is out that was its last for now."""


def open_printer(
    backend: Bus | None = None, languages: Sequence[Language] | None = None
) -> "UsbCardPrinter":
    """Find a card printer on the USB bus that nobody has claimed.

    Args:
        backend: Where to look; None for the system's own libusb.
        languages: Whose printers will do; None for all that we know.

    Raises:
        PrinterAbsent: No printer answers, or the system does not let us use it.
    """
    known = tuple(languages or LANGUAGES.values())
    printer = UsbCardPrinter(partial(plug_in, backend, known))
    printer.status()
    return printer


class UsbCardPrinter:
    """Prints cards. After the printer was unplugged, the next call looks for it again.

    Args:
        plug_in: Finds a printer and claims its pipe, or raises PrinterAbsent.
        clock: To say where the time of a card went.
    """

    PRINT_TIMEOUT_MS = 90_000
    SILENCE_MS = 2_000
    POLL_MS = 250

    def __init__(self, plug_in: Callable[[], Talk], clock: Clock | None = None) -> None:
        self._plug_in = plug_in
        self._clock = clock or SystemClock()
        self._talk: Talk | None = None
        self._doubt: _Doubt | None = None

    def status(self) -> PrinterStatus:
        talk = self._connected()
        try:
            return self._settled(talk.status(_look(talk)))
        except UsbFault as exc:
            self._give_up()
            raise PrinterAbsent from exc

    def print_card(self, job: CardJob) -> PrintReceipt:
        status = self.status()
        need_fit(status, job)
        talk = self._connected()
        encoded = talk.encode(job, status.ribbon)
        began = self._clock.mono()
        try:
            talk.pipe.write(encoded.harmless)
        except DeviceSilent as exc:
            self._give_up()
            raise PrinterNeedsCare(serial=job.serial, said="SILENT") from exc
        except UsbFault as exc:
            self._give_up()
            raise PrinterAbsent from exc
        try:
            talk.pipe.write(encoded.decisive)
            sent = self._clock.mono()
            self._await_card(talk, job.serial, status)
        except UsbFault as exc:
            raise self._doubted(talk, job.serial, status) from exc
        out = self._clock.mono()
        return PrintReceipt(transfer_ms=sent - began, mechanism_ms=out - sent)

    def close(self) -> None:
        if self._talk is not None:
            self._talk.pipe.close()
            self._talk = None

    def _await_card(self, talk: Talk, serial: CardSerial, status: PrinterStatus) -> None:
        """Ask until the printer says that the card is out; its counter must say so too."""
        before = status.cards_printed
        left_ms = self.PRINT_TIMEOUT_MS if status.abilities.confirms else 0
        while left_ms > 0:
            try:
                glance = talk.glance()
            except DeviceSilent:
                left_ms -= self.SILENCE_MS
                continue
            if _is_out(before, glance):
                return
            if glance.not_fed and before is not None and glance.printed == before:
                self._give_up()
                raise PrinterOutOfCards(serial=serial)
            if glance.not_fed:
                break
            if glance.state not in _AT_WORK:
                break
            _wait(talk.pipe, self.POLL_MS)
            left_ms -= self.POLL_MS
        raise self._doubted(talk, serial, status)

    def _doubted(self, talk: Talk, serial: CardSerial, status: PrinterStatus) -> PrintUnconfirmed:
        """Give up a card that may come yet, and keep in mind that it may."""
        until = MonoMs(self._clock.mono() + talk.settles_ms)
        self._doubt = _Doubt(printed=status.cards_printed, until=until)
        self._give_up()
        return PrintUnconfirmed(serial=serial)

    def _settled(self, status: PrinterStatus) -> PrinterStatus:
        """Call a printer busy as long as its counter may still rise for an earlier card."""
        doubt = self._doubt
        if doubt is None or status.state is not PrinterState.READY:
            return status
        if self._clock.mono() < doubt.until and status.cards_printed == doubt.printed:
            return replace(status, state=PrinterState.BUSY)
        self._doubt = None
        return status

    def _connected(self) -> Talk:
        if self._talk is None:
            self._talk = self._plug_in()
        return self._talk

    def _give_up(self) -> None:
        """Let the printer forget a job it has in part, and start anew with the next call."""
        if self._talk is not None:
            with suppress(UsbFault):  # unplugged: forgotten with the cable
                self._talk.pipe.reset()
        self.close()


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A card that ended unconfirmed: what the counter was, and until when it may rise for it."""

    printed: int | None
    until: MonoMs


def _look(talk: Talk) -> Glance:
    """Glance at the printer; an error may be an old one, so let it be said twice."""
    glance = talk.glance()
    if glance.state not in _ALIVE:
        talk.forgive()
        glance = talk.glance()
    if glance.state is PrinterState.READY and not talk.pipe.has_paper():
        return replace(glance, state=PrinterState.NO_CARDS)
    return glance


def _is_out(before: int | None, glance: Glance) -> bool:
    """Whether the card is out: by the word and the counter together.

    A printer without a counter is believed when it is ready; one that ran out of something must
    have counted the card.
    """
    uncounted = before is None or glance.printed is None
    risen = before is not None and glance.printed is not None and glance.printed > before
    if glance.state is PrinterState.READY:
        return uncounted or risen
    return glance.state in _NEXT_WILL_WAIT and risen


def _wait(pipe: PrinterPipe, timeout_ms: int) -> None:
    with suppress(DeviceSilent):
        pipe.read(timeout_ms)
