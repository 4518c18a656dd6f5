"""Where two persons vouch for a candidate whom the seat's camera did not know."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from station.flow.room_view import SeatTile, VouchAtSeat
from station.ids import SeatNumber, StaffId
from station.messages import Translate
from station.ui.live_picture import LivePicture
from station.ui.name_text import name_and_tail
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.two_signatures import TwoSignatures

PHOTO_PX = (66, 88)


class VouchForm(QFrame):
    """Shows the face from the door of the first seat that waits; then of the next one.

    Signals:
        intent: VouchAtSeat.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("vouch-form")
        self._translate = translate
        self._seat: SeatNumber | None = None
        self._photo = LivePicture(portrait=True)
        self._photo.setObjectName("vouch-photo")
        self._photo.setFixedSize(*PHOTO_PX)
        self._hint = PlainLabel("vouch-hint", wrap=True)
        self._signatures = TwoSignatures(translate, "vouch-")
        self._signatures.complete.connect(self._on_complete)
        self._vouch = PlainButton("vouch", self._on_vouch)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 10, 8)
        grid.addWidget(self._photo, 0, 0, 2, 1)
        grid.addWidget(self._hint, 0, 1)
        grid.addWidget(self._vouch, 1, 1)
        grid.addWidget(self._signatures, 0, 2, 2, 1)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)

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
        translate = self._translate
        for tile in waiting:
            if tile.seat == self._seat:
                self._show_whom(tile)
        self._vouch.setText(translate("It is the right person"))
        self._signatures.show_staff(staff)
        self._on_complete(self._signatures.is_complete())

    def _show_whom(self, tile: SeatTile) -> None:
        translate = self._translate
        caption = translate("At the door")
        self._photo.show_photo(tile.reference, translate("No photo"))
        self._photo.setAccessibleName(caption)
        self._photo.setToolTip(caption)
        self._hint.show_text(
            translate("Seat {seat}, {name}: two persons look and sign.").format(
                seat=tile.seat, name=name_and_tail(tile.name, tile.tail)
            )
        )

    def _on_complete(self, complete: bool) -> None:
        self._vouch.setEnabled(complete)

    def _on_vouch(self) -> None:
        if self._seat is not None:
            self.intent.emit(VouchAtSeat(self._seat, *self._signatures.take()))
