"""A picture that fills its place: the camera's, or a photo."""

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.camera.port import Frame
from station.identity.face_quality import Advice
from station.identity.liveness_facts import Cue
from station.ui.advice_arrow import draw_arrow
from station.ui.theme import colour


class LivePicture(QWidget):
    """Shows a frame or a photo, cut to fit; a word in its place while there is none.

    Args:
        mirrored: Show it as a mirror does, which is how people know their own face.
        guide: Draw an oval where the face should be.
        whole: Show all of the picture, with edges beside it, instead of cutting it to fit.
        portrait: Keep the proportions of a photo for a document, 3 to 4.
    """

    def __init__(
        self,
        *,
        mirrored: bool = False,
        guide: bool = False,
        whole: bool = False,
        portrait: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mirrored = mirrored
        self._guide = guide
        self._pixmap = QPixmap()
        self._raw_photo = b""
        self._instead = ""
        self._wish: Advice | Cue = Advice.NONE
        self._whole = whole
        self._portrait = portrait
        tall = QSizePolicy.Policy.Preferred if portrait else QSizePolicy.Policy.Expanding
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, tall)
        policy.setHeightForWidth(portrait)
        self.setSizePolicy(policy)

    def show_frame(
        self, frame: Frame | None, instead: str, wish: Advice | Cue = Advice.NONE
    ) -> None:
        """Show a camera frame, or the words instead of one.

        Args:
            wish: What the person is asked for, drawn as an arrow where it has one.
        """
        self._instead = instead
        self._wish = wish
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

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return self._portrait

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return width * 4 // 3

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
        if self._whole:
            painter.drawPixmap(self._inner(), self._pixmap)
        else:
            painter.drawPixmap(self.rect(), self._pixmap, self._middle())
        painter.restore()
        if self._guide:
            self._draw_guide(painter)
        draw_arrow(painter, QRectF(self._shown_at()), self._wish)

    def _middle(self) -> QRect:
        """Return the part of the picture that has the widget's proportions."""
        width, height = self._pixmap.width(), self._pixmap.height()
        fit_width = min(width, height * self.width() // max(1, self.height()))
        fit_height = min(height, width * self.height() // max(1, self.width()))
        return QRect((width - fit_width) // 2, (height - fit_height) // 2, fit_width, fit_height)

    def _shown_at(self) -> QRect:
        return self._inner() if self._whole else self.rect()

    def _inner(self) -> QRect:
        """Return the largest place in the widget that has the picture's proportions."""
        inner = QRect()
        inner.setSize(self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio))
        inner.moveCenter(self.rect().center())
        return inner

    def _draw_guide(self, painter: QPainter) -> None:
        height = round(self.height() * 0.78)
        width = round(height * 0.74)
        oval = QRect((self.width() - width) // 2, (self.height() - height) // 2, width, height)
        painter.setPen(QPen(colour("ink"), 7))
        painter.drawEllipse(oval)
        painter.setPen(QPen(colour("card"), 4))
        painter.drawEllipse(oval)
