"""A number as large as its place allows."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.ui.theme import FAMILY, colour


class BigNumber(QWidget):
    """Fills its height with the digits themselves, without the room that a font keeps above."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._number = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_number(self, number: int) -> None:
        """Show a number and say it to a screen reader."""
        self._number = str(number)
        self.setAccessibleName(self._number)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(400, 260)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        font = QFont(FAMILY)
        font.setPixelSize(100)
        ink = QFontMetricsF(font).tightBoundingRect(self._number)
        share = min(self.height() / ink.height(), self.width() / ink.width()) if self._number else 1
        font.setPixelSize(max(1, int(100 * share * 0.96)))
        ink = QFontMetricsF(font).tightBoundingRect(self._number)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        painter.setPen(colour("blue"))
        corner = QPointF(
            (self.width() - ink.width()) / 2 - ink.left(),
            (self.height() - ink.height()) / 2 - ink.top(),
        )
        painter.drawText(corner, self._number)
