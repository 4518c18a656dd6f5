"""A picture that fills its place: the camera's, or a photo."""

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.camera.port import Frame
from station.ui.theme import colour


class LivePicture(QWidget):
    """Shows a frame or a photo, cut to fit; a word in its place while there is none.

    Args:
        mirrored: Show it as a mirror does, which is how people know their own face.
        guide: Draw an oval where the face should be.
    """

    def __init__(
        self, *, mirrored: bool = False, guide: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._mirrored = mirrored
        self._guide = guide
        self._pixmap = QPixmap()
        self._raw_photo = b""
        self._instead = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_frame(self, frame: Frame | None, instead: str) -> None:
        """Show a camera frame, or the words instead of one."""
        self._instead = instead
        if frame is None:
            self._pixmap = QPixmap()
        else:
            pixels = np.ascontiguousarray(frame)
            height, width = pixels.shape[:2]
            image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_BGR888)
            self._pixmap = QPixmap.fromImage(image)
        self.update()

    def show_photo(self, raw_photo: bytes, instead: str) -> None:
        """Show a JPEG or PNG, or the words instead of one that is absent or unreadable."""
        self._instead = instead
        if raw_photo != self._raw_photo:
            self._raw_photo = raw_photo
            self._pixmap = QPixmap()
            if raw_photo:
                self._pixmap.loadFromData(raw_photo)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        edge = QPainterPath()
        edge.addRoundedRect(self.rect(), 8, 8)
        painter.setClipPath(edge)
        painter.fillRect(event.rect(), colour("grey"))
        if self._pixmap.isNull():
            painter.setPen(colour("muted"))
            words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(8, 8, -8, -8), words, self._instead)
            return
        painter.save()
        if self._mirrored:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        painter.drawPixmap(self.rect(), self._pixmap, self._middle())
        painter.restore()
        if self._guide:
            self._draw_guide(painter)

    def _middle(self) -> QRect:
        """Return the part of the picture that has the widget's proportions."""
        width, height = self._pixmap.width(), self._pixmap.height()
        fit_width = min(width, height * self.width() // max(1, self.height()))
        fit_height = min(height, width * self.height() // max(1, self.width()))
        return QRect((width - fit_width) // 2, (height - fit_height) // 2, fit_width, fit_height)

    def _draw_guide(self, painter: QPainter) -> None:
        height = round(self.height() * 0.78)
        width = round(height * 0.74)
        pen = painter.pen()
        pen.setColor(colour("card"))
        pen.setWidth(4)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawEllipse(
            (self.width() - width) // 2, (self.height() - height) // 2, width, height
        )
