"""The sheet of the blank cards: what is there, what comes in, and the end of the day."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from station.credential.stock import Tally
from station.flow.card_view import CloseStock
from station.flow.stock_view import (
    CloseDay,
    CountStock,
    LoadRibbon,
    ReceiveBox,
    ReceiveRibbons,
    SignDifference,
    SpoilBlanks,
    StockSheet,
)
from station.ids import StaffId
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark
from station.ui.trouble_line import TroubleLine
from station.ui.two_signatures import TwoSignatures

LONGEST_CASE = 300
MOST = 99_999
NAMED = 8
"""Names on the sheet; the day's report has them all."""


class StockForm(QWidget):
    """Draws a StockSheet.

    Signals:
        intent: A StockIntent, or CloseStock.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._title = PlainLabel("pane-title")
        self._trouble = TroubleLine("desk-trouble")
        self._verdict = PlainLabel("desk-verdict", wrap=True)
        self._today = PlainLabel("pane-note", wrap=True)
        self._uncollected = PlainLabel("pane-note", wrap=True)
        self._entries = tuple(PlainLabel("stock-entry") for _ in range(3))
        self._labels = tuple(PlainLabel("stock-label") for _ in range(3))
        self._due = tuple(PlainLabel("stock-due") for _ in range(3))
        self._counts = tuple(_spin(f"count-{name}") for name in ("blanks", "voids", "ribbons"))
        self._count = PlainButton("count-stock", self._on_count)
        self._box = QLineEdit()
        self._box.setObjectName("box-name")
        self._cards = _spin("box-cards")
        self._receive = PlainButton("receive-box", self._on_receive)
        self._ribbons = _spin("new-ribbons")
        self._receive_ribbons = PlainButton("receive-ribbons", self._on_ribbons)
        self._load = PlainButton("load-ribbon", lambda: self.intent.emit(LoadRibbon()))
        self._spoiled = _spin("spoiled-cards")
        self._why = QLineEdit()
        self._why.setObjectName("spoiled-why")
        self._spoil = PlainButton("spoil-blanks", self._on_spoil)
        self._case = QLineEdit()
        self._case.setObjectName("difference-case")
        self._case.setMaxLength(LONGEST_CASE)
        self._case.textChanged.connect(self._on_edit)
        self._signatures = TwoSignatures(translate, "stock-")
        self._signatures.complete.connect(self._on_edit)
        self._sign = PlainButton("sign-difference", self._on_sign)
        self._close = PlainButton("close-stock", lambda: self.intent.emit(CloseStock()))
        self._end = PlainButton("close-day", lambda: self.intent.emit(CloseDay()), role="primary")
        self._lay_out()

    def show_state(self, sheet: StockSheet, staff: tuple[tuple[StaffId, str], ...]) -> None:
        """Draw the stock; what was typed stays."""
        translate, stock = self._translate, sheet.stock
        self._title.show_text(translate("Blank cards and end of day"))
        texts = (translate("Blank cards"), translate("Voided, in the bag"), translate("Ribbons"))
        due = (stock.expected.blanks, stock.expected.voids, stock.expected.ribbons)
        for place, text in enumerate(texts):
            self._labels[place].show_text(text)
            self._due[place].show_text(translate("should be {count}").format(count=due[place]))
            self._counts[place].setAccessibleName(text)
        self._show_entries()
        self._today.show_text(
            translate(
                "Today: {received} in, {made} printed, {samples} samples, {cut} voided, "
                "{spoiled} spoiled"
            ).format(
                received=stock.received,
                made=stock.made,
                samples=stock.samples,
                cut=stock.cut,
                spoiled=stock.spoiled,
            )
        )
        waiting = sheet.uncollected
        named = ", ".join(waiting[:NAMED]) + (" …" if len(waiting) > NAMED else "")
        self._uncollected.setVisible(bool(waiting) and not stock.locked)  # first the difference
        self._uncollected.show_text(
            translate("Waiting for collection ({count}): {names}").format(
                count=len(waiting), names=named
            )
        )
        self._show_verdict(sheet)
        self._trouble.show_trouble(sheet.trouble, translate)
        self._count.setText(translate("Enter what was counted"))
        self._box.setPlaceholderText(translate("Box number"))
        self._receive.setText(translate("Box in"))
        self._receive_ribbons.setText(translate("Ribbons in"))
        self._load.setText(translate("Load ribbon"))
        self._why.setPlaceholderText(translate("Why"))
        self._spoil.setText(translate("Spoiled"))
        self._case.setPlaceholderText(translate("What happened?"))
        self._sign.setText(translate("Stand for the difference together"))
        self._close.setText(translate("Back to the queue"))
        self._end.setText(translate("Close the day"))
        self._end.setEnabled(stock.balanced and not sheet.unanswered)
        for part in (self._case, self._signatures, self._sign):
            part.setVisible(stock.locked)
        for entry in (self._receive, self._receive_ribbons, self._load, self._spoil):
            entry.setEnabled(not stock.locked)
        self._signatures.show_staff(staff)
        self._on_edit()

    def _show_entries(self) -> None:
        """Say before each number what is counted, and give it to who hears the screen."""
        translate = self._translate
        texts = (translate("Cards in it"), translate("Ribbons"), translate("Spoiled cards"))
        spins = (self._cards, self._ribbons, self._spoiled)
        for label, spin, text in zip(self._entries, spins, texts, strict=True):
            label.show_text(text)
            label.setBuddy(spin)
            spin.setAccessibleName(text)

    def _show_verdict(self, sheet: StockSheet) -> None:
        translate, difference = self._translate, sheet.stock.difference
        if sheet.closed:
            tone, words = "good", translate("The day is closed. The report is in the folder.")
        elif sheet.stock.locked and difference == Tally():
            tone = "bad"
            words = translate("The count agrees now. Two persons sign for why it did not before.")
        elif sheet.stock.locked and difference is not None:
            tone = "bad"
            words = translate(
                "It does not balance: blanks {blanks}, voided {voids}, ribbons {ribbons}. "
                "No card is printed until two persons sign."
            ).format(
                blanks=f"{difference.blanks:+}",
                voids=f"{difference.voids:+}",
                ribbons=f"{difference.ribbons:+}",
            )
        elif sheet.unanswered:
            tone = "warn"
            words = translate("Cards that wait for an answer: {count}").format(
                count=sheet.unanswered
            )
        elif sheet.stock.balanced:
            tone, words = "good", translate("It balances. The day can be closed.")
        else:
            tone, words = "plain", translate("Count, then close the day.")
        self._verdict.show_text(words)
        mark(self._verdict, "tone", tone)

    def _lay_out(self) -> None:
        counts = QGridLayout()
        counts.setSpacing(6)
        for row in range(3):
            counts.addWidget(self._labels[row], row, 0)
            counts.addWidget(self._due[row], row, 1)
            counts.addWidget(self._counts[row], row, 2)
        counts.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for line in (self._title, self._trouble, self._today, self._uncollected):
            layout.addWidget(line)
        of_box, of_ribbons, of_spoiled = self._entries
        for parts in (
            (self._box, of_box, self._cards, self._receive),
            (of_ribbons, self._ribbons, self._receive_ribbons, self._load),
            (of_spoiled, self._spoiled, self._why, self._spoil),
        ):
            row_layout = QHBoxLayout()
            for entry in parts:
                row_layout.addWidget(entry, int(isinstance(entry, QLineEdit)))
            layout.addLayout(row_layout)
        layout.addStretch(1)
        layout.addLayout(counts)
        for part in (self._count, self._verdict, self._case, self._signatures, self._sign):
            layout.addWidget(part)
        layout.addStretch(1)
        ends = QHBoxLayout()
        ends.addWidget(self._close)
        ends.addWidget(self._end, 1)
        layout.addLayout(ends)

    def _on_edit(self) -> None:
        self._sign.setEnabled(bool(self._case.text()) and self._signatures.is_complete())

    def _on_count(self) -> None:
        blanks, voids, ribbons = (spin.value() for spin in self._counts)
        self.intent.emit(CountStock(blanks, voids, ribbons))

    def _on_receive(self) -> None:
        self.intent.emit(ReceiveBox(self._box.text().strip(), self._cards.value()))
        self._box.clear()
        self._cards.setValue(0)

    def _on_ribbons(self) -> None:
        self.intent.emit(ReceiveRibbons(self._ribbons.value()))
        self._ribbons.setValue(0)

    def _on_spoil(self) -> None:
        self.intent.emit(SpoilBlanks(self._spoiled.value(), self._why.text().strip()))
        self._spoiled.setValue(0)
        self._why.clear()

    def _on_sign(self) -> None:
        first, second = self._signatures.take()
        self.intent.emit(SignDifference(case=self._case.text().strip(), first=first, second=second))
        self._case.clear()


def _spin(name: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setObjectName(name)
    spin.setRange(0, MOST)
    spin.setMinimumWidth(72)
    return spin
