"""The line above each page of a seat: who, where, and the time left."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from station.ids import SeatNumber
from station.messages import Translate
from station.ui.name_text import name_and_tail
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark
from station.ui.time_text import clock_text

SOON_MS = 10 * 60_000
"""Time left from which the clock changes its colour; it never blinks."""


class SeatHeader(QFrame):
    """Shows the seat, the name and the clock."""

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seat-header")
        self._translate = translate
        self._seat = PlainLabel("seat-number")
        self._name = PlainLabel("seat-name")
        self._caption = PlainLabel("time-caption")
        self._time = PlainLabel("time-left")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(40, 8, 40, 8)
        layout.setSpacing(24)
        layout.addWidget(self._seat)
        layout.addWidget(self._name, 1)
        layout.addWidget(self._caption)
        layout.addWidget(self._time)

    def show_candidate(
        self, seat: SeatNumber, name: str, tail: str, remaining_ms: int | None
    ) -> None:
        """Show who sits where; the clock only while there is one."""
        self._seat.show_text(self._translate("Seat {seat}").format(seat=seat))
        self._name.show_text(name_and_tail(name, tail))
        self._caption.setText(self._translate("Time left"))
        for label in (self._caption, self._time):
            label.setVisible(remaining_ms is not None)
        if remaining_ms is not None:
            text = clock_text(remaining_ms)
            self._time.setText(text)
            self._time.setAccessibleName(f"{self._caption.text()} {text}")
            mark(self._time, "soon", "yes" if remaining_ms <= SOON_MS else "no")
