"""What a candidate agrees to, in very large type, before any picture is taken."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from station.flow.desk_view import AnswerConsent, DeskState, ReadAloud, ShowConsentIn
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel

MOST_TONGUES, ACROSS = 6, 3


class DeskConsent(QFrame):
    """Shows the rule pack's text. Saying no is as easy as saying yes.

    Signals:
        intent: AnswerConsent, ReadAloud or ShowConsentIn.
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
        self._languages = tuple(
            PlainButton(f"consent-in-{place}", self._on_language) for place in range(MOST_TONGUES)
        )
        languages = QGridLayout()
        languages.setSpacing(6)
        for place, button in enumerate(self._languages):
            languages.addWidget(button, place // ACROSS, place % ACROSS)
        self._mute = PlainLabel("consent-mute", wrap=True)
        self._aloud = PlainButton("read-aloud", self._on_aloud)
        self._agree = PlainButton("consent-agree", self._on_agree, role="primary")
        self._decline = PlainButton("consent-decline", self._on_decline)
        self._hint = PlainLabel("consent-hint", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addLayout(languages)
        layout.addWidget(scroll, 1)
        for widget in (self._mute, self._aloud, self._agree, self._decline, self._hint):
            layout.addWidget(widget)

    def show_state(self, desk: DeskState) -> None:
        translate = self._translate
        self._title.show_text(translate("Before a picture is taken"))
        self._text.show_text(desk.consent)
        right = QLocale(desk.tongues[desk.tongue]).textDirection() if desk.tongues else None
        from_right = right is Qt.LayoutDirection.RightToLeft
        self._text.setLayoutDirection(right if right is not None else self.layoutDirection())
        side = Qt.AlignmentFlag.AlignRight if from_right else Qt.AlignmentFlag.AlignLeft
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop | side | Qt.AlignmentFlag.AlignAbsolute)
        self._show_languages(desk)
        self._mute.setVisible(not desk.can_speak)
        self._mute.show_text(
            translate("This computer cannot speak: please read the text to the candidate.")
        )
        self._aloud.setText(translate("Read aloud"))
        self._aloud.setVisible(desk.can_speak)
        self._agree.setText(translate("I agree"))
        self._decline.setText(translate("I do not agree"))
        self._hint.show_text(
            translate("Without a picture two persons check the document. It has no drawbacks.")
        )

    def _show_languages(self, desk: DeskState) -> None:
        """A button for each language, by the name that its speakers give it."""
        tongues = desk.tongues if len(desk.tongues) > 1 else ()
        for place, button in enumerate(self._languages):
            button.setVisible(place < len(tongues))
            button.setEnabled(place != desk.tongue)
            if place < len(tongues):
                button.setText(_called(tongues[place]))

    def _on_language(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.intent.emit(ShowConsentIn(int(sender.objectName().rpartition("-")[2])))

    def _on_aloud(self) -> None:
        self.intent.emit(ReadAloud())

    def _on_agree(self) -> None:
        self.intent.emit(AnswerConsent(True))

    def _on_decline(self) -> None:
        self.intent.emit(AnswerConsent(False))


def _called(tongue: str) -> str:
    """Return what a language is called in itself, without its country."""
    if tongue == "en":
        return "English"
    return QLocale(tongue).nativeLanguageName() or tongue
