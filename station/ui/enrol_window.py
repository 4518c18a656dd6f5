"""The window of a seat that is not enrolled yet."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station.flow.enrol import Compared, EnrolScreen, EnrolStage, Look, Reach
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.theme import sheet
from station.ui.trouble_line import TroubleLine

DRAWN_FOR = (1366, 768)


class EnrolWindow(QWidget):
    """Draws an EnrolScreen.

    Signals:
        intent: An EnrolIntent.
        finished: The person goes on to the exam seat.
    """

    intent = Signal(object)
    finished = Signal()

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seat-window")
        self._translate = translate
        self._scale = 0.0
        self._title = PlainLabel("ask-title", wrap=True)
        self._code = PlainLabel("enrol-code")
        self._trouble = TroubleLine("notice")
        self._trouble.setProperty("tone", "bad")
        self._what = PlainLabel("curtain-what", wrap=True)
        self._address = QLineEdit()
        self._address.setObjectName("enrol-address")
        self._address.returnPressed.connect(self._reach)
        self._go = PlainButton("enrol-go", self._reach, role="primary")
        self._look = PlainButton("enrol-look", self._look_again)
        self._differ = PlainButton("enrol-differ", self._say_differ)
        self._same = PlainButton("enrol-same", self._say_same, role="primary")
        self._end = PlainButton("enrol-end", self.finished.emit, role="primary")
        row = QHBoxLayout()
        for button in (self._look, self._go, self._differ, self._same, self._end):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(120, 48, 120, 48)
        layout.setSpacing(28)
        layout.addStretch(1)
        for label in (self._title, self._code, self._trouble, self._what):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addWidget(self._address)
        layout.addStretch(1)
        layout.addLayout(row)
        self.resize(*DRAWN_FOR)

    def show_state(self, state: EnrolScreen) -> None:
        """Draw a state."""
        translate, stage = self._translate, state.stage
        self.setWindowTitle(translate("Enrol this seat"))
        title, what = self._texts(state)
        self._title.show_text(title)
        self._what.show_text(what)
        self._code.show_text(state.code)
        self._code.setVisible(bool(state.code))
        self._trouble.show_trouble(state.trouble, translate)
        typing = stage is EnrolStage.ADDRESS
        self._address.setPlaceholderText(translate("Address, such as 192.0.2.1"))
        self._address.setAccessibleName(self._address.placeholderText())
        self._address.setVisible(typing)
        self._go.setVisible(typing)
        self._look.setVisible(typing)
        comparing = stage is EnrolStage.COMPARING
        self._same.setVisible(comparing)
        self._differ.setVisible(comparing)
        self._end.setVisible(stage is EnrolStage.DONE)
        for button, text in (
            (self._go, translate("Connect")),
            (self._look, translate("Search again")),
            (self._same, translate("The digits are the same")),
            (self._differ, translate("The digits differ")),
            (self._end, translate("Go on")),
        ):
            button.setText(text)
            button.setAccessibleName(text)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        width, height = event.size().width(), event.size().height()
        scale = round(min(width / DRAWN_FOR[0], height / DRAWN_FOR[1]), 2)
        if scale != self._scale:
            self._scale = scale
            self.setStyleSheet(sheet("seat", scale))

    def _texts(self, state: EnrolScreen) -> tuple[str, str]:
        translate = self._translate
        match state.stage:
            case EnrolStage.LOOKING:
                return translate("Looking for the coordinator …"), translate(
                    "On the coordinator's console, press: Enrol seats"
                )
            case EnrolStage.ADDRESS:
                return translate("This seat is not enrolled yet"), ""
            case EnrolStage.REACHING:
                return translate("Connecting …"), ""
            case EnrolStage.COMPARING:
                return translate("Compare these digits"), translate(
                    "Does the coordinator show the same digits?"
                )
            case EnrolStage.WAITING:
                return translate("Please wait"), translate(
                    "Confirm at the coordinator, and say which seat this is."
                )
            case EnrolStage.DONE:
                return translate("This is seat {seat}").format(seat=state.seat), translate(
                    "This seat is enrolled."
                )

    def _reach(self) -> None:
        self.intent.emit(Reach(self._address.text()))

    def _look_again(self) -> None:
        self.intent.emit(Look())

    def _say_same(self) -> None:
        self.intent.emit(Compared(same=True))

    def _say_differ(self) -> None:
        self.intent.emit(Compared(same=False))
