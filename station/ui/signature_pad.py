"""Where the holder of a card signs: with a pen, a finger or the mouse."""

from itertools import pairwise

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.ui.theme import colour

PEN_PX = 3
LEAST_PX = 60
"""Of pen, all strokes together: less is a touch and no signature."""
LINE_AT = 0.78
"""Where the line to sign on lies, from the top."""


class SignaturePad(QWidget):
    """Keeps what was written, stroke by stroke. A pen of a tablet arrives as a mouse does.

    Args:
        hint: What to do here, in the reader's language; it goes with the first stroke.

    Signals:
        written: A stroke was begun or ended, or all was wiped.
    """

    written = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("signature-pad")
        self._strokes: list[QPolygonF] = []
        self._hint = ""
        self.setMinimumHeight(90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_hint(self, hint: str) -> None:
        """Say what to do here."""
        self._hint = hint
        self.setAccessibleName(hint)
        self.update()

    def is_empty(self) -> bool:
        """Return whether nothing was written."""
        return not self._strokes

    def is_signed(self) -> bool:
        """Return whether so much was written that it can be a signature."""
        pairs = (pair for stroke in self._strokes for pair in pairwise(stroke.toList()))
        return sum((there - here).manhattanLength() for here, there in pairs) >= LEAST_PX

    def clear(self) -> None:
        """Wipe it for the next person."""
        self._strokes.clear()
        self.written.emit()
        self.update()

    def png(self) -> bytes:
        """Return what was written, black on white; nothing if nothing was."""
        if self.is_empty():
            return b""
        image = QImage(self.size(), QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        self._draw(painter, QColor(Qt.GlobalColor.black))
        painter.end()
        raw = QByteArray()
        buffer = QBuffer(raw)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know no bytes here
        return bytes(raw.data())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = event.position()
        self._strokes.append(QPolygonF([at, at + QPointF(0.5, 0)]))  # a dot is a stroke too
        self.written.emit()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._strokes:
            self._strokes[-1].append(event.position())
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.written.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("card"))
        painter.setPen(QPen(colour("muted"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        line_y = round(self.height() * LINE_AT)
        painter.drawLine(16, line_y, self.width() - 16, line_y)
        if self.is_empty():
            painter.setPen(colour("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._hint)
        self._draw(painter, colour("ink"))

    def _draw(self, painter: QPainter, ink: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(ink, PEN_PX)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self._strokes:
            painter.drawPolyline(stroke)
