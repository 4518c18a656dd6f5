"""Where two persons compare what two seats hold of one exam, and decide which answers count."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from station.flow.console_view import ConsoleState
from station.flow.room_view import DisputeRow, SettleDispute
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.two_signatures import TwoSignatures

SHOWN = 3
LETTERS = "ABCDEFGH"


class DisputeForm(QFrame):
    """Asks for the first dispute that is open; what was found stays as evidence either way.

    Signals:
        intent: SettleDispute.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dispute-form")
        self._translate = translate
        self._row: DisputeRow | None = None
        self._hint = PlainLabel("vouch-hint", wrap=True)
        self._apart = PlainLabel("dispute-apart", wrap=True)
        self._signatures = TwoSignatures(translate, "dispute-")
        self._signatures.complete.connect(self._on_complete)
        self._stands = PlainButton("dispute-stands", self._on_stands)
        self._refer = PlainButton("dispute-refer", self._on_refer)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 4, 10, 6)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._hint, 0, 0, 1, 2)
        grid.addWidget(self._apart, 1, 0, 1, 2)
        grid.addWidget(self._stands, 2, 0)
        grid.addWidget(self._refer, 3, 0)
        grid.addWidget(self._signatures, 2, 1, 2, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)

    def show_state(self, state: ConsoleState) -> None:
        """Show the form while a dispute is open."""
        rows, translate = state.room.disputes, self._translate
        known = {(row.stream, row.left) for row in rows}
        if self._row is None or (self._row.stream, self._row.left) not in known:
            self._signatures.clear()
            self._row = rows[0] if rows else None
        else:
            mine = (self._row.stream, self._row.left)
            self._row = next(row for row in rows if (row.stream, row.left) == mine)
        self.setVisible(self._row is not None)
        if self._row is None:
            return
        self._hint.show_text(
            translate("{name}: seat {left} holds answers that seat {here} does not have.").format(
                name=self._row.name, left=self._row.left, here=self._row.here
            )
        )
        self._apart.show_text(self._differences(self._row))
        self._stands.setText(translate("Seat {seat} counts").format(seat=self._row.here))
        self._refer.setText(translate("The province decides; no card today"))
        self._signatures.show_staff(state.staff)
        self._on_complete(self._signatures.is_complete())

    def _differences(self, row: DisputeRow) -> str:
        words = [
            self._translate("Question {number}: {left} there, {here} here").format(
                number=number, left=_letters(left), here=_letters(here)
            )
            for number, left, here in row.apart[:SHOWN]
        ]
        if len(row.apart) > SHOWN:
            words.append("…")
        return "    ".join(words) or self._translate("All answers are the same.")

    def _on_complete(self, complete: bool) -> None:
        self._stands.setEnabled(complete)
        self._refer.setEnabled(complete)

    def _on_stands(self) -> None:
        self._settle(stands=True)

    def _on_refer(self) -> None:
        self._settle(stands=False)

    def _settle(self, *, stands: bool) -> None:
        if self._row is not None:
            signed = self._signatures.take()
            self.intent.emit(SettleDispute(self._row.stream, self._row.left, stands, *signed))


def _letters(choices: tuple[int, ...]) -> str:
    return "".join(LETTERS[choice] for choice in choices) or "–"
