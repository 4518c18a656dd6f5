"""Where a candidate is sent on to another seat: one press, once the card or the name is known."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QWidget

from station.flow.console_view import ConsoleState
from station.flow.room_view import DropMove, MoveCandidate, MoveOffer
from station.ids import NOWHERE, SeatNumber
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel


class MoveForm(QFrame):
    """Draws a MoveOffer; it is there while somebody asks.

    Signals:
        intent: MoveCandidate or DropMove.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("move-form")
        self._translate = translate
        self._offer: MoveOffer | None = None
        self._hint = PlainLabel("vouch-hint", wrap=True)
        self._why = QComboBox()
        self._why.setObjectName("move-why")
        self._seats = QComboBox()
        self._seats.setObjectName("move-seat")
        self._move = PlainButton("move", self._on_move, role="primary")
        self._drop = PlainButton("move-drop", self._on_drop)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 10, 8)
        grid.addWidget(self._hint, 0, 0, 1, 4)
        for column, widget in enumerate((self._why, self._seats, self._move, self._drop)):
            grid.addWidget(widget, 1, column)
        grid.setColumnStretch(0, 1)

    def show_state(self, state: ConsoleState) -> None:
        """Show the form while somebody asks to go on elsewhere."""
        offer, translate = state.room.offer, self._translate
        self.setVisible(offer is not None)
        if offer is None:
            self._offer = None
            return
        if offer.left == NOWHERE:
            words = translate("{name} …{tail} has no seat now: go on at which one?")
        else:
            words = translate("{name} …{tail}, seat {seat}: go on at another seat?")
        self._hint.show_text(words.format(name=offer.name, tail=offer.tail, seat=offer.left))
        if not self._why.count():
            for why in (
                translate("The seat's computer failed"),
                translate("The candidate is disturbed there"),
                translate("Another reason, see the room's book"),
            ):
                self._why.addItem(why)
        self._why.setAccessibleName(translate("Why"))
        self._seats.setAccessibleName(translate("Move to another seat"))
        if self._offer is None or (self._offer.candidate, self._offer.free) != (
            offer.candidate,
            offer.free,
        ):
            self._offer_seats(offer)
        self._offer = offer
        self._move.setText(translate("Move"))
        self._move.setEnabled(self._seats.currentData() is not None)
        self._drop.setText(translate("Leave it"))

    def _offer_seats(self, offer: MoveOffer) -> None:
        """Offer the free seats; the one where the card lies, or that was chosen, first."""
        same = self._offer is not None and self._offer.candidate == offer.candidate
        chosen = self._seats.currentData() if same else None
        wanted = chosen if chosen in offer.free else offer.to
        self._seats.clear()
        for seat in offer.free:
            self._seats.addItem(self._translate("Seat {seat}").format(seat=seat), seat)
        if offer.free:
            at = offer.free.index(wanted) if wanted in offer.free else 0
            self._seats.setCurrentIndex(at)

    def _on_move(self) -> None:
        seat = self._seats.currentData()
        if self._offer is not None and seat is not None:
            why = self._why.currentText()
            self.intent.emit(MoveCandidate(self._offer.candidate, SeatNumber(int(seat)), why))

    def _on_drop(self) -> None:
        self.intent.emit(DropMove())
