"""What a candidate agrees to, in very large type, before any picture is taken."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from station.flow.desk_view import AnswerConsent, DeskState, ReadAloud
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel


class DeskConsent(QFrame):
    """Shows the rule pack's text. Saying no is as easy as saying yes.

    Signals:
        intent: AnswerConsent or ReadAloud.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("consent")
        self._translate = translate
        self._title = PlainLabel("consent-title", wrap=True)
        self._text = PlainLabel("consent-text", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setObjectName("consent-scroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._text)
        self._aloud = PlainButton("read-aloud", self._on_aloud)
        self._agree = PlainButton("consent-agree", self._on_agree, role="primary")
        self._decline = PlainButton("consent-decline", self._on_decline)
        self._hint = PlainLabel("consent-hint", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addWidget(scroll, 1)
        for widget in (self._aloud, self._agree, self._decline, self._hint):
            layout.addWidget(widget)

    def show_state(self, desk: DeskState) -> None:
        translate = self._translate
        self._title.show_text(translate("Before a picture is taken"))
        self._text.show_text(desk.consent)
        self._aloud.setText(translate("Read aloud"))
        self._aloud.setVisible(desk.can_speak)
        self._agree.setText(translate("I agree"))
        self._decline.setText(translate("I do not agree"))
        self._hint.show_text(
            translate("Without a picture two persons check the document. It has no drawbacks.")
        )

    def _on_aloud(self) -> None:
        self.intent.emit(ReadAloud())

    def _on_agree(self) -> None:
        self.intent.emit(AnswerConsent(True))

    def _on_decline(self) -> None:
        self.intent.emit(AnswerConsent(False))
