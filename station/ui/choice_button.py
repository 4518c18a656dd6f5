"""One option of a question: a full-width button that says which key it has."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from station.ui.theme import colour

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class ChoiceButton(QAbstractButton):
    """Wraps its text, which a push button cannot do; all sizes follow the font."""

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self.setObjectName(f"choice-{index}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_option(self, option: str, *, chosen: bool, locked: bool) -> None:
        """Draw an option of the question on the screen."""
        if self.text() != option:
            self.setText(option)
            self.updateGeometry()
        self.setShortcut(QKeySequence(str(self._index + 1)))  # setText drops it
        self.setAccessibleName(f"{self._index + 1}. {option}")
        self.setChecked(chosen)
        self.setEnabled(not locked)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        width = 24 * self._em()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(12 * self._em(), self._least_height())

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        room = QRect(0, 0, self._text_rect(width, 0).width(), 100_000)
        text = self.fontMetrics().boundingRect(room, int(_WRAP), self.text())
        return max(self._least_height(), text.height() + self._em())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, em = self.isChecked(), self._em()
        line = max(2, em // 6) if chosen else max(1, em // 14)
        over = self.isEnabled() and (self.underMouse() or self.hasFocus())
        painter.setPen(QPen(colour("blue" if chosen or over else "line"), line))
        painter.setBrush(colour("pale_blue" if chosen or self.isDown() else "card"))
        inset = (line + 1) // 2
        painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), 10, 10)
        self._draw_key(painter)
        painter.setPen(colour("ink" if self.isEnabled() or chosen else "muted"))
        painter.drawText(self._text_rect(self.width(), self.height()), int(_WRAP), self.text())
        if chosen:
            self._draw_tick(painter)

    def _draw_key(self, painter: QPainter) -> None:
        side = round(self._em() * 1.5)
        key = QRect(self._em() * 2 // 3, (self.height() - side) // 2, side, side)
        painter.setPen(QPen(colour("blue" if self.isChecked() else "muted"), 2))
        painter.setBrush(colour("blue" if self.isChecked() else "page"))
        painter.drawRoundedRect(key, 6, 6)
        painter.setPen(colour("card" if self.isChecked() else "ink"))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, str(self._index + 1))

    def _draw_tick(self, painter: QPainter) -> None:
        em = self._em()
        left, middle = self.width() - em * 1.9, self.height() / 2
        steps = ((0.0, 0.0), (0.35, 0.35), (1.0, -0.4))
        tick = QPolygonF([QPointF(left + x * em, middle + y * em) for x, y in steps])
        painter.setPen(QPen(colour("blue"), max(3, em // 6)))
        painter.drawPolyline(tick)

    def _text_rect(self, width: int, height: int) -> QRect:
        em = self._em()
        left, right = em * 11 // 4, em * 5 // 2
        return QRect(left, 0, max(em, width - left - right), height)

    def _least_height(self) -> int:
        return round(self._em() * 2.4)

    def _em(self) -> int:
        self.ensurePolished()
        return self.fontInfo().pixelSize()
