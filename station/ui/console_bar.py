"""The line at the top of the console: which session, and the buttons that concern everybody."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from station.flow.console_view import ConsoleState
from station.flow.room_view import SayTo, StartSession, StopAll
from station.messages import Translate
from station.ui.elided_label import ElidedLabel
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.reason_field import LONGEST_WORDS
from station.ui.theme import mark


class ConsoleBar(QFrame):
    """Draws the session's title, the outbox, and the buttons that concern everybody.

    Signals:
        intent: StartSession, StopAll or SayTo.
        pause: All clocks are to stand; why is asked next.
        sign_in: Somebody wants to take charge, or to leave.
    """

    intent = Signal(object)
    pause = Signal()
    sign_in = Signal()

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("console-bar")
        self._translate = translate
        self._sure = False
        self._title = ElidedLabel("console-title")
        self._outbox = PlainLabel("outbox")
        self._duty = PlainButton("duty", self.sign_in.emit)
        self._hold = PlainButton("hold-all", self.pause.emit)
        self._stop = PlainButton("stop-all", self._on_stop, role="danger")
        self._words = QLineEdit()
        self._words.setObjectName("words-to-all")
        self._words.setMaxLength(LONGEST_WORDS)
        self._words.returnPressed.connect(self._on_say)
        self._start = PlainButton("start-session", self._on_start, role="primary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(12)
        layout.addWidget(self._title, 1)
        layout.addWidget(self._outbox)
        layout.addWidget(self._duty)
        layout.addWidget(self._words)
        layout.addWidget(self._hold)
        layout.addWidget(self._stop)
        layout.addWidget(self._start)

    def show_state(self, state: ConsoleState) -> None:
        translate = self._translate
        self._title.show_text(state.title)
        if state.outbox or state.records:
            said = translate("For the province: {count} results, {records} records")
        else:
            said = translate("Nothing waits for the province.")
        self._outbox.show_text(said.format(count=state.outbox, records=state.records))
        mark(self._outbox, "tone", "warn" if state.outbox else "plain")
        on_duty = dict(state.staff).get(state.duty) if state.duty is not None else None
        self._duty.setText(on_duty or translate("Nobody signed in"))
        self._duty.setToolTip(translate("Who is in charge here"))
        self._duty.setAccessibleName(f"{translate('Who is in charge here')}: {self._duty.text()}")
        mark(self._duty, "tone", "plain" if on_duty else "warn")
        self._words.setPlaceholderText(translate("Say to all, then press Enter"))
        self._words.setAccessibleName(self._words.placeholderText())
        self._hold.setText(translate("Pause all clocks …"))
        self._hold.setEnabled(state.started and not state.paused)
        self._sure = self._sure and not state.room.stopped
        sure, stop = translate("Press again: everybody out"), translate("Fire: stop all")
        self._stop.setText(sure if self._sure else stop)
        self._stop.setEnabled(not state.room.stopped)
        self._start.setText(
            translate("The exam runs") if state.started else translate("Start the exam")
        )
        self._start.setEnabled(not state.started)

    def _on_stop(self) -> None:
        """Ask once more: one slip must not clear the room."""
        self._sure = not self._sure
        if self._sure:
            self._stop.setText(self._translate("Press again: everybody out"))
        else:
            self.intent.emit(StopAll())

    def _on_say(self) -> None:
        text = self._words.text().strip()
        if text:
            self._words.clear()
            self.intent.emit(SayTo(None, text))

    def _on_start(self) -> None:
        self.intent.emit(StartSession())
