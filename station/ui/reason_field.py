"""Why something is ordered: the usual reasons to choose from, and room for any other."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from station.messages import Translate

LONGEST_WORDS = 120


class ReasonField(QComboBox):
    """Nothing is chosen for a person: it is empty until somebody says why.

    Args:
        name: Of the line that is typed in; the list around it is called NAME-list.

    Signals:
        edited: Another reason stands there.
    """

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QLineEdit()
        self._line.setObjectName(name)
        self._line.setMaxLength(LONGEST_WORDS)
        self._line.textChanged.connect(self._on_text)
        self.setObjectName(f"{name}-list")
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setLineEdit(self._line)

    def offer(self, reasons: tuple[str, ...], caption: str) -> None:
        """Offer the usual reasons of one order; what was typed is gone."""
        self.clear()
        self.addItems(reasons)
        self.setCurrentIndex(-1)
        self._line.clear()
        self._line.setPlaceholderText(caption)
        self._line.setAccessibleName(caption)
        self.setAccessibleName(caption)

    def why(self) -> str:
        """What was said; empty if nothing was."""
        return self._line.text().strip()

    def _on_text(self, _: str) -> None:
        self.edited.emit()


def usual_reasons(order: str, translate: Translate) -> tuple[str, ...]:
    """Return why an order is given as a rule, in the staff's language; none for words."""
    return {
        "hold-all": (
            translate("Power cut"),
            translate("Network or computers failed"),
            translate("Noise in the room"),
            translate("Somebody needs help"),
        ),
        "resume-all": (
            translate("What stopped the exam is over"),
            translate("It was an exercise"),
            translate("It was pressed by mistake"),
        ),
        "hold": (
            translate("The candidate is unwell"),
            translate("The candidate goes out, accompanied"),
            translate("The seat's computer failed"),
        ),
        "free": (
            translate("The candidate can go on"),
            translate("The seat's computer works again"),
        ),
        "lock": (
            translate("It looks like cheating"),
            translate("The wrong person sat here"),
            translate("The seat's computer must be looked at"),
        ),
        "unlock": (
            translate("Looked at, and all is well"),
            translate("The right person sits here now"),
            translate("The seat's computer works again"),
        ),
        "move": (
            translate("The seat's computer failed"),
            translate("The candidate is disturbed there"),
        ),
        "release": (
            translate("The seat's computer failed"),
            translate("The candidate goes out, accompanied"),
        ),
        "time": (
            translate("Time was lost without the candidate's fault"),
            translate("Granted before the exam: more time by right"),
        ),
        "end": (
            translate("Broke the rules of the exam"),
            translate("Left and does not come back"),
            translate("Cannot hand in at this computer"),
        ),
    }.get(order, ())
