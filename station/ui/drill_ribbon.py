"""The mark of a drill, on every screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from station.messages import Translate
from station.ui.plain_label import PlainLabel


class DrillRibbon(PlainLabel):
    """A coloured line across the window: this is not a real exam."""

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__("drill", parent=parent)
        self._translate = translate
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_words(self) -> None:
        """Say so in the user's language."""
        self.show_text(self._translate("DRILL — not a real exam"))
