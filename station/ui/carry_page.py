"""The page on which staff save a seat's exams to a USB stick."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.flow.seat_view import CarryScreen, CloseCarry, SaveToStick
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark
from station.ui.trouble_line import TroubleLine


class CarryPage(QWidget):
    """Draws a CarryScreen.

    Signals:
        intent: SaveToStick or CloseCarry.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._title = PlainLabel("title", wrap=True)
        self._how = PlainLabel("carry-how", wrap=True)
        self._done = PlainLabel("notice", wrap=True)
        self._trouble = TroubleLine("trouble")
        self._save = PlainButton("carry-save", self._on_save, role="primary")
        self._back = PlainButton("carry-back", self._on_back)
        buttons = QHBoxLayout()
        buttons.setSpacing(16)
        buttons.addWidget(self._back, 1)
        buttons.addWidget(self._save, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(100, 40, 100, 48)
        layout.setSpacing(26)
        for line in (self._title, self._how, self._done, self._trouble):
            line.setAlignment(Qt.AlignmentFlag.AlignLeft)
            layout.addWidget(line)
        layout.addStretch(1)
        layout.addLayout(buttons)

    def show_state(self, state: CarryScreen) -> None:
        translate = self._translate
        self._title.show_text(translate("For the staff: take this seat's exams away"))
        self._how.show_text(
            translate(
                "1. Plug a USB stick in.\n2. Press Save.\n"
                "3. Bring it to the console: From a stick, above the seats.\n"
                "Nobody can read what is on the stick. The exam here stays as it is."
            )
        )
        self._done.setVisible(state.saved is not None)
        if state.saved:
            text = translate("Saved on the stick: {count}. You can pull it out.")
            self._done.show_text(text.format(count=state.saved))
        else:
            self._done.show_text(translate("Nothing to save: the coordinator has everything."))
        mark(self._done, "tone", "good" if state.saved else "plain")
        self._trouble.show_trouble(state.trouble, translate)
        self._save.setText(translate("Saving …") if state.busy else translate("Save"))
        self._save.setEnabled(not state.busy)
        self._back.setText(translate("Back"))

    def _on_save(self) -> None:
        self.intent.emit(SaveToStick())

    def _on_back(self) -> None:
        self.intent.emit(CloseCarry())
