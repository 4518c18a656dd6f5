"""The card queue: what needs a person first."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station.credential.card_job import CardStage
from station.flow.card_view import CardRow, OpenStock, PrinterRow
from station.ids import CandidateId, CardSerial
from station.messages import Translate
from station.ui.card_line import CardLine
from station.ui.pane_layout import lay_out_pane
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.printer_line import PrinterLine
from station.ui.theme import mark

ASKING = (CardStage.UNKNOWN, CardStage.NOT_PRINTED)


Key = tuple[CandidateId, CardSerial]
"""Whoever was granted no card has a line too."""


def by_need(row: CardRow) -> int:
    """Return the place of a card: questions first, cards that are gone last."""
    if row.stage in ASKING or row.revoked:
        return 0
    return 2 if row.stage is CardStage.HANDED_OVER else 1


class CardPane(QWidget):
    """Draws the cards; a line stays the same widget as long as its card is there.

    Signals:
        intent: AnswerTray, PrintAgain, VoidCard, HandOver or OpenStock.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._lines: dict[Key, CardLine] = {}
        self._order: list[Key] = []
        self._title = PlainLabel("pane-title")
        self._counts = PlainLabel("pane-note")
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        self._printers = PrinterLine(translate)
        self._stock = PlainButton("open-stock", lambda: self.intent.emit(OpenStock()))
        body = QWidget()
        body.setObjectName("card-body")
        outer = QVBoxLayout(body)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self._list)
        outer.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._printers)
        column.addWidget(area, 1)
        beside = QWidget()
        line = QHBoxLayout(beside)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._counts)
        line.addWidget(self._stock)
        lay_out_pane(self, self._title, beside, below)

    def show_state(self, cards: tuple[CardRow, ...], printers: tuple[PrinterRow, ...]) -> None:
        translate = self._translate
        self._printers.show_state(printers)
        self._stock.setText(translate("Blanks, end of day"))
        self._title.show_text(translate("Cards"))
        asking = sum(row.stage in ASKING for row in cards)
        ready = sum(row.stage is CardStage.PRINTED for row in cards)
        words = translate("To hand over: {ready}").format(ready=ready)
        if asking:
            words = translate("Need an answer: {asking}").format(asking=asking) + "  ·  " + words
        self._counts.show_text(words if cards else translate("No cards yet."))
        mark(self._counts, "tone", "warn" if asking else "plain")
        rows = sorted(cards, key=by_need)
        for row in rows:
            key = row.candidate, row.serial
            if key not in self._lines:
                line = CardLine(row.serial, translate)
                line.intent.connect(self.intent)
                self._lines[key] = line
            self._lines[key].show_row(row)
        self._put_in_order([(row.candidate, row.serial) for row in rows])

    def _put_in_order(self, order: list[Key]) -> None:
        if order == self._order:
            return
        self._order = order
        for key in [key for key in self._lines if key not in set(order)]:
            line = self._lines.pop(key)
            self._list.removeWidget(line)
            line.deleteLater()
        for place, key in enumerate(order):
            self._list.insertWidget(place, self._lines[key])
