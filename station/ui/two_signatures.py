"""Where two persons sign: names and PINs side by side."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from station.flow.signatures import Signature
from station.ids import StaffId
from station.messages import Translate


class TwoSignatures(QWidget):
    """Two staff pickers and two PINs. A PIN leaves these fields once and is wiped.

    Args:
        prefix: Put before the object names first-staff, first-pin, second-staff, second-pin.

    Signals:
        complete: Whether two different persons have chosen their names and typed PINs.
    """

    complete = Signal(bool)

    def __init__(
        self, translate: Translate, prefix: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._translate = translate
        self._staff: tuple[tuple[StaffId, str], ...] = ()
        self._pickers = (QComboBox(), QComboBox())
        self._pins = (QLineEdit(), QLineEdit())
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(("first", "second")):
            self._pickers[row].setObjectName(f"{prefix}{name}-staff")
            self._pickers[row].currentIndexChanged.connect(self._on_edit)
            self._pins[row].setObjectName(f"{prefix}{name}-pin")
            self._pins[row].setEchoMode(QLineEdit.EchoMode.Password)
            self._pins[row].setMaxLength(32)
            self._pins[row].textChanged.connect(self._on_edit)
            self._pins[row].returnPressed.connect(self._on_enter)
            grid.addWidget(self._pickers[row], row, 0)
            grid.addWidget(self._pins[row], row, 1)

    def show_staff(self, staff: tuple[tuple[StaffId, str], ...]) -> None:
        """Offer the staff who may sign; what was chosen and typed stays."""
        translate = self._translate
        captions = (translate("First person"), translate("Second person"))
        for picker, pin, caption in zip(self._pickers, self._pins, captions, strict=True):
            picker.setPlaceholderText(caption)
            picker.setAccessibleName(caption)
            pin.setPlaceholderText(translate("PIN"))
            pin.setAccessibleName(f"{caption}, {translate('PIN')}")
        if staff != self._staff:
            self._staff = staff
            for picker in self._pickers:
                picker.clear()
                for staff_id, name in staff:
                    picker.addItem(name, staff_id)
            self._forget_names()

    def is_complete(self) -> bool:
        """Return whether two different persons have chosen their names and typed PINs."""
        first, second = (picker.currentData() for picker in self._pickers)
        typed = all(pin.text() for pin in self._pins)
        return typed and first is not None and second is not None and first != second

    def take(self) -> tuple[Signature, Signature]:
        """Return both signatures as typed and wipe the PINs."""
        first, second = (
            Signature(staff=StaffId(str(picker.currentData())), pin=pin.text())
            for picker, pin in zip(self._pickers, self._pins, strict=True)
        )
        for pin in self._pins:
            pin.clear()
        return first, second

    def begin(self) -> None:
        """Go to the first name; to its PIN, where it can only be one."""
        chosen = self._pickers[0].currentIndex() >= 0
        (self._pins[0] if chosen else self._pickers[0]).setFocus()

    def clear(self) -> None:
        """Forget who signed and with what; for the next decision."""
        self._forget_names()
        for pin in self._pins:
            pin.clear()

    def _forget_names(self) -> None:
        """Choose nobody; but where only two are on duty, it can only be those."""
        for row, picker in enumerate(self._pickers):
            picker.setCurrentIndex(row if len(self._staff) == len(self._pickers) else -1)

    def _on_enter(self) -> None:
        """Go to the PIN that is still missing; nobody signs with the Enter key alone."""
        next((pin for pin in self._pins if not pin.text()), self._pins[0]).setFocus()

    def _on_edit(self) -> None:
        self.complete.emit(self.is_complete())
