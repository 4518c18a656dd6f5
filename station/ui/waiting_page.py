"""The page of a free seat: its number, to be read from the door."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.flow.seat_view import OpenFinder, WaitingScreen
from station.messages import Translate
from station.ui.big_number import BigNumber
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark
from station.ui.time_text import clock_text
from station.ui.trouble_line import TroubleLine


class WaitingPage(QWidget):
    """Draws a WaitingScreen, and the way to another seat.

    Signals:
        intent: OpenFinder.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._above = PlainLabel("waiting-above")
        self._number = BigNumber("waiting-number")
        self._below = PlainLabel("waiting-below", wrap=True)
        self._online = PlainLabel("online")
        self._clock = PlainLabel("clock-off", wrap=True)
        self._trouble = TroubleLine("trouble")
        self._elsewhere = PlainButton("open-finder", self._on_elsewhere)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 20, 40, 16)
        layout.setSpacing(20)
        self._above.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._below.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._above)
        layout.addWidget(self._number, 1)
        layout.addWidget(self._below)
        layout.addWidget(self._elsewhere, 0, Qt.AlignmentFlag.AlignHCenter)
        for line in (self._trouble, self._clock):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(line)
        layout.addWidget(self._online, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_state(self, state: WaitingScreen) -> None:
        translate = self._translate
        self._above.show_text(translate("Seat"))
        self._number.show_number(state.seat)
        if state.card_laid:
            self._below.show_text(translate("Your card was read. Please wait for the staff."))
        else:
            self._below.show_text(translate("Please wait until this seat is given to you."))
        self._elsewhere.setText(translate("Find my seat"))
        self._elsewhere.setVisible(state.online)
        if state.online:
            self._online.show_text("●  " + translate("Connected"))
        else:
            self._online.show_text("○  " + translate("Looking for the coordinator …"))
        self._trouble.show_trouble(state.trouble, translate)
        self._clock.setVisible(bool(state.off_ms))
        off = clock_text(abs(state.off_ms))
        if state.off_ms > 0:
            text = translate("For the staff: this computer's clock is {off} ahead.")
        else:
            text = translate("For the staff: this computer's clock is {off} behind.")
        self._clock.show_text(text.format(off=off))
        mark(self._online, "tone", "good" if state.online else "warn")

    def _on_elsewhere(self) -> None:
        self.intent.emit(OpenFinder())
