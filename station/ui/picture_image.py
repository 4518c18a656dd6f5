"""Pictures of questions as pixels."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from station.errors.exam import PictureRefused
from station.exam.picture import PictureForm, check_picture

MAX_SCALE = 4.0
"""A small picture is not blown up further than this."""


def natural_size(raw: bytes) -> QSize | None:
    """Return a picture's own size; None if it cannot be shown."""
    try:
        form = check_picture(raw)
    except PictureRefused:
        return None
    if form is PictureForm.SVG:
        size = QSvgRenderer(QByteArray(raw)).defaultSize()
    else:
        size = QImage.fromData(QByteArray(raw)).size()
    return size if size.isValid() and not size.isEmpty() else None


def picture_image(raw: bytes, room: QSize) -> QImage | None:
    """Draw a picture as large as a room allows, its sides in proportion.

    Returns:
        An image on white; None if the picture cannot be shown.
    """
    own = natural_size(raw)
    if own is None or room.isEmpty():
        return None
    wide = min(room.width() / own.width(), room.height() / own.height(), MAX_SCALE)
    size = QSize(max(1, round(own.width() * wide)), max(1, round(own.height() * wide)))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        QSvgRenderer(QByteArray(raw)).render(painter, QRectF(image.rect()))
    else:
        painter.drawImage(image.rect(), QImage.fromData(QByteArray(raw)))
    painter.end()
    return image


def picture_png(raw: bytes, width_px: int) -> bytes | None:
    """Return a picture as a PNG so many pixels wide, or as wide as it may be blown up.

    Needs a QGuiApplication, because an SVG may hold text.
    """
    image = picture_image(raw, QSize(width_px, 4 * width_px))
    if image is None:
        return None
    packed = QByteArray()
    buffer = QBuffer(packed)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(packed.data())
