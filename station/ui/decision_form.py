"""The decision of two persons over somebody at the desk."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLineEdit, QWidget

from station.flow.desk_view import DecideTogether, DeskState, OpenGlyphs
from station.identity.check_in_events import Refused
from station.ids import CandidateId, StaffId
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.two_signatures import TwoSignatures


class DecisionForm(QFrame):
    """Two persons sign, then refuse or admit.

    Signals:
        intent: DecideTogether or OpenGlyphs.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("decision")
        self._translate = translate
        self._who: CandidateId | None = None
        self._rare = False
        self._names = PlainLabel("decision-names", wrap=True)
        self._compared = QCheckBox()
        self._compared.setObjectName("name-compared")
        self._compared.toggled.connect(self._on_tick)
        self._choose = PlainButton("open-glyphs", self._on_choose)
        self._other = QCheckBox()
        self._other.setObjectName("another-person")
        self._hint = PlainLabel("decision-hint", wrap=True)
        self._signatures = TwoSignatures(translate)
        self._signatures.complete.connect(self._on_complete)
        self._refuse = PlainButton("decide-refuse", self._on_refuse)
        self._admit = PlainButton("decide-admit", self._on_admit)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 6, 12, 8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        rows = (
            self._hint,
            self._names,
            self._choose,
            self._compared,
            self._signatures,
            self._other,
        )
        for row, widget in enumerate(rows):
            grid.addWidget(widget, row, 0, 1, 2)
        grid.addWidget(self._refuse, len(rows), 0)
        grid.addWidget(self._admit, len(rows), 1)

    def show_state(self, desk: DeskState, staff: tuple[tuple[StaffId, str], ...]) -> None:
        """Offer the staff who may sign; for another person everything is empty again."""
        translate = self._translate
        if desk.candidate != self._who:
            self._who = desk.candidate
            self.clear()
        self._rare = desk.rare
        crowded = self._rare or desk.doubts or desk.waiting or desk.trouble
        self._hint.setVisible(not crowded)
        self._names.setVisible(self._rare)
        self._names.show_text(
            translate("On the document: {chip}\nOn the card: {name}").format(
                chip=desk.chip_name or translate("look at it"), name=desk.name
            )
        )
        self._choose.setVisible(desk.lacks > 0)
        self._choose.setText(
            translate("Choose the missing characters: {count}").format(count=desk.lacks)
        )
        self._compared.setVisible(self._rare)
        self._compared.setText(translate("We compared the rare characters."))
        self._other.setText(translate("It is another person: report it"))
        self._hint.show_text(translate("Two different persons sign."))
        self._refuse.setText(translate("Refuse together"))
        self._admit.setText(translate("Admit together"))
        self._signatures.show_staff(staff)
        self._on_complete(self._signatures.is_complete())

    def begin(self) -> None:
        """Let the first person sign at once, unless somebody types elsewhere just now."""
        if not isinstance(self.window().focusWidget(), QLineEdit):
            self._signatures.begin()

    def clear(self) -> None:
        """Forget who signed, and for what; for the next person at the desk."""
        self._compared.setChecked(False)
        self._other.setChecked(False)
        self._signatures.clear()

    def _on_complete(self, complete: bool) -> None:
        self._refuse.setEnabled(complete)
        self._admit.setEnabled(complete and (self._compared.isChecked() or not self._rare))

    def _on_tick(self) -> None:
        self._on_complete(self._signatures.is_complete())

    def _on_choose(self) -> None:
        self.intent.emit(OpenGlyphs())

    def _on_refuse(self) -> None:
        other = self._other.isChecked()
        self._decide(admit=False, why=Refused.ANOTHER_PERSON if other else Refused.NOT_SURE)

    def _on_admit(self) -> None:
        self._decide(admit=True, why=None)

    def _decide(self, *, admit: bool, why: Refused | None) -> None:
        first, second = self._signatures.take()
        compared = self._rare and self._compared.isChecked()
        self.intent.emit(DecideTogether(admit, first, second, compared, why, self._who))
