"""Pages that stand before a seat's exam: words of the staff, a lock, the way out, a move."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.flow.seat_view import (
    CurtainScreen,
    MovedScreen,
    OpenCarry,
    ReadWords,
    WordsScreen,
)
from station.ids import NOWHERE
from station.lan.messages import Curtain
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark


class WordsPage(QWidget):
    """Draws a WordsScreen: what was said, and one button.

    Signals:
        intent: ReadWords.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._title = PlainLabel("title")
        self._words = PlainLabel("words", wrap=True)
        self._read = PlainButton("read-words", self._on_read, role="primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(100, 40, 100, 48)
        layout.setSpacing(26)
        layout.addWidget(self._title)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._read)

    def show_state(self, state: WordsScreen) -> None:
        self._title.show_text(self._translate("The invigilator says:"))
        self._words.show_text(state.text)
        self._read.setText(self._translate("I have read this"))

    def _on_read(self) -> None:
        self.intent.emit(ReadWords())


class CurtainPage(QWidget):
    """Draws a CurtainScreen or a MovedScreen; there is nothing to ask for but by the staff.

    Signals:
        intent: OpenCarry.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curtain")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._translate = translate
        self._title = PlainLabel("curtain-title", wrap=True)
        self._what = PlainLabel("curtain-what", wrap=True)
        self._carry = PlainButton("open-carry", self._on_carry)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(80, 40, 80, 48)
        layout.setSpacing(30)
        layout.addStretch(1)
        for label in (self._title, self._what):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch(1)
        layout.addWidget(self._carry, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_state(self, state: CurtainScreen | MovedScreen) -> None:
        translate = self._translate
        dark = isinstance(state, CurtainScreen) and state.curtain is Curtain.EVACUATE
        self._carry.setText(translate("For the staff: USB stick …"))
        self._carry.setVisible(not dark)
        for widget in (self, self._title, self._what):
            mark(widget, "dark", "yes" if dark else "no")
        if dark:
            self._title.show_text(translate("Stand up and leave the room now"))
            self._what.show_text(translate("Your answers are safe and the clock has stopped."))
        elif isinstance(state, CurtainScreen):
            self._title.show_text(translate("This seat is closed for the moment"))
            self._what.show_text(translate("Please stay seated. The invigilator comes to you."))
        elif state.to == NOWHERE:
            self._title.show_text(translate("Your exam does not go on at this seat"))
            self._what.show_text(translate("Your answers are safe. The invigilator comes to you."))
        else:
            self._title.show_text(
                translate("Your exam goes on at seat {seat}").format(seat=state.to)
            )
            self._what.show_text(translate("Your answers and your time are there already."))

    def _on_carry(self) -> None:
        self.intent.emit(OpenCarry())
