"""The decision over a grey or refused comparison."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from station.flow.desk_view import DecideTogether
from station.ids import StaffId
from station.messages import Translate
from station.ui.plain_label import PlainLabel
from station.ui.two_signatures import TwoSignatures


class DecisionForm(QFrame):
    """Two persons sign, then refuse or admit.

    Signals:
        intent: DecideTogether.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("decision")
        self._translate = translate
        self._hint = PlainLabel("decision-hint", wrap=True)
        self._signatures = TwoSignatures(translate)
        self._signatures.complete.connect(self._on_complete)
        self._refuse = QPushButton()
        self._refuse.setObjectName("decide-refuse")
        self._refuse.clicked.connect(self._on_refuse)
        self._admit = QPushButton()
        self._admit.setObjectName("decide-admit")
        self._admit.clicked.connect(self._on_admit)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._hint, 0, 0, 1, 2)
        grid.addWidget(self._signatures, 1, 0, 1, 2)
        grid.addWidget(self._refuse, 2, 0)
        grid.addWidget(self._admit, 2, 1)

    def show_state(self, staff: tuple[tuple[StaffId, str], ...]) -> None:
        """Offer the staff who may sign."""
        translate = self._translate
        self._hint.show_text(translate("Two different persons sign."))
        self._refuse.setText(translate("Refuse together"))
        self._admit.setText(translate("Admit together"))
        self._signatures.show_staff(staff)
        self._on_complete(self._signatures.is_complete())

    def clear(self) -> None:
        """Forget who signed; for the next person at the desk."""
        self._signatures.clear()

    def _on_complete(self, complete: bool) -> None:
        self._refuse.setEnabled(complete)
        self._admit.setEnabled(complete)

    def _on_refuse(self) -> None:
        self.intent.emit(DecideTogether(False, *self._signatures.take()))

    def _on_admit(self) -> None:
        self.intent.emit(DecideTogether(True, *self._signatures.take()))
