"""Where whoever is in charge of the console signs in, and leaves it again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QWidget

from station.flow.console_view import ConsoleState
from station.flow.room_view import SignIn, SignOff
from station.flow.signatures import Signature
from station.ids import StaffId
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel


class DutyForm(QFrame):
    """A line that stands there until somebody has signed in, and comes back when it is asked for.

    Signals:
        intent: SignIn or SignOff.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("duty-form")
        self._translate = translate
        self._staff: tuple[tuple[StaffId, str], ...] = ()
        self._duty: StaffId | None = None
        self._asked = False
        self._hint = PlainLabel("duty-hint", wrap=True)
        self._picker = QComboBox()
        self._picker.setObjectName("duty-staff")
        self._picker.currentIndexChanged.connect(self._on_edit)
        self._pin = QLineEdit()
        self._pin.setObjectName("duty-pin")
        self._pin.setEchoMode(QLineEdit.EchoMode.Password)
        self._pin.setMaxLength(32)
        self._pin.textChanged.connect(self._on_edit)
        self._pin.returnPressed.connect(self._on_sign_in)
        self._sign_in = PlainButton("duty-sign-in", self._on_sign_in, role="primary")
        self._sign_off = PlainButton("duty-sign-off", self._on_sign_off)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(10)
        layout.addWidget(self._hint, 1)
        for widget in (self._picker, self._pin, self._sign_in, self._sign_off):
            layout.addWidget(widget)

    def show_state(self, state: ConsoleState) -> None:
        """Ask for a person while nobody is in charge, or while another one wants to be."""
        if state.duty != self._duty:
            self._duty, self._asked = state.duty, False
            self._pin.clear()
        translate, name = self._translate, dict(state.staff).get(state.duty or StaffId(""), "")
        if self._duty is None:
            hint = translate("Who is in charge here? Sign in: orders carry your name.")
        else:
            hint = translate("{name} is in charge here. Another person signs in, or nobody.")
        self._hint.show_text(hint.format(name=name))
        self._picker.setPlaceholderText(translate("Your name"))
        self._picker.setAccessibleName(translate("Your name"))
        self._pin.setPlaceholderText(translate("PIN"))
        self._pin.setAccessibleName(translate("PIN"))
        self._sign_in.setText(translate("Sign in"))
        self._sign_off.setText(translate("Sign off"))
        if state.staff != self._staff:
            self._staff = state.staff
            self._picker.clear()
            for staff, label in state.staff:
                self._picker.addItem(label, staff)
            self._picker.setCurrentIndex(-1)
        self._show()

    def ask(self) -> None:
        """Open the line, or close it again."""
        self._asked = not self._asked
        self._pin.clear()
        self._show()
        if self._asked:
            self._picker.setFocus()

    def _show(self) -> None:
        self.setVisible(self._asked or self._duty is None)
        self._sign_off.setVisible(self._duty is not None)
        self._on_edit()

    def _on_edit(self, *_: object) -> None:
        self._sign_in.setEnabled(self._picker.currentData() is not None and bool(self._pin.text()))

    def _on_sign_in(self) -> None:
        if self._sign_in.isEnabled():
            signature = Signature(staff=StaffId(self._picker.currentData()), pin=self._pin.text())
            self._pin.clear()
            self.intent.emit(SignIn(signature))

    def _on_sign_off(self) -> None:
        self.intent.emit(SignOff())
