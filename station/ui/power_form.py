"""The power is gone: since when, how long the console lasts, and whether to pause."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from station.flow.console_view import ConsoleState
from station.flow.own_health import OwnLook
from station.flow.room_view import HoldAll
from station.ids import UnixMs
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.time_text import time_of_day


class PowerForm(QFrame):
    """A line that is there while this computer runs on its battery or UPS.

    Signals:
        intent: HoldAll.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("power-form")
        self._translate = translate
        self._words = PlainLabel("power-words", wrap=True)
        self._pause = PlainButton("power-pause", self._on_pause, role="danger")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(10)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._pause)
        self.hide()  # until the power goes

    def show_state(self, state: ConsoleState) -> None:
        """Say since when the power is gone; offer a pause while clocks run."""
        since, look = state.own.dark_since, state.own.look
        self.setVisible(since is not None)
        if since is not None and look is not None:
            self._words.show_text(self._text(since, look))
        self._pause.setText(self._translate("Power cut: pause all clocks"))
        self._pause.setVisible(state.started and not state.paused)

    def _text(self, since: UnixMs, look: OwnLook) -> str:
        translate = self._translate
        words = [translate("The power is gone since {time}.").format(time=time_of_day(since))]
        if look.percent is not None:
            text = translate("This computer's battery or UPS has {percent} % left.")
            words.append(text.format(percent=look.percent))
        if look.minutes is not None:
            text = translate("That is said to last {minutes} min.")
            words.append(text.format(minutes=look.minutes))
        return " ".join(words)

    def _on_pause(self) -> None:
        self.intent.emit(HoldAll(self._translate("Power cut")))
