"""The room's seats as they stand, with the one to go to."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.ids import SeatNumber
from station.ui.theme import FAMILY, colour

GAP = 0.16
"""Between two seats, as a share of a seat."""


class SeatMap(QWidget):
    """Draws rows of seats: where to go in blue, where one stands with a dark edge."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._here = SeatNumber(0)
        self._there: tuple[SeatNumber, ...] = ()
        self._across = self._last = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_seats(
        self, here: SeatNumber, there: tuple[SeatNumber, ...], across: int, last: SeatNumber
    ) -> None:
        """Draw a room.

        Args:
            across: Seats in a row, counted row by row from the front.
            last: The highest number.
        """
        self._here, self._there = here, there
        self._across, self._last = across, max(last, here, *there)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(420, 320)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        rows = -(-self._last // self._across)
        side = min(self.width() / self._across, self.height() / rows)
        left = (self.width() - side * self._across) / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setFamily(FAMILY)
        font.setPixelSize(max(9, round(side * 0.42)))
        painter.setFont(font)
        for place in range(self._last):
            row, column = divmod(place, self._across)
            seat = SeatNumber(place + 1)
            box = QRectF(left + column * side, row * side, side, side)
            box.adjust(side * GAP / 2, side * GAP / 2, -side * GAP / 2, -side * GAP / 2)
            self._draw_seat(painter, box, seat)

    def _draw_seat(self, painter: QPainter, box: QRectF, seat: SeatNumber) -> None:
        wanted, here = seat in self._there, seat == self._here
        painter.setPen(QPen(colour("ink" if here else "line"), 4 if here else 1))
        painter.setBrush(colour("blue" if wanted else "card"))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(colour("card" if wanted else "ink" if here else "muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(seat))
