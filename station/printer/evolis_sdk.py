"""An Evolis printer by its maker's own library, where `evolis-sdk` is installed.

The library has no licence file, so it is in no lock of ours and is looked for when a printer is
named by it. It sends the job by itself: what its answers mean for a card is judged here.
"""

import io
from importlib import import_module
from typing import Any

from PIL import Image

from station.clock import Clock, SystemClock
from station.errors.printer import (
    PrinterAbsent,
    PrinterNeedsCare,
    PrinterOutOfCards,
    PrintUnconfirmed,
    VendorLibraryMissing,
)
from station.printer.panels import whole_sides
from station.printer.port import (
    Abilities,
    CardJob,
    CardSide,
    PrinterState,
    PrinterStatus,
    PrintReceipt,
    Ribbon,
)
from station.printer.readiness import CARE, need_fit

LIBRARY = "evolis"

STATES = {
    "BUSY": PrinterState.BUSY,
    "INF_PRINTING_RUNNING": PrinterState.BUSY,
    "INF_CLEANING_RUNNING": PrinterState.BUSY,
    "INF_HEATING": PrinterState.BUSY,
    "DEF_COOLING": PrinterState.HEAD_HOT,
    "ERR_HEAD_TEMP": PrinterState.HEAD_HOT,
    "DEF_COVER_OPEN": PrinterState.COVER_OPEN,
    "ERR_COVER_OPEN": PrinterState.COVER_OPEN,
    "DEF_FEEDER_EMPTY": PrinterState.NO_CARDS,
    "ERR_FEEDER_EMPTY": PrinterState.NO_CARDS,
    "ERR_FEEDER_ERROR": PrinterState.JAMMED,
    "DEF_CARD_ON_EJECT": PrinterState.JAMMED,
    "ERR_CARD_ON_EJECT": PrinterState.JAMMED,
    "ERR_MECHANICAL": PrinterState.JAMMED,
    "DEF_NO_RIBBON": PrinterState.NO_RIBBON,
    "DEF_RIBBON_ENDED": PrinterState.NO_RIBBON,
    "ERR_RIBBON_ENDED": PrinterState.NO_RIBBON,
    "DEF_UNSUPPORTED_RIBBON": PrinterState.WRONG_RIBBON,
    "ERR_BAD_RIBBON": PrinterState.WRONG_RIBBON,
    "DEF_HOPPER_FULL": PrinterState.TRAY_FULL,
    "ERR_HOPPER_FULL": PrinterState.TRAY_FULL,
    "DEF_REJECT_BOX_FULL": PrinterState.REJECT_FULL,
    "ERR_REJECT_BOX_FULL": PrinterState.REJECT_FULL,
}
"""What the library's names mean; it has more of them, which are faults if they stop it."""

_GOES_ON = ("READY", "WARNING")
_ABSENT = ("PRINTER_OFFLINE", "PRINTER_UNKNOWN")
_CLEANING_DUE = ("INF_CLEANING", "INF_CLEANING_REQUIRED", "INF_CLEANING_ADVANCED")

RIBBONS = {
    "KBLACK": Ribbon.BLACK,
    "KPREMIUM": Ribbon.BLACK,
    "KO": Ribbon.BLACK_OVERLAY,
    "YMCKO": Ribbon.COLOUR,
    "YMCKOK": Ribbon.COLOUR_BLACK_BACK,
}

_NOT_BEGUN = ("PRINT_EDATA", "PRINT_NEEDACTION", "PRINT_EUNKNOWNRIBBON", "PRINT_ENOIMAGE")
"""Answers that a job was refused before anything was sent."""


