"""One seat on the wall, to be told apart from across the room."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.flow.room_view import SeatTile
from station.lan.messages import SeatDoing
from station.messages import Translate
from station.ui.theme import colour
from station.ui.time_text import clock_text
from station.ui.words import AMISS, DOING, OFFLINE

# paper, ink and sign: the sign tells states apart without colour
LOOKS = {
    SeatDoing.IDLE: ("card", "muted", ""),
    SeatDoing.CHECKING: ("pale_blue", "blue", "◐"),
    SeatDoing.READY: ("pale_green", "green", "○"),
    SeatDoing.RUNNING: ("card", "ink", ""),
    SeatDoing.PAUSED: ("pale_amber", "amber", "Ⅱ"),
    SeatDoing.SUBMITTED: ("blue", "card", "✓"),
    SeatDoing.FAULT: ("red", "card", "!"),
}
OFFLINE_LOOK = ("pale_red", "red", "×")
LOCKED_LOOK = ("grey", "violet", "▣")
UNSURE_LOOK = ("pale_amber", "amber", "?")
AMISS_LOOK = ("pale_amber", "amber", "▲")
BLIND_LOOK = ("card", "amber", "⊘")

ROOM_PX = 70
"""Width from which a tile has room for "37/100"."""

TWO_LINES_PX = 38
"""Height from which a tile has room for a second line; the sign and the bar tell the rest."""


def lost(tile: SeatTile) -> bool:
    """Return whether a seat that should be heard is not."""
    return not tile.online and tile.doing is not SeatDoing.IDLE


def _blind(tile: SeatTile) -> bool:
    """Return whether nobody can be looked at here: to be seen before somebody sits down."""
    return tile.online and tile.doing is SeatDoing.IDLE and not tile.camera


class SeatTileView(QWidget):
    """Draws a SeatTile: number, sign, how far, and the time left if there is room.

    Signals:
        picked: The seat's number, when the tile is pressed.
    """

    picked = Signal(int)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._tile: SeatTile | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_tile(self, tile: SeatTile) -> None:
        """Draw a state of the same seat."""
        if tile == self._tile:
            return
        self._tile = tile
        self.setObjectName(f"seat-{tile.seat}")
        words = [self._translate("Seat {seat}").format(seat=tile.seat), self._word(tile)]
        if tile.name:
            words.append(tile.name)
        if tile.questions:
            words.append(f"{tile.answered}/{tile.questions}")
        if tile.amiss is not None:
            words.append(self._translate(AMISS[tile.amiss]))
        elif tile.online and not tile.camera:
            words.append(self._translate("no camera"))
        self.setAccessibleName(", ".join(words))
        self.setToolTip("\n".join(words))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._tile is not None and event.button() is Qt.MouseButton.LeftButton:
            self.picked.emit(self._tile.seat)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if self._tile is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self.picked.emit(self._tile.seat)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(64, 48)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(40, 28)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        if self._tile is None:
            return
        tile = self._tile
        paper, ink, sign = self._look(tile)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self.rect().adjusted(1, 1, -1, -1)
        loud = lost(tile) or tile.unsure or tile.amiss or tile.doing is SeatDoing.FAULT
        painter.setPen(QPen(colour(ink if loud else "line"), 3 if loud else 1))
        painter.setBrush(colour(paper))
        painter.drawRoundedRect(frame, 5, 5)
        two_lines = self.height() >= TWO_LINES_PX
        top = QRect(6, 2, self.width() - 12, self.height() * (55 if two_lines else 75) // 100)
        low = QRect(6, top.bottom() - 2, self.width() - 12, self.height() - top.bottom() - 6)
        painter.setPen(colour(ink))
        self._write(painter, top, Qt.AlignmentFlag.AlignLeft, str(tile.seat), 0.66, bold=True)
        self._write(painter, top, Qt.AlignmentFlag.AlignRight, sign, 0.56)
        if tile.doing in (SeatDoing.RUNNING, SeatDoing.PAUSED):
            self._draw_progress(painter, tile)
            if two_lines:
                self._write(painter, low, Qt.AlignmentFlag.AlignLeft, self._progress(tile), 0.95)
        elif two_lines:
            self._write(painter, low, Qt.AlignmentFlag.AlignLeft, self._word(tile), 0.74)

    def _progress(self, tile: SeatTile) -> str:
        """Return as much as can be read from a few steps away; the bar tells the rest."""
        if self.width() < ROOM_PX:
            return str(tile.answered)
        count = f"{tile.answered}/{tile.questions}"
        if tile.remaining_ms is None or self.width() < 2 * ROOM_PX:
            return count
        return f"{count}   {clock_text(tile.remaining_ms)}"

    def _draw_progress(self, painter: QPainter, tile: SeatTile) -> None:
        if not tile.questions:
            return
        done = (self.width() - 8) * min(tile.answered, tile.questions) // tile.questions
        painter.fillRect(4, self.height() - 6, self.width() - 8, 3, colour("grey"))
        painter.fillRect(4, self.height() - 6, done, 3, colour("blue"))

    def _write(
        self,
        painter: QPainter,
        place: QRect,
        side: Qt.AlignmentFlag,
        text: str,
        share: float,
        *,
        bold: bool = False,
    ) -> None:
        font = self.font()
        font.setBold(bold)
        pixels = max(10, min(26, round(place.height() * share)))
        font.setPixelSize(pixels)
        while pixels > 10 and QFontMetrics(font).horizontalAdvance(text) > place.width():
            pixels -= 1
            font.setPixelSize(pixels)
        painter.setFont(font)
        text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _look(self, tile: SeatTile) -> tuple[str, str, str]:
        if lost(tile):
            return OFFLINE_LOOK
        if tile.locked:
            return LOCKED_LOOK
        if tile.unsure:
            return UNSURE_LOOK
        if tile.amiss is not None:
            return AMISS_LOOK
        if _blind(tile):
            return BLIND_LOOK
        paper, ink, sign = LOOKS[tile.doing]
        return ("grey", ink, sign) if not tile.online else (paper, ink, sign)

    def _word(self, tile: SeatTile) -> str:
        if _blind(tile):
            return self._translate("no camera")
        return self._translate(DOING[tile.doing] if tile.online else OFFLINE)
