"""Labels that show data as it is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from station.ui.rare_type import carry_rare


class PlainLabel(QLabel):
    """A label that never takes a name or a stem for HTML.

    Args:
        name: Its object name, by which the style sheet and the tests find it.
    """

    def __init__(self, name: str, *, wrap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)

    def show_text(self, text: str) -> None:
        """Show a text and say the same to a screen reader."""
        carry_rare(text)
        self.setText(text)
        self.setAccessibleName(text)
