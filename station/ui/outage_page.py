"""The outage ledger: whose work was interrupted, and two persons who give time back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from station.flow.console_view import ConsoleState
from station.flow.room_view import GiveBack, OutageRow
from station.ids import UnixMs
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.time_text import clock_text, time_of_day
from station.ui.two_signatures import TwoSignatures


class OutagePage(QWidget):
    """Draws the ledger's lines; nothing is given back before two persons sign.

    Signals:
        intent: GiveBack.
        back: The wall is asked for.
    """

    intent = Signal(object)
    back = Signal()

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seat-page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._translate = translate
        self._owed = False
        self._title = PlainLabel("seat-page-title")
        self._lines = PlainLabel("outage-lines", wrap=True)
        self._back = PlainButton("outages-back", self.back.emit)
        self._signatures = TwoSignatures(translate, "outage-")
        self._signatures.complete.connect(self._on_complete)
        self._give = PlainButton("give-back", self._on_give, role="primary")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self._back, 0, 1)
        grid.addWidget(self._lines, 1, 0, 1, 2)
        grid.addWidget(self._signatures, 2, 0, 1, 2)
        grid.addWidget(self._give, 3, 0, 1, 2)
        grid.setRowStretch(4, 1)
        grid.setColumnStretch(0, 1)

    def show_state(self, state: ConsoleState) -> None:
        rows, translate = state.room.outages, self._translate
        self._owed = any(row.owed_ms for row in rows)
        self._title.show_text(translate("Outages"))
        self._back.setText(translate("Back to all seats"))
        lines = [self._away(*span) for span in state.room.away]
        self._lines.show_text("\n".join([*lines, *(self._words(row) for row in rows)]))
        self._give.setText(translate("Give the time back to all"))
        self._signatures.show_staff(state.staff)
        self._on_complete(self._signatures.is_complete())

    def _away(self, since: UnixMs, until: UnixMs) -> str:
        words = self._translate("The coordinator was away {since}-{until}, {time}: exams went on")
        return words.format(
            since=time_of_day(since), until=time_of_day(until), time=clock_text(until - since)
        )

    def _words(self, row: OutageRow) -> str:
        translate = self._translate
        words = [f"{row.seat}  {row.name}"]
        if row.stood_ms:
            words.append(translate("clock stood {time}").format(time=clock_text(row.stood_ms)))
        if row.owed_ms:
            words.append(translate("owed {time}").format(time=clock_text(row.owed_ms)))
        if row.given_ms:
            words.append(translate("given back {time}").format(time=clock_text(row.given_ms)))
        if row.too_long:
            words.append(translate("too long: another date"))
        return " · ".join(words)

    def _on_complete(self, complete: bool) -> None:
        self._give.setEnabled(complete and self._owed)

    def _on_give(self) -> None:
        self.intent.emit(GiveBack(*self._signatures.take()))
