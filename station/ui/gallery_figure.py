"""A drawn person for the gallery: no photograph of anybody is needed to look at a screen."""

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from station.camera.port import Frame


def figure_image(width: int, height: int, coat: str, hair: str) -> QImage:
    """Draw head and shoulders before a wall."""
    image = QImage(width, height, QImage.Format.Format_BGR888)
    image.fill(QColor("#D9E1E8"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 0))
    middle, unit = width / 2, height / 100
    for paint, x, y, wide, high in (
        (coat, 0, 112, 42, 38),
        ("#E2B594", 0, 70, 10, 18),
        (hair, 0, 40, 24, 29),
        ("#EBC3A3", 0, 47, 20, 26),
        ("#30343A", -8, 44, 2.4, 2.0),
        ("#30343A", 8, 44, 2.4, 2.0),
        ("#C07C6A", 0, 60, 7, 1.8),
    ):
        painter.setBrush(QColor(paint))
        painter.drawEllipse(QPointF(middle + x * unit, y * unit), wide * unit, high * unit)
    painter.end()
    return image


def figure_frame(coat: str = "#35566F", hair: str = "#2B2622") -> Frame:
    """Return the drawn person as a camera frame, 640 x 480."""
    image = figure_image(640, 480, coat, hair)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8)
    return pixels.reshape(480, image.bytesPerLine())[:, : 640 * 3].reshape(480, 640, 3).copy()


def figure_png(width: int, height: int, coat: str = "#35566F", hair: str = "#2B2622") -> bytes:
    """Return the drawn person as a PNG."""
    raw = QByteArray()
    buffer = QBuffer(raw)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(figure_image(width, height, coat, hair))
    return bytes(raw.data())
