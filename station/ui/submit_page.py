"""The question "hand in now?", with what is still open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.flow.seat_view import CancelSubmit, ConfirmSubmit, OverviewScreen
from station.messages import Translate, explain
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark


class SubmitPage(QWidget):
    """Asks before the paper is handed in; going back is the easier press while answers are open.

    Signals:
        intent: ConfirmSubmit or CancelSubmit.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._title = PlainLabel("ask-title")
        self._open = PlainLabel("ask-open", wrap=True)
        self._note = PlainLabel("ask-note", wrap=True)
        self._cancel = PlainButton("cancel-submit", self._on_cancel)
        self._confirm = PlainButton("confirm-submit", self._on_confirm)
        buttons = QHBoxLayout()
        buttons.setSpacing(24)
        buttons.addWidget(self._cancel, 1)
        buttons.addWidget(self._confirm, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(140, 40, 140, 60)
        layout.setSpacing(28)
        layout.addStretch(1)
        for label in (self._title, self._open, self._note):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch(1)
        layout.addLayout(buttons)

    def show_state(self, state: OverviewScreen) -> None:
        translate = self._translate
        left = len(state.answered) - sum(state.answered)
        self._title.show_text(translate("Hand in now?"))
        if left:
            self._open.show_text(
                translate("Questions without an answer: {count}").format(count=left)
            )
        else:
            self._open.show_text(translate("All questions are answered."))
        mark(self._open, "tone", "warn" if left else "good")
        if state.trouble is not None:
            self._note.show_text(explain(state.trouble, translate))
        else:
            self._note.show_text(translate("Once handed in, answers cannot be changed."))
        mark(self._note, "tone", "plain" if state.trouble is None else "bad")
        self._cancel.setText(translate("No, back to the questions"))
        self._cancel.setShortcut(QKeySequence("Esc"))
        mark(self._cancel, "role", "primary" if left else "plain")
        self._confirm.setText(translate("Yes, hand in"))
        mark(self._confirm, "role", "plain" if left else "primary")

    def _on_cancel(self) -> None:
        self.intent.emit(CancelSubmit())

    def _on_confirm(self) -> None:
        self.intent.emit(ConfirmSubmit())