class EvolisSdkPrinter:
    """Prints cards by the maker's library.

    Args:
        name: As the library lists the printer.
        library: The library's module; None to import it when it is first needed.
        clock: To say where the time of a card went.
    """

    PRINT_TIMEOUT_MS = 90_000

    def __init__(self, name: str, library: Any = None, clock: Clock | None = None) -> None:
        self._name = name
        self._library = library
        self._clock = clock or SystemClock()

    def status(self) -> PrinterStatus:
        connection = self._connect()
        try:
            return self._status(connection)
        finally:
            connection.close()

    def print_card(self, job: CardJob) -> PrintReceipt:
        whole_sides(job)
        connection = self._connect()
        try:
            status = self._status(connection)
            need_fit(status, job)
            began = self._clock.mono()
            said = self._print(connection, job)
            self._judge(connection, job, status, said)
            taken_ms = self._clock.mono() - began
            return PrintReceipt(transfer_ms=0, mechanism_ms=taken_ms)
        finally:
            connection.close()

    def close(self) -> None:
        """Nothing is held between two cards."""

    def _connect(self) -> Any:
        if self._library is None:
            try:
                self._library = import_module(LIBRARY)
            except (ImportError, OSError) as exc:
                raise VendorLibraryMissing from exc
        return self._library.Connection(self._name)

    def _status(self, connection: Any) -> PrinterStatus:
        state = connection.get_state()
        said, major = str(state.minor.name), str(state.major.name)
        if said in _ABSENT or major == "OFF":
            raise PrinterAbsent
        default = PrinterState.READY if major in _GOES_ON else PrinterState.FAULT
        about, ribbon = connection.get_info(), connection.get_ribbon_info()
        return PrinterStatus(
            state=STATES.get(said, default),
            said=said,
            abilities=Abilities(
                colour=True, both_sides=bool(about and about.hasFlip), confirms=True
            ),
            model=about.modelName if about else "",
            number=about.serialNumber if about else "",
            ribbon=RIBBONS.get(str(ribbon.type.name)) if ribbon else None,
            prints_left=ribbon.remaining if ribbon else None,
            cards_printed=_counted(connection),
            cleaning_due=said in _CLEANING_DUE,
        )

    def _print(self, connection: Any, job: CardJob) -> str:
        """Hand the job to the library; return the name of its answer."""
        session = self._library.PrintSession(connection)
        faces = self._library.CardFace
        if not session.init():
            return "PRINT_NEEDACTION"
        for face, side in zip((faces.FRONT, faces.BACK), job.sides, strict=False):
            if not _lay_down(session, face, side):
                return "PRINT_EDATA"
        return str(session.print(self.PRINT_TIMEOUT_MS).name)

    def _judge(self, connection: Any, job: CardJob, before: PrinterStatus, said: str) -> None:
        """Return if the card is out."""
        try:
            now = self._status(connection)
        except PrinterAbsent as exc:
            raise PrintUnconfirmed(serial=job.serial) from exc
        counted = (before.cards_printed, now.cards_printed)
        if said in _NOT_BEGUN and counted[0] == counted[1]:
            if now.state is PrinterState.NO_CARDS:
                raise PrinterOutOfCards(serial=job.serial)
            raise CARE.get(now.state, PrinterNeedsCare)(serial=job.serial, said=said)
        risen = None not in counted and counted[0] != counted[1]
        if said != "OK" or not risen:
            raise PrintUnconfirmed(serial=job.serial)


def _counted(connection: Any) -> int | None:
    cleaning = connection.get_cleaning_info()
    return cleaning.totalCardCount if cleaning else None


def _lay_down(session: Any, face: Any, side: CardSide) -> bool:
    """Give the library one side's panels; tell whether it took them.

    The clear panel is left to the library: it lays it over all of a side if the ribbon has one.
    """
    black = _bitmap(Image.fromarray(side.black).convert("1", dither=Image.Dither.NONE))
    taken = session.set_black_buffer(face, black)
    if side.colour is not None:
        taken = session.set_image_buffer(face, _bitmap(Image.fromarray(side.colour))) and taken
    return bool(taken)


def _bitmap(picture: Image.Image) -> bytes:
    raw = io.BytesIO()
    picture.save(raw, "BMP", dpi=(300, 300))
    return raw.getvalue()
