"""One question on the overview: answered, open or flagged, by shape as well as by colour."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from station.ui.theme import colour


class QuestionTile(QAbstractButton):
    """Full and white on blue when answered; a dashed empty frame when open; a corner when flagged.

    Signals:
        picked: The index of the question, when it is pressed.
    """

    picked = Signal(int)

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self._answered = self._flagged = self._current = False
        self.setObjectName(f"goto-{index}")
        self.setText(str(index + 1))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_click)

    def show_question(self, *, answered: bool, flagged: bool, current: bool, spoken: str) -> None:
        """Draw how the question stands; `spoken` says the same in words."""
        self._answered, self._flagged, self._current = answered, flagged, current
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        em = self.fontInfo().pixelSize()
        return QSize(em * 3, em * 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        em = self.fontInfo().pixelSize()
        return QSize(em * 2, round(em * 1.7))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPen(colour("blue" if self._answered else "muted"), 2)
        if not self._answered:
            frame.setStyle(Qt.PenStyle.DashLine)
        if self._current or self.hasFocus():
            frame = QPen(colour("ink"), 5)
        painter.setPen(frame)
        painter.setBrush(colour("blue" if self._answered else "card"))
        painter.drawRoundedRect(self.rect().adjusted(3, 3, -3, -3), 8, 8)
        painter.setPen(colour("card" if self._answered else "ink"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self._flagged:
            draw_flag(painter, self.rect())

    def _on_click(self) -> None:
        self.picked.emit(self._index)


def draw_flag(painter: QPainter, place: QRect) -> None:
    """Draw the corner that marks a flagged question into the top right of a place."""
    side = round(min(place.width(), place.height()) * 0.48)
    right, top = place.right() - 3, place.top() + 3
    corner = [QPointF(right - side, top), QPointF(right, top), QPointF(right, top + side)]
    painter.setPen(QPen(colour("ink"), 1))
    painter.setBrush(colour("flag"))
    painter.drawPolygon(QPolygonF(corner))
