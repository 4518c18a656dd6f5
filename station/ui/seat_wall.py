"""All seats of the room at once."""

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station.flow.room_view import IncidentRow, SeatTile
from station.ids import SeatNumber, StaffId
from station.lan.messages import SeatDoing
from station.messages import Translate
from station.ui.incident_form import IncidentForm
from station.ui.plain_label import PlainLabel
from station.ui.seat_tile import SeatTileView, lost
from station.ui.theme import mark
from station.ui.vouch_form import VouchForm
from station.ui.words import DOING, OFFLINE

COLUMNS, ROWS = 11, 8
"""88 seats; a smaller room has tiles of the same size."""


class SeatWall(QWidget):
    """Draws the tiles in the order they come, counts what they do, and asks who is in doubt.

    Signals:
        intent: VouchAtSeat or DecideIncident.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._tiles: dict[SeatNumber, SeatTileView] = {}
        self._title = PlainLabel("pane-title")
        self._counts = PlainLabel("pane-note", wrap=True)
        self._lost = PlainLabel("wall-lost")
        self._vouch = VouchForm(translate)
        self._vouch.intent.connect(self.intent)
        self._incidents = IncidentForm(translate)
        self._incidents.intent.connect(self.intent)
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        for row in range(ROWS):
            self._grid.setRowStretch(row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._title)
        top.addWidget(self._counts, 1)
        layout.addLayout(top)
        layout.addWidget(self._lost)
        layout.addWidget(self._vouch)
        layout.addWidget(self._incidents)
        layout.addLayout(self._grid, 1)

    def show_state(
        self,
        tiles: tuple[SeatTile, ...],
        incidents: tuple[IncidentRow, ...],
        staff: tuple[tuple[StaffId, str], ...],
    ) -> None:
        self._vouch.show_state(tiles, staff)
        self._incidents.show_state(incidents, staff)
        self._title.show_text(self._translate("Seats"))
        for tile in tiles:
            if tile.seat not in self._tiles:
                view = SeatTileView(self._translate)
                place = len(self._tiles)
                self._grid.addWidget(view, place // COLUMNS, place % COLUMNS)
                self._tiles[tile.seat] = view
            self._tiles[tile.seat].show_tile(tile)
        there = {tile.seat for tile in tiles}
        for seat, view in self._tiles.items():
            view.setVisible(seat in there)
        self._show_counts(tiles)

    def _show_counts(self, tiles: tuple[SeatTile, ...]) -> None:
        counts = Counter(tile.doing for tile in tiles if tile.online)
        seen = [doing for doing in SeatDoing if counts[doing] and doing is not SeatDoing.IDLE]
        words = [f"{self._translate(DOING[doing])} {counts[doing]}" for doing in seen]
        self._counts.show_text(" · ".join(words))
        silent = [str(tile.seat) for tile in tiles if lost(tile)]
        faulty = [str(tile.seat) for tile in tiles if tile.online and tile.doing is SeatDoing.FAULT]
        lines = []
        if silent:
            lines.append(f"× {self._translate(OFFLINE)}: {', '.join(silent)}")
        if faulty:
            lines.append(f"! {self._translate(DOING[SeatDoing.FAULT])}: {', '.join(faulty)}")
        self._lost.show_text("    ".join(lines))
        mark(self._lost, "tone", "bad" if lines else "plain")
        self._lost.setVisible(bool(lines))
