"""Where two persons vouch for a candidate whom the seat's camera did not know."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from station.flow.room_view import SeatTile, VouchAtSeat
from station.ids import SeatNumber, StaffId
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.two_signatures import TwoSignatures


class VouchForm(QFrame):
    """Asks for the first seat that waits; it changes to the next one when that is done.

    Signals:
        intent: VouchAtSeat.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("vouch-form")
        self._translate = translate
        self._seat: SeatNumber | None = None
        self._hint = PlainLabel("vouch-hint", wrap=True)
        self._signatures = TwoSignatures(translate, "vouch-")
        self._signatures.complete.connect(self._on_complete)
        self._vouch = PlainButton("vouch", self._on_vouch)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 10, 8)
        grid.addWidget(self._hint, 0, 0)
        grid.addWidget(self._vouch, 1, 0)
        grid.addWidget(self._signatures, 0, 1, 2, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)

    def show_state(
        self, tiles: tuple[SeatTile, ...], staff: tuple[tuple[StaffId, str], ...]
    ) -> None:
        """Show the form while a seat waits for two persons."""
        waiting = [tile for tile in tiles if tile.unsure]
        still = any(tile.seat == self._seat for tile in waiting)
        if not still:
            self._seat = waiting[0].seat if waiting else None
            self._signatures.clear()
        self.setVisible(self._seat is not None)
        name = next((tile.name for tile in waiting if tile.seat == self._seat), "")
        translate = self._translate
        self._hint.show_text(
            translate("Seat {seat}, {name}: two persons look and sign.").format(
                seat=self._seat, name=name
            )
        )
        self._vouch.setText(translate("It is the right person"))
        self._signatures.show_staff(staff)
        self._on_complete(self._signatures.is_complete())

    def _on_complete(self, complete: bool) -> None:
        self._vouch.setEnabled(complete)

    def _on_vouch(self) -> None:
        if self._seat is not None:
            self.intent.emit(VouchAtSeat(self._seat, *self._signatures.take()))
