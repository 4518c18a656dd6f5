"""The seats' certificates: who asks for one, who has one, and who was refused at the door."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from station.flow.console_view import ConsoleState
from station.flow.enrolment_view import (
    AskingRow,
    CloseEnrolment,
    EnrolmentState,
    RevokeSeat,
)
from station.ids import SeatNumber
from station.messages import Translate, explain
from station.ui.asking_row import MOST_SEATS, AskingRowView
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.reason_field import LONGEST_WORDS
from station.ui.trouble_line import TroubleLine

SHOWN = 4
"""Computers at once; the others are counted, and come up as rows are free."""


class EnrolmentPage(QWidget):
    """New seats may ask for as long as this page is open.

    Signals:
        intent: An EnrolmentIntent.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seat-page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._translate = translate
        self._title = PlainLabel("seat-page-title")
        self._hint = PlainLabel("pane-note", wrap=True)
        self._trouble = TroubleLine("desk-trouble")
        self._rows = tuple(AskingRowView(translate) for _ in range(SHOWN))
        self._more = PlainLabel("pane-note")
        self._seats = PlainLabel("enrolled-seats", wrap=True)
        self._refused = PlainLabel("enrolment-refused", wrap=True)
        self._back = PlainButton("enrolment-back", self._on_back)
        self._seat = QSpinBox()
        self._seat.setObjectName("withdraw-seat")
        self._seat.setRange(1, MOST_SEATS)
        self._seat.valueChanged.connect(self._on_edit)
        self._why = QLineEdit()
        self._why.setObjectName("withdraw-why")
        self._why.setMaxLength(LONGEST_WORDS)
        self._why.textChanged.connect(self._on_edit)
        self._withdraw = PlainButton("withdraw", self._on_withdraw)
        self._enrolled: tuple[SeatNumber, ...] = ()
        top = QGridLayout()
        top.addWidget(self._title, 0, 0)
        top.addWidget(self._back, 0, 1)
        top.setColumnStretch(0, 1)
        below = QGridLayout()
        for column, widget in enumerate((self._seat, self._why, self._withdraw)):
            below.addWidget(widget, 0, column)
        below.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        for row in (self._hint, self._trouble, *self._rows, self._more, self._seats):
            layout.addWidget(row)
        layout.addLayout(below)
        layout.addWidget(self._refused)
        layout.addStretch(1)
        for asking in self._rows:
            asking.intent.connect(self.intent)

    def show_state(self, state: ConsoleState) -> None:
        """Draw the certificates of the seats."""
        translate, enrolment = self._translate, state.enrolment
        self._enrolled = enrolment.enrolled
        self._title.show_text(translate("Enrol seats"))
        self._back.setText(translate("Back to all seats"))
        self._hint.show_text(self._how(enrolment))
        self._trouble.show_trouble(enrolment.trouble, translate)
        self._show_asking(enrolment.waiting)
        self._seats.show_text(self._who_has_one(enrolment))
        self._why.setPlaceholderText(translate("Why the seat is withdrawn"))
        self._why.setAccessibleName(self._why.placeholderText())
        self._seat.setPrefix(translate("Seat") + " ")
        self._seat.setAccessibleName(translate("Seat"))
        self._withdraw.setText(translate("Withdraw"))
        lines = [f"{address}: {explain(why, translate)}" for address, why in state.room.strangers]
        self._refused.setVisible(bool(lines))
        self._refused.show_text("\n".join([translate("Refused at the door"), *lines]))
        self._on_edit()

    def _how(self, enrolment: EnrolmentState) -> str:
        translate = self._translate
        if not enrolment.place:
            return translate("One moment …")
        return translate(
            "Start the seat's computer. It finds this one by itself; if not, type there: {place}. "
            "Then compare the six digits."
        ).format(place=enrolment.place)

    def _show_asking(self, waiting: tuple[AskingRow, ...]) -> None:
        """Leave each computer in the row where it stands; a new one takes a row that is free."""
        by_number = {row.number: row for row in waiting}
        kept = {view.number for view in self._rows if view.number in by_number}
        coming = [row for row in waiting if row.number not in kept]
        for view in self._rows:
            if view.number in kept:
                row: AskingRow | None = by_number[view.number or 0]
            else:
                row = coming.pop(0) if coming else None
            view.show_row(row, self._enrolled)
        self._more.setVisible(bool(coming))
        self._more.show_text(self._translate("More that ask: {count}").format(count=len(coming)))

    def _who_has_one(self, enrolment: EnrolmentState) -> str:
        translate = self._translate
        words = []
        if enrolment.given is not None:
            words.append(translate("Seat {seat} is enrolled.").format(seat=enrolment.given))
        words.append(
            translate("Enrolled, {count}: {seats}").format(
                count=len(enrolment.enrolled), seats=ranges(enrolment.enrolled)
            )
        )
        if enrolment.revoked:
            words.append(translate("Withdrawn: {seats}").format(seats=ranges(enrolment.revoked)))
        return "    ".join(words)

    def _on_edit(self, *_: object) -> None:
        known = self._seat.value() in self._enrolled
        self._withdraw.setEnabled(known and bool(self._why.text().strip()))

    def _on_withdraw(self) -> None:
        why = self._why.text().strip()
        self._why.clear()
        self.intent.emit(RevokeSeat(SeatNumber(self._seat.value()), why))

    def _on_back(self) -> None:
        self.intent.emit(CloseEnrolment())


def ranges(seats: tuple[SeatNumber, ...]) -> str:
    """Return seats in order as few words: 1–47, 49."""
    runs: list[list[int]] = []
    for seat in seats:
        if runs and seat == runs[-1][-1] + 1:
            runs[-1][1:] = [seat]
        else:
            runs.append([seat])
    return ", ".join("–".join(map(str, run)) for run in runs) or "–"
