"""Card printers by the names that an administrator types."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from station.camera.pictures import png
from station.errors.printer import PrinterNameUnknown
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.evolis_sdk import EvolisSdkPrinter
from station.printer.magicard_emulator import SimulatedMagicard
from station.printer.mechanism import EmulatedMechanism, picture_of
from station.printer.plug import BY_NAME, LANGUAGES, plug_in
from station.printer.port import CardJob, CardPrinter, PrinterStatus, PrintReceipt, Ribbon
from station.printer.spooler import SpooledPrinter
from station.printer.usb import UsbCardPrinter, open_printer

SIMULATED = "simulated:"
SIMULATED_MAGICARD = "simulated:magicard:"
SPOOLER = "spooler:"
EVOLIS_SDK = "evolis-sdk:"
USB = "usb"


def open_named_printers(names: Sequence[str]) -> tuple[CardPrinter, ...]:
    """Open card printers, one for each name; the same name twice is two printers.

    Raises:
        PrinterNameUnknown: No printer is called so.
    """
    return tuple(open_named_printer(name) for name in names)


def open_named_printer(name: str) -> CardPrinter:
    """Open a card printer, which may be plugged in later.

    Args:
        name: "usb" for the first one that is free, "evolis" or "magicard" for one of that maker,
            "magicard-duo" for one with a flip station,
            "spooler:NAME" for a print queue of the system, "evolis-sdk:NAME" for a printer by
            its maker's library if that is installed, or "simulated:FOLDER" and
            "simulated:magicard:FOLDER", which keep their cards in FOLDER.

    Raises:
        PrinterNameUnknown: No printer is called so.
    """
    if name.startswith(SIMULATED_MAGICARD):
        folder = Path(name.removeprefix(SIMULATED_MAGICARD))
        return TrayPrinter(folder, SimulatedMagicard(model="Simulated Duo"))
    if name.startswith(SIMULATED):
        return TrayPrinter(Path(name.removeprefix(SIMULATED)), _simulated_evolis())
    if name.startswith(SPOOLER) and name != SPOOLER:
        return _spooled(name.removeprefix(SPOOLER))
    if name.startswith(EVOLIS_SDK) and name != EVOLIS_SDK:
        return EvolisSdkPrinter(name.removeprefix(EVOLIS_SDK))
    if name == USB:
        return UsbCardPrinter(partial(plug_in, None, tuple(LANGUAGES.values())))
    if name in BY_NAME:
        return UsbCardPrinter(partial(plug_in, None, (BY_NAME[name],)))
    raise PrinterNameUnknown(name=name)


def print_queues() -> tuple[str, ...]:
    """Name the print queues of the system.

    Raises:
        PrinterAbsent: The system has no spooler that answers.
    """
    if sys.platform == "win32":
        from station.modes.qt_spooler import queue_names  # noqa: PLC0415 - Windows alone
    else:
        from station.printer.cups import queue_names  # noqa: PLC0415
    return queue_names()


def _spooled(queue: str) -> CardPrinter:
    if sys.platform == "win32":
        from station.modes.qt_spooler import QtSpooledPrinter  # noqa: PLC0415 - Windows alone

        return QtSpooledPrinter(queue)
    else:  # noqa: RET505 - so that each system's branch is checked for that system
        return SpooledPrinter(queue)


class TrayPrinter:
    """The real printer driver above an emulated printer, whose tray is a folder of pictures."""

    def __init__(self, folder: Path, emulator: EmulatedMechanism) -> None:
        self._folder = folder
        self._emulator = emulator
        self._printer: CardPrinter = open_printer(backend=emulator)

    def status(self) -> PrinterStatus:
        return self._printer.status()

    def print_card(self, job: CardJob) -> PrintReceipt:
        receipt = self._printer.print_card(job)
        card = self._emulator.tray[-1]
        self._folder.mkdir(parents=True, exist_ok=True)
        for end, side in (("", card.front), ("-back", card.back)):
            if side:
                picture = picture_of(side)
                frame = picture if picture.ndim == 2 else np.ascontiguousarray(picture[:, :, ::-1])
                (self._folder / f"{job.serial}{end}.png").write_bytes(png(frame))
        return receipt

    def close(self) -> None:
        self._printer.close()


def _simulated_evolis() -> SimulatedEvolis:
    """A printer that can do all that a card can ask for."""
    emulator = SimulatedEvolis()
    emulator.model = "SIMULATED DUALYS"
    emulator.ribbon = Ribbon.COLOUR_BLACK_BACK.value
    return emulator
