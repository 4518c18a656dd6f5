"""The real card printer: Evolis, over USB bulk pipes."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import chain

from station.clock import Clock, SystemClock
from station.errors.printer import (
    CardStuck,
    CoverOpen,
    PrinterAbsent,
    PrinterBusy,
    PrinterHeld,
    PrinterNeedsCare,
    PrinterOutOfCards,
    PrintUnconfirmed,
    RibbonMissing,
    TrayFull,
)
from station.ids import CardSerial
from station.printer.evolis import (
    CARDS_PRINTED,
    CLEAR_STATUS,
    LAST_ERROR,
    command,
    encode_job,
    parse_replies,
    state_of,
)
from station.printer.pipe import PrinterPipe, printer_interfaces
from station.printer.port import (
    Abilities,
    CardJob,
    PrinterState,
    PrinterStatus,
    PrintReceipt,
)
from station.usb.faults import DeviceHeld, DeviceSilent, UsbFault
from station.usb.search import Bus, find_devices

VENDOR = 0x0F49
MAKER = "evolis"

_CARE: dict[PrinterState, type[PrinterNeedsCare]] = {
    PrinterState.BUSY: PrinterBusy,
    PrinterState.COVER_OPEN: CoverOpen,
    PrinterState.NO_RIBBON: RibbonMissing,
    PrinterState.JAMMED: CardStuck,
    PrinterState.TRAY_FULL: TrayFull,
}


def open_printer(backend: Bus | None = None) -> "EvolisPrinter":
    """Find a card printer on the USB bus.

    Args:
        backend: Where to look; None for the system's own libusb.

    Raises:
        PrinterAbsent: No printer answers, or the system does not let us use it.
    """
    printer = EvolisPrinter(partial(_plug_in, backend))
    printer.status()
    return printer


class EvolisPrinter:
    """Prints cards. After the printer was unplugged, the next call looks for it again.

    Args:
        plug_in: Finds a printer and claims its pipe, or raises PrinterAbsent.
        compressed: Send panels compressed.
        clock: To say where the time of a card went.
    """

    ANSWER_TIMEOUT_MS = 2_000
    PRINT_TIMEOUT_MS = 90_000
    POLL_MS = 250
    STALE_PACKETS = 64

    ABILITIES = Abilities(colour=False, both_sides=False, confirms=True)

    def __init__(
        self,
        plug_in: Callable[[], PrinterPipe],
        *,
        compressed: bool = True,
        clock: Clock | None = None,
    ) -> None:
        self._plug_in = plug_in
        self._compressed = compressed
        self._clock = clock or SystemClock()
        self._pipe: PrinterPipe | None = None

    def status(self) -> PrinterStatus:
        state, said = self._look()
        return PrinterStatus(state=state, said=said, abilities=self.ABILITIES)

    def print_card(self, job: CardJob) -> PrintReceipt:
        encoded = encode_job(job.black, compressed=self._compressed)
        self._need_ready(job.serial)
        pipe = self._connected()
        try:
            printed_before = self._cards_printed(pipe)
            began = self._clock.mono()
            pipe.write(encoded.body)
        except DeviceSilent as exc:
            self._give_up()
            raise PrinterNeedsCare(serial=job.serial, said="SILENT") from exc
        except UsbFault as exc:
            self._give_up()
            raise PrinterAbsent from exc
        try:
            pipe.write(encoded.last)
            sent = self._clock.mono()
            self._await_card(pipe, job.serial, printed_before)
        except UsbFault as exc:
            self._give_up()
            raise PrintUnconfirmed(serial=job.serial) from exc
        out = self._clock.mono()
        return PrintReceipt(transfer_ms=sent - began, mechanism_ms=out - sent)

    def close(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    def _need_ready(self, serial: CardSerial) -> None:
        state, said = self._look()
        if state is PrinterState.NO_CARDS:
            raise PrinterOutOfCards(serial=serial)
        if state is not PrinterState.READY:
            raise _CARE.get(state, PrinterNeedsCare)(serial=serial, said=said)

    def _look(self) -> tuple[PrinterState, str]:
        """Return how the printer is, and its own word for it."""
        pipe = self._connected()
        try:
            if not pipe.has_paper():
                return PrinterState.NO_CARDS, "NO CARD"
            said = self._ask(pipe, LAST_ERROR)
            if state_of(said) not in (PrinterState.READY, PrinterState.BUSY):
                pipe.write(command(CLEAR_STATUS))  # what is still wrong will be said again
                said = self._ask(pipe, LAST_ERROR)
        except UsbFault as exc:
            self._give_up()
            raise PrinterAbsent from exc
        return state_of(said), said

    def _await_card(
        self, pipe: PrinterPipe, serial: CardSerial, printed_before: int | None
    ) -> None:
        """Ask until the printer says that the card is out; its counter must say so too."""
        left_ms = self.PRINT_TIMEOUT_MS
        while left_ms > 0:
            try:
                state = state_of(self._ask(pipe, LAST_ERROR))
                printed = self._cards_printed(pipe)
            except DeviceSilent:
                left_ms -= self.ANSWER_TIMEOUT_MS
                continue
            if state is PrinterState.READY and _has_risen(printed_before, printed):
                return
            if state is PrinterState.NO_CARDS and printed == printed_before:
                self._give_up()
                raise PrinterOutOfCards(serial=serial)
            if state not in (PrinterState.READY, PrinterState.BUSY):
                break
            self._wait(pipe)
            left_ms -= self.POLL_MS
        self._give_up()
        raise PrintUnconfirmed(serial=serial)

    def _cards_printed(self, pipe: PrinterPipe) -> int | None:
        said = self._ask(pipe, CARDS_PRINTED)
        return int(said) if said.isascii() and said.isdecimal() else None

    def _ask(self, pipe: PrinterPipe, question: str) -> str:
        pipe.drain(self.STALE_PACKETS)  # some firmware answers commands that ask nothing
        pipe.write(command(question))
        words: tuple[str, ...] = ()
        while not words:
            words = parse_replies(pipe.read(self.ANSWER_TIMEOUT_MS))
        return words[-1]

    def _wait(self, pipe: PrinterPipe) -> None:
        try:
            pipe.read(self.POLL_MS)
        except DeviceSilent:
            return

    def _connected(self) -> PrinterPipe:
        if self._pipe is None:
            self._pipe = self._plug_in()
        return self._pipe

    def _give_up(self) -> None:
        """Let the printer forget a job it has in part, and start anew with the next call."""
        if self._pipe is not None:
            with suppress(UsbFault):  # unplugged: forgotten with the cable
                self._pipe.reset()
        self.close()


def _has_risen(before: int | None, now: int | None) -> bool:
    """Compare two readings of the counter; a printer without one is believed without one."""
    return before is None or now is None or now > before


def _plug_in(backend: Bus | None) -> PrinterPipe:
    try:
        ours = (device for device in find_devices(backend) if device.idVendor == VENDOR)
        for interface in chain.from_iterable(map(printer_interfaces, ours)):
            pipe = PrinterPipe(interface)
            about = pipe.device_id()
            if MAKER in (about.get("MFG") or about.get("MANUFACTURER", "")).lower():
                pipe.reset()
                return pipe
            pipe.close()
    except DeviceHeld as exc:
        raise PrinterHeld from exc
    except UsbFault as exc:
        raise PrinterAbsent from exc
    raise PrinterAbsent
