"""The line at the top of the console: which session, and the two big buttons."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from station.flow.console_view import ConsoleState
from station.flow.room_view import HoldAll, StartSession
from station.messages import Translate
from station.ui.elided_label import ElidedLabel
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark


class ConsoleBar(QFrame):
    """Draws the session's title, the outbox, and the buttons that concern everybody.

    Signals:
        intent: StartSession or HoldAll.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("console-bar")
        self._translate = translate
        self._pause_next = True
        self._title = ElidedLabel("console-title")
        self._outbox = PlainLabel("outbox")
        self._hold = QPushButton()
        self._hold.setObjectName("hold-all")
        self._hold.clicked.connect(self._on_hold)
        self._start = QPushButton()
        self._start.setObjectName("start-session")
        self._start.setProperty("role", "primary")
        self._start.clicked.connect(self._on_start)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(12)
        layout.addWidget(self._title, 1)
        layout.addWidget(self._outbox)
        layout.addWidget(self._hold)
        layout.addWidget(self._start)

    def show_state(self, state: ConsoleState) -> None:
        translate = self._translate
        self._title.show_text(state.title)
        if state.outbox:
            words = translate("Results waiting for the province: {count}")
        else:
            words = translate("Nothing waits for the province.")
        self._outbox.show_text(words.format(count=state.outbox))
        mark(self._outbox, "tone", "warn" if state.outbox else "plain")
        self._pause_next = not state.paused
        self._hold.setText(
            translate("Pause all clocks") if self._pause_next else translate("Let all clocks run")
        )
        self._hold.setEnabled(state.started)
        self._start.setText(
            translate("The exam runs") if state.started else translate("Start the exam")
        )
        self._start.setEnabled(not state.started)

    def _on_hold(self) -> None:
        self.intent.emit(HoldAll(self._pause_next))

    def _on_start(self) -> None:
        self.intent.emit(StartSession())
