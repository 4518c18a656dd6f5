"""The page on which the seat's camera makes sure who sits there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.flow.seat_view import CheckScreen, OpenFinder
from station.identity.face_quality import Advice
from station.messages import Translate
from station.ui.live_picture import LivePicture
from station.ui.name_text import name_and_tail
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark
from station.ui.words import ADVICE


class CheckPage(QWidget):
    """Draws a CheckScreen: the live picture, one advice in words, and the way to another seat.

    Signals:
        intent: OpenFinder.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._picture = LivePicture(mirrored=True, guide=True)
        self._picture.setObjectName("live")
        self._title = PlainLabel("title", wrap=True)
        self._name = PlainLabel("check-name", wrap=True)
        self._advice = PlainLabel("advice", wrap=True)
        self._note = PlainLabel("note", wrap=True)
        self._elsewhere = PlainButton("open-finder", self._on_elsewhere)
        words = QVBoxLayout()
        words.setSpacing(24)
        words.addWidget(self._title)
        words.addWidget(self._name)
        words.addStretch(1)
        words.addWidget(self._advice)
        words.addStretch(1)
        words.addWidget(self._note)
        words.addWidget(self._elsewhere)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 28)
        layout.setSpacing(36)
        layout.addWidget(self._picture, 3)
        layout.addLayout(words, 2)
        self._advice.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_state(self, state: CheckScreen) -> None:
        translate = self._translate
        self._title.show_text(translate("Please look into the camera"))
        self._name.show_text(name_and_tail(state.name, state.tail))
        wish = Advice.NONE if state.unsure else state.advice
        self._picture.show_frame(state.frame, translate("The camera is starting …"), wish)
        self._picture.setAccessibleName(translate("Live picture of the camera"))
        if state.unsure:
            self._advice.show_text(
                translate("Please stay seated. An invigilator is coming to help you.")
            )
            mark(self._advice, "tone", "warn")
        else:
            self._advice.show_text(translate(ADVICE[state.advice]))
            mark(self._advice, "tone", "good" if state.advice is Advice.NONE else "plain")
        self._note.show_text(translate("The picture is only used to check that it is you."))
        self._elsewhere.setText(translate("This is not my name"))

    def _on_elsewhere(self) -> None:
        self.intent.emit(OpenFinder())
