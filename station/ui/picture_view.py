"""A picture of a question, in the room that it is given."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.exam.picture import alt_text
from station.messages import Translate
from station.ui.picture_image import natural_size, picture_image
from station.ui.theme import colour

MARGIN_PX = 12
CLOSING_KEYS = ("+", "Esc")


class PictureView(QWidget):
    """Draws one picture on a white card.

    Signals:
        pressed: The candidate pressed it.
    """

    pressed = Signal()

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._raw = b""
        self._name = ""
        self._own: QSize | None = None
        self._drawn: tuple[tuple[int, int, float], QImage | None] = ((0, 0, 1.0), None)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.setMinimumSize(120, 90)

    def show_picture(self, raw: bytes, name: str = "") -> None:
        """Draw a picture, and its name over it; one that cannot be shown says so."""
        if (raw, name) == (self._raw, self._name):
            return
        self._name = name
        self._raw, self._own = raw, natural_size(raw)
        self._drawn = ((0, 0, 1.0), None)
        self.setAccessibleName(alt_text(raw) or self._translate("Picture of the question"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self._own or QSize(400, 300)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("line"), 2))
        painter.setBrush(colour("card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        image = self._image()
        if image is None:
            painter.setPen(colour("muted"))
            words = self._translate("This picture cannot be shown. Please raise your hand.")
            wrap = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(20, 0, -20, 0), int(wrap), words)
            return
        size = image.deviceIndependentSize()
        corner = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        painter.drawImage(corner, image)
        if self._name:
            painter.setPen(colour("ink"))
            above = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
            painter.drawText(self.rect().adjusted(MARGIN_PX, 6, 0, 0), int(above), self._name)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.pressed.emit()

    def _image(self) -> QImage | None:
        """Return the picture for the room there is; drawn anew only when that changes."""
        ratio = self.devicePixelRatioF()
        room = (self.width() - 2 * MARGIN_PX, self.height() - 2 * MARGIN_PX, ratio)
        if self._drawn[0] != room:
            pixels = QSize(round(room[0] * ratio), round(room[1] * ratio))
            image = picture_image(self._raw, pixels)
            if image is not None:
                image.setDevicePixelRatio(ratio)
            self._drawn = (room, image)
        return self._drawn[1]


class PictureCover(QWidget):
    """One picture over the whole page, until it is pressed away.

    Signals:
        closed: The candidate has seen enough.
    """

    closed = Signal()

    def __init__(self, translate: Translate, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("picture-cover")
        self._view = PictureView(translate, self)
        self._view.setObjectName("enlarged")
        self._view.pressed.connect(self.closed)
        for key in CLOSING_KEYS:
            QShortcut(QKeySequence(key), self).activated.connect(self.closed)
        self.hide()

    def show_picture(self, raw: bytes | None) -> None:
        """Cover the page with a picture; None takes the cover away."""
        if raw is None:
            self.hide()
            return
        self._view.show_picture(raw)
        self.fill()
        self.show()
        self.raise_()

    def fill(self) -> None:
        """Take the page's size."""
        page = self.parentWidget()
        if page is not None:
            self.setGeometry(page.rect())
            self._view.setGeometry(self.rect().adjusted(16, 16, -16, -16))
