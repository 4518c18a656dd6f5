"""The arrow that says on the live picture what the words beside it say."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from station.identity.face_quality import Advice
from station.identity.liveness_facts import Cue
from station.ui.theme import colour

LEFT, RIGHT, UP, DOWN = 180.0, 0.0, -90.0, 90.0
"""Degrees by which an arrow that points to the right is turned, clockwise."""

_ONE_WAY: dict[Advice | Cue, float] = {
    Advice.MOVE_LEFT: LEFT,
    Advice.MOVE_RIGHT: RIGHT,
    Advice.TURN_LEFT: LEFT,
    Advice.TURN_RIGHT: RIGHT,
    Advice.CHIN_UP: UP,
    Advice.CHIN_DOWN: DOWN,
    Cue.TURN_LEFT: LEFT,
    Cue.TURN_RIGHT: RIGHT,
}
_CORNERS = ((-1, -1, -135.0), (1, -1, -45.0), (1, 1, 45.0), (-1, 1, 135.0))
_SHAFT = ((-1.0, -0.22), (0.1, -0.22), (0.1, -0.62), (1.0, 0.0), (0.1, 0.62), (0.1, 0.22))
_ARROW = QPolygonF([QPointF(x, y) for x, y in (*_SHAFT, (-1.0, 0.22))])


def draw_arrow(painter: QPainter, place: QRectF, wish: Advice | Cue) -> None:
    """Draw the arrow of a wish, if it has one, over a picture that is a mirror.

    Left and right are then the person's own and the picture's at once.
    """
    size = min(place.width(), place.height())
    middle = place.center()
    if wish in _ONE_WAY:
        angle = _ONE_WAY[wish]
        away = QPointF(place.width() * 0.36, 0) if angle in (LEFT, RIGHT) else QPointF(0, 0)
        at = middle + away if angle == RIGHT else middle - away
        if angle in (UP, DOWN):
            at = middle + QPointF(0, place.height() * (0.34 if angle == DOWN else -0.34))
        _draw(painter, at, angle, size * 0.11)
    elif wish in (Advice.CLOSER, Advice.FURTHER):
        inwards = 180 if wish is Advice.FURTHER else 0
        for x, y, angle in _CORNERS:
            at = middle + QPointF(x * size * 0.36, y * size * 0.34)
            _draw(painter, at, angle + inwards, size * 0.08)


def _draw(painter: QPainter, at: QPointF, angle: float, length: float) -> None:
    painter.save()
    painter.translate(at)
    painter.rotate(angle)
    painter.scale(length, length)
    path = QPainterPath()
    path.addPolygon(_ARROW)
    path.closeSubpath()
    pen = QPen(colour("ink"), 4)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(colour("flag"))
    painter.drawPath(path)
    painter.restore()
