"""One computer that asks to be a seat: its digits, which seat it is, yes or no."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSpinBox, QWidget

from station.flow.enrolment_view import AdmitSeat, AskingRow, TurnSeatAway
from station.ids import SeatNumber
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel

MOST_SEATS = 999
STEADY_MS = 800
"""A row that shows another computer takes no press before somebody can have seen it."""


class AskingRowView(QFrame):
    """Draws an AskingRow.

    Signals:
        intent: AdmitSeat or TurnSeatAway.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("asking-row")
        self._translate = translate
        self._row: AskingRow | None = None
        self._enrolled: tuple[SeatNumber, ...] = ()
        self._code = PlainLabel("asking-code")
        self._from = PlainLabel("pane-note")
        self._seat = QSpinBox()
        self._seat.setObjectName("asking-seat")
        self._seat.setRange(1, MOST_SEATS)
        self._seat.valueChanged.connect(self._name_buttons)
        self._yes = PlainButton("asking-yes", self._on_yes, role="primary")
        self._no = PlainButton("asking-no", self._on_no)
        self._steady = QTimer(self)
        self._steady.setSingleShot(True)
        self._steady.timeout.connect(self._let_press)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 4)
        layout.addWidget(self._code)
        layout.addWidget(self._from, 1)
        layout.addWidget(self._seat)
        layout.addWidget(self._yes)
        layout.addWidget(self._no)
        self.hide()

    @property
    def number(self) -> int | None:
        """Which asking this row shows; None if none."""
        return self._row.number if self._row else None

    def show_row(self, row: AskingRow | None, enrolled: tuple[SeatNumber, ...]) -> None:
        """Draw a computer that asks; what was typed of the same one stays."""
        other = row is not None and row.number != self.number
        self._row, self._enrolled = row, enrolled
        self.setVisible(row is not None)
        if row is None:
            return
        self._code.show_text(row.code)
        self._from.show_text(row.address)
        if other:
            self._seat.setValue(row.proposed)
            self._yes.setEnabled(False)
            self._no.setEnabled(False)
            self._steady.start(STEADY_MS)
        self._name_buttons()

    def _let_press(self) -> None:
        self._yes.setEnabled(True)
        self._no.setEnabled(True)

    def _name_buttons(self) -> None:
        translate, seat = self._translate, self._seat.value()
        self._seat.setPrefix(translate("Seat") + " ")
        self._seat.setAccessibleName(translate("Which seat is it?"))
        replaces = seat in self._enrolled
        self._yes.setText(translate("Replace it") if replaces else translate("Same digits"))
        self._yes.setToolTip(
            translate("The computer that was seat {seat} will be let in no more.").format(seat=seat)
            if replaces
            else ""
        )
        self._no.setText(translate("Refuse"))

    def _on_yes(self) -> None:
        if self._row is not None:
            self.intent.emit(AdmitSeat(self._row.number, SeatNumber(self._seat.value())))

    def _on_no(self) -> None:
        if self._row is not None:
            self.intent.emit(TurnSeatAway(self._row.number))
