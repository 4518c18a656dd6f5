"""What an order needs before it is given: a reason, and for some a seat, minutes, two persons."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QSpinBox,
    QWidget,
)

from station.flow.signatures import Signature
from station.ids import SeatNumber, StaffId
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.reason_field import ReasonField
from station.ui.two_signatures import TwoSignatures

USUAL_MINUTES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What an order asks for, beside its reason.

    Attributes:
        words: The text is said to the candidate; it is no reason.
    """

    seat: bool = False
    minutes: bool = False
    signatures: bool = False
    words: bool = False


class OrderForm(QFrame):
    """One order at a time; it cannot be confirmed before all is filled in.

    Signals:
        confirmed: Everything that the order needs is there; ask for it by the methods.
    """

    confirmed = Signal()

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("order-form")
        self._translate = translate
        self._wants = Wants()
        self._title = PlainLabel("order-title")
        self._seats = QComboBox()
        self._seats.setObjectName("order-seat")
        self._seats.currentIndexChanged.connect(self._on_edit)
        self._free: tuple[SeatNumber, ...] = ()
        self._minutes = QSpinBox()
        self._minutes.setObjectName("order-minutes")
        self._minutes.setRange(1, 240)
        self._why = ReasonField("order-why")
        self._why.edited.connect(self._on_edit)
        self._signatures = TwoSignatures(translate, "order-")
        self._signatures.complete.connect(self._on_edit)
        self._confirm = PlainButton("order-confirm", self.confirmed.emit, role="primary")
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 8, 10, 10)
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self._seats, 0, 1)
        grid.addWidget(self._minutes, 0, 2)
        grid.addWidget(self._why, 1, 0, 1, 3)
        grid.addWidget(self._signatures, 2, 0, 1, 3)
        grid.addWidget(self._confirm, 3, 0, 1, 3)
        self.hide()

    def open(self, title: str, wants: Wants, reasons: tuple[str, ...]) -> None:
        """Ask for what one order needs; nothing of the order before stays."""
        translate = self._translate
        self._wants = wants
        self._title.show_text(title)
        what = translate("What the candidate shall read") if wants.words else translate("Why")
        self._why.offer(reasons, what)
        self._minutes.setValue(USUAL_MINUTES)
        self._minutes.setSuffix(" " + translate("min"))
        self._seats.setVisible(wants.seat)
        self._seats.setCurrentIndex(0 if self._free else -1)
        self._minutes.setVisible(wants.minutes)
        self._signatures.clear()
        self._signatures.setVisible(wants.signatures)
        self._confirm.setText(title)
        self.show()
        self._why.setFocus()
        self._on_edit()

    def close_form(self) -> None:
        """Ask for nothing any more."""
        self._signatures.clear()
        self._why.offer((), "")
        self.hide()

    def show_state(
        self, free: tuple[SeatNumber, ...], staff: tuple[tuple[StaffId, str], ...]
    ) -> None:
        """Offer the seats that could take somebody and the staff who may sign."""
        if free != self._free:
            chosen = self._seats.currentData()
            self._free = free
            self._seats.clear()
            for seat in free:
                self._seats.addItem(self._translate("Seat {seat}").format(seat=seat), seat)
            self._seats.setCurrentIndex(free.index(chosen) if chosen in free else 0)
        self._signatures.show_staff(staff)
        self._on_edit()

    def seat(self) -> SeatNumber:
        """The seat that was chosen."""
        return SeatNumber(int(self._seats.currentData()))

    def minutes(self) -> int:
        return self._minutes.value()

    def why(self) -> str:
        return self._why.why()

    def signatures(self) -> tuple[Signature, Signature]:
        """Both signatures; the PINs are wiped here."""
        return self._signatures.take()

    def _on_edit(self, *_: object) -> None:
        wants = self._wants
        seated = not wants.seat or self._seats.currentData() is not None
        signed = not wants.signatures or self._signatures.is_complete()
        self._confirm.setEnabled(bool(self.why()) and seated and signed)
