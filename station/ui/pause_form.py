"""Why every clock is to stand still: one more press, or a few words."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from station.flow.room_view import HoldAll
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.reason_field import LONGEST_WORDS, usual_reasons

BUTTONS = 4


class PauseForm(QFrame):
    """A line that opens when somebody wants to pause; the usual reasons are buttons.

    Signals:
        intent: HoldAll.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pause-form")
        self._translate = translate
        self._hint = PlainLabel("duty-hint")
        self._reasons = [PlainButton(f"pause-{n}", self._on_reason) for n in range(1, BUTTONS + 1)]
        self._other = QLineEdit()
        self._other.setObjectName("pause-why")
        self._other.setMaxLength(LONGEST_WORDS)
        self._other.returnPressed.connect(self._on_other)
        self._drop = PlainButton("pause-drop", self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(10)
        layout.addWidget(self._hint)
        for button in self._reasons:
            layout.addWidget(button)
        layout.addWidget(self._other, 1)
        layout.addWidget(self._drop)
        self.hide()  # until it is asked for

    def ask(self) -> None:
        """Open the line, or close it again."""
        translate = self._translate
        self._hint.show_text(translate("Pause all: why?"))
        for button, why in zip(self._reasons, usual_reasons("hold-all", translate), strict=True):
            button.setText(why)
        self._other.clear()
        self._other.setPlaceholderText(translate("Another reason, then press Enter"))
        self._other.setAccessibleName(translate("Why"))
        self._drop.setText(translate("Do not pause"))
        self.setVisible(self.isHidden())

    def show_possible(self, possible: bool) -> None:
        """Close the line once every clock stands, or none runs."""
        if not possible:
            self.hide()

    def _on_reason(self) -> None:
        pressed = self.sender()
        self._pause(next(button.text() for button in self._reasons if button is pressed))

    def _on_other(self) -> None:
        if self._other.text().strip():
            self._pause(self._other.text().strip())

    def _pause(self, why: str) -> None:
        self.hide()
        self.intent.emit(HoldAll(why))
