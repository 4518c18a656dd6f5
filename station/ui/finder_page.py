"""The page on which somebody at the wrong seat finds the right one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station.flow.seat_view import AskForSeat, CloseFinder, FinderScreen, OpenFinder
from station.messages import Translate
from station.ui.big_number import BigNumber
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.seat_map import SeatMap
from station.ui.theme import mark

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "X", "0")
"""In the order of a telephone's; a Chinese ID number may end in X."""
TAIL = 4


class FinderPage(QWidget):
    """Draws a FinderScreen: large keys, and where to go.

    Signals:
        intent: A FinderIntent.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._typed = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = PlainLabel("title", wrap=True)
        self._digits = PlainLabel("finder-digits")
        self._digits.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._answer = PlainLabel("finder-answer", wrap=True)
        self._answer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._number = BigNumber("finder-number")
        self._map = SeatMap("finder-map")
        self._close = PlainButton("finder-close", self._on_close)
        keys = QGridLayout()
        keys.setSpacing(10)
        for place, key in enumerate((*KEYS, "←")):
            button = PlainButton(f"key-{key}", self._on_key)
            button.setText(key)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            keys.addWidget(button, place // 3, place % 3)
        layout = QHBoxLayout(self)
        left, right = self._side(layout, 4), self._side(layout, 5)
        left.addWidget(self._title)
        left.addWidget(self._digits)
        left.addLayout(keys, 1)
        right.addWidget(self._answer)
        where = QHBoxLayout()
        where.setSpacing(24)
        where.addWidget(self._number, 4)
        where.addWidget(self._map, 5)
        right.addLayout(where, 1)
        right.addWidget(self._close)
        layout.setContentsMargins(40, 24, 40, 28)
        layout.setSpacing(48)

    def _side(self, layout: QHBoxLayout, stretch: int) -> QVBoxLayout:
        """Add a half of the page that keeps its width, whatever is shown in it."""
        half = QWidget()
        half.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(half, stretch)
        side = QVBoxLayout(half)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(18)
        return side

    def show_state(self, state: FinderScreen) -> None:
        if not self.isVisible():
            self._typed = ""
            self.setFocus()
        if state.asked:
            self._typed = state.asked
        translate = self._translate
        self._title.show_text(translate("Type the last four characters of your ID card number."))
        self._show_typed()
        seats = state.found or ()
        self._number.setVisible(len(seats) == 1)
        if len(seats) == 1:
            self._number.show_number(seats[0])
        self._map.setVisible(bool(seats) and state.across > 0)
        self._map.show_seats(state.seat, seats, state.across, state.last)
        self._show_answer(state)
        self._close.setText(translate("Back"))

    def _show_answer(self, state: FinderScreen) -> None:
        translate, tone = self._translate, "plain"
        if state.found:
            several = ", ".join(str(seat) for seat in state.found)
            words = translate("Please go to seat {seats}.").format(seats=several)
            if len(state.found) > 1:
                words = translate("Please ask which seat is yours: {seats}.").format(seats=several)
            if state.found == (state.seat,):
                words = translate("This is your seat. Please go back and look into the camera.")
            tone = "good"
        elif state.found is not None:
            words = translate("No candidate has this number. Please ask an invigilator.")
            tone = "warn"
        elif not state.online:
            words = translate("The list cannot be asked just now. Please ask an invigilator.")
            tone = "warn"
        else:
            words = translate("Then your seat is shown here.")
        self._answer.show_text(words)
        mark(self._answer, "tone", tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Backspace:
            self._take("←")
        elif event.text().upper() in KEYS and event.text():
            self._take(event.text().upper())
        else:
            super().keyPressEvent(event)

    def _on_key(self) -> None:
        button = self.sender()
        if isinstance(button, PlainButton):
            self._take(button.text())

    def _take(self, key: str) -> None:
        if len(self._typed) >= TAIL and key != "←":
            self._typed = ""
        self._typed = self._typed[:-1] if key == "←" else self._typed + key
        self._show_typed()
        if len(self._typed) == TAIL:
            self.intent.emit(AskForSeat(self._typed))
        else:
            self.intent.emit(OpenFinder())

    def _show_typed(self) -> None:
        self._digits.show_text("  ".join(self._typed.ljust(TAIL, "_")))

    def _on_close(self) -> None:
        self._typed = ""
        self.intent.emit(CloseFinder())
