"""A print queue of Windows, by way of Qt, so that the maker's own driver stays in use.

It is in this room because Qt is kept out of the rooms below. Qt tells whether the queue took the
document, and nothing of what became of it: each card that it takes ends unconfirmed. On Linux,
station.printer.spooler asks CUPS itself, and knows a little more.
"""

import numpy as np
from PySide6.QtCore import QMarginsF, QPoint, QSizeF
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from station.errors.printer import PrinterAbsent, PrintUnconfirmed, QueueRefused
from station.printer.card_document import PAGE_MM, seen
from station.printer.panels import whole_sides
from station.printer.port import (
    Abilities,
    CardJob,
    CardSide,
    PrinterState,
    PrinterStatus,
    PrintReceipt,
)
from station.printer.readiness import need_fit

DPI = 300

_STATES = {
    QPrinter.PrinterState.Idle: PrinterState.READY,
    QPrinter.PrinterState.Active: PrinterState.BUSY,
    QPrinter.PrinterState.Aborted: PrinterState.FAULT,
    QPrinter.PrinterState.Error: PrinterState.FAULT,
}


def queue_names() -> tuple[str, ...]:
    """Name the print queues of this machine."""
    app = QGuiApplication.instance() or QGuiApplication([])  # Qt asks the system through it
    names = tuple(QPrinterInfo.availablePrinterNames())
    del app
    return names


class QtSpooledPrinter:
    """A print queue.

    Args:
        queue: Its name, as the system's list of printers has it.
    """

    def __init__(self, queue: str) -> None:
        self._queue = queue

    def status(self) -> PrinterStatus:
        about = QPrinterInfo.printerInfo(self._queue)
        if about.isNull():
            raise PrinterAbsent
        return PrinterStatus(
            state=_STATES[about.state()],
            model=about.makeAndModel(),
            abilities=Abilities(
                colour=QPrinter.ColorMode.Color in about.supportedColorModes(),
                both_sides=QPrinter.DuplexMode.DuplexShortSide in about.supportedDuplexModes(),
                confirms=False,
            ),
        )

    def print_card(self, job: CardJob) -> PrintReceipt:
        pictures = [_picture(side) for side in whole_sides(job)]
        need_fit(self.status(), job)
        printer = self._set_up(job)
        painter = QPainter()
        if not painter.begin(printer):  # the queue has not even begun a document
            raise QueueRefused(serial=job.serial, said="NOT BEGUN")
        for number, picture in enumerate(pictures):
            if number:
                printer.newPage()
            painter.drawImage(QPoint(0, 0), picture)
        painter.end()
        raise PrintUnconfirmed(serial=job.serial)

    def close(self) -> None:
        """Nothing is held between two cards."""

    def _set_up(self, job: CardJob) -> QPrinter:
        printer = QPrinter(QPrinterInfo.printerInfo(self._queue))
        size = QPageSize(
            QSizeF(*PAGE_MM),
            QPageSize.Unit.Millimeter,
            "ID-1",
            QPageSize.SizeMatchPolicy.ExactMatch,
        )
        portrait = QPageLayout.Orientation.Portrait
        printer.setPageLayout(QPageLayout(size, portrait, QMarginsF(0, 0, 0, 0)))
        printer.setFullPage(True)
        printer.setResolution(DPI)
        printer.setDocName(f"card {job.serial}")
        coloured = any(side.colour is not None for side in job.sides)
        mode = QPrinter.ColorMode
        printer.setColorMode(mode.Color if coloured else mode.GrayScale)
        duplex = QPrinter.DuplexMode
        printer.setDuplex(duplex.DuplexShortSide if job.back else duplex.DuplexNone)
        return printer


def _picture(side: CardSide) -> QImage:
    """Return a side as it lies on the page: turned a quarter clockwise."""
    dots = np.ascontiguousarray(np.rot90(seen(side), k=-1))
    height, width = dots.shape[:2]
    kinds = QImage.Format
    kind = kinds.Format_Grayscale8 if dots.ndim == 2 else kinds.Format_RGB888
    return QImage(dots.tobytes(), width, height, dots.strides[0], kind).copy()
