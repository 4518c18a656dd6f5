"""The card printers, one short line each, above the queue."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.flow.card_view import PrinterRow
from station.messages import Translate
from station.printer.port import PrinterState
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark
from station.ui.words import PRINTER

FEW_PRINTS = 20
"""From here on the ribbon's rest is shown in amber: have the next one at hand."""


_FINE = (None, PrinterState.READY, PrinterState.BUSY)


class PrinterLine(QWidget):
    """Draws the printers side by side; what is wrong with one stands under its name in red."""

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._labels: list[PlainLabel] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def show_state(self, printers: tuple[PrinterRow, ...]) -> None:
        while len(self._labels) < len(printers):
            label = PlainLabel("printer-state", wrap=True)
            self._labels.append(label)
            self._row.addWidget(label, 1)
        for label, printer in zip(self._labels, printers, strict=False):
            self._show_printer(label, printer)

    def _show_printer(self, label: PlainLabel, printer: PrinterRow) -> None:
        translate = self._translate
        words = [translate("Printer {name}").format(name=printer.name), self._word(printer)]
        few = printer.prints_left is not None and printer.prints_left < FEW_PRINTS
        if printer.prints_left is not None:
            words.append(translate("ribbon for {count}").format(count=printer.prints_left))
        label.show_text("  ·  ".join(words))
        bad = printer.trouble is not None or printer.state not in _FINE
        mark(label, "tone", "bad" if bad else "warn" if few else "plain")

    def _word(self, printer: PrinterRow) -> str:
        translate = self._translate
        if printer.printing is not None:
            return translate("prints")
        if printer.state is not None and printer.state not in _FINE:
            return translate(PRINTER[printer.state])
        return translate("ready") if printer.trouble is None else translate("does not answer")
