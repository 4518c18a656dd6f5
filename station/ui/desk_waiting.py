"""Who waits beside the desk until two persons have decided."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from station.flow.desk_view import TurnTo, Waiting
from station.ids import CandidateId
from station.messages import Translate
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark
from station.ui.time_text import clock_text

SHOWN = 3
"""Buttons at once; whoever waits longest is among them, and the others are counted."""


class DeskWaiting(QFrame):
    """A button for each, the longest wait first; a press turns the desk to that person.

    Signals:
        intent: TurnTo.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("waiting")
        self._translate = translate
        self._who: tuple[CandidateId, ...] = ()
        self._title = PlainLabel("waiting-title", wrap=True)
        self._buttons = tuple(QPushButton() for _ in range(SHOWN))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 8)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        for place, button in enumerate(self._buttons):
            button.setObjectName(f"turn-to-{place}")
            button.clicked.connect(self._on_press)
            layout.addWidget(button)

    def show_state(self, waiting: tuple[Waiting, ...], shown: int = SHOWN) -> None:
        """Show so many of those who wait; nothing is shown while nobody does."""
        translate = self._translate
        self.setVisible(bool(waiting))
        self._who = tuple(each.candidate for each in waiting[:SHOWN])
        self._title.show_text(
            translate("Waiting for two persons: {count}").format(count=len(waiting))
        )
        for place, button in enumerate(self._buttons):
            button.setVisible(place < min(shown, len(waiting)))
            if place < len(waiting):
                each = waiting[place]
                seat = translate("Seat {seat}").format(seat=each.seat)
                name = each.name if len(each.name) <= 8 else f"{each.name[:7]}…"
                text = f"{seat}  {name} …{each.tail}  {clock_text(each.seconds * 1_000)}"
                button.setText(text)
                button.setAccessibleName(f"{seat}, {each.name}")
                mark(button, "tone", each.verdict)

    def _on_press(self) -> None:
        place = next(n for n, button in enumerate(self._buttons) if button is self.sender())
        if place < len(self._who):
            self.intent.emit(TurnTo(self._who[place]))
