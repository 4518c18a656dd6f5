"""The page of a seat that cannot go on by itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.flow.seat_view import FaultScreen, OpenCarry
from station.messages import Translate, explain
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel


class FaultPage(QWidget):
    """Draws a FaultScreen: what is safe first, then what to do, then the code for the phone.

    Signals:
        intent: OpenCarry.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._title = PlainLabel("fault-title", wrap=True)
        self._safe = PlainLabel("fault-safe", wrap=True)
        self._what = PlainLabel("fault-what", wrap=True)
        self._code = PlainLabel("fault-code")
        self._carry = PlainButton("open-carry", self._on_carry)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(100, 40, 100, 48)
        layout.setSpacing(26)
        layout.addStretch(1)
        for label in (self._title, self._safe, self._what, self._code):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch(1)
        layout.addWidget(self._carry, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_state(self, state: FaultScreen) -> None:
        translate = self._translate
        self._title.show_text(translate("Please raise your hand"))
        self._safe.show_text("✓  " + translate("Your saved answers are safe."))
        self._what.show_text(explain(state.error, translate))
        self._carry.setText(translate("For the staff: USB stick …"))
        self._code.show_text(
            translate("Seat {seat}   Code {code}").format(seat=state.seat, code=state.error.code)
        )

    def _on_carry(self) -> None:
        self.intent.emit(OpenCarry())
