"""The page before the start: what is coming, and how to answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station.flow.seat_view import BeginExam, ReadyScreen
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel


class ReadyPage(QWidget):
    """Draws a ReadyScreen.

    Signals:
        intent: BeginExam, once the session has started.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._greeting = PlainLabel("title", wrap=True)
        self._exam = PlainLabel("exam-title", wrap=True)
        self._figures = tuple(PlainLabel("figure") for _ in range(3))
        self._captions = tuple(PlainLabel("caption") for _ in range(3))
        self._how = tuple(PlainLabel("how", wrap=True) for _ in range(3))
        self._begin = PlainButton("begin", self._on_begin, role="primary")
        figures = QGridLayout()
        for column, (figure, caption) in enumerate(zip(self._figures, self._captions, strict=True)):
            figures.addWidget(figure, 0, column, Qt.AlignmentFlag.AlignHCenter)
            figures.addWidget(caption, 1, column, Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(64, 24, 64, 28)
        layout.setSpacing(14)
        layout.addWidget(self._greeting)
        layout.addWidget(self._exam)
        layout.addLayout(figures)
        layout.addStretch(1)
        for how in self._how:
            layout.addWidget(how)
        layout.addStretch(1)
        layout.addWidget(self._begin)

    def show_state(self, state: ReadyScreen) -> None:
        translate = self._translate
        self._greeting.show_text(translate("{name}, you are checked in.").format(name=state.name))
        self._exam.show_text(state.title)
        numbers = (state.questions, state.minutes, state.pass_marks)
        for figure, number in zip(self._figures, numbers, strict=True):
            figure.show_text(str(number))
        for label, caption in zip(self._captions, self._caption_texts(), strict=True):
            label.show_text(caption)
        for label, text in zip(self._how, self._how_texts(), strict=True):
            label.show_text(text)
        self._begin.setEnabled(state.started)
        self._begin.setText(
            translate("Begin the exam")
            if state.started
            else translate("Please wait: the invigilator starts the exam")
        )
        self._begin.setAccessibleName(self._begin.text())

    def _caption_texts(self) -> tuple[str, str, str]:
        translate = self._translate
        return translate("questions"), translate("minutes"), translate("marks to pass")

    def _how_texts(self) -> tuple[str, str, str]:
        translate = self._translate
        return (
            "①  " + translate("Press an answer on the screen, or its number key 1, 2, 3, 4."),
            "②  " + translate("You may change an answer until you hand in. All is saved for you."),
            "③  " + translate("If anything is wrong, raise your hand."),
        )

    def _on_begin(self) -> None:
        self.intent.emit(BeginExam())
