"""All seats of the room at once."""

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.errors import StationError
from station.flow.console_view import ConsoleState
from station.flow.enrolment_view import OpenEnrolment
from station.flow.room_view import SeatTile, TakeStickIn
from station.ids import SeatNumber
from station.lan.messages import SeatDoing
from station.messages import Translate
from station.ui.dispute_form import DisputeForm
from station.ui.enrolment_page import EnrolmentPage
from station.ui.incident_form import IncidentForm
from station.ui.move_form import MoveForm
from station.ui.outage_page import OutagePage
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.resume_form import ResumeForm
from station.ui.seat_page import SeatPage
from station.ui.seat_tile import SeatTileView
from station.ui.vouch_form import VouchForm
from station.ui.wall_troubles import wall_troubles
from station.ui.words import DOING

COLUMNS, ROWS = 11, 8
"""88 seats; a smaller room has tiles of the same size."""


class SeatWall(QWidget):
    """Draws the tiles in the order they come, counts what they do, and asks who is in doubt.

    A pressed tile opens its seat in the place of the wall.

    Signals:
        intent: A RoomIntent.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._tiles: dict[SeatNumber, SeatTileView] = {}
        self._title = PlainLabel("pane-title")
        self._counts = PlainLabel("pane-note", wrap=True)
        self._ledger = PlainButton("open-outages", self._on_ledger)
        self._outages = OutagePage(translate)
        self._outages.back.connect(self._on_back)
        self._stick = PlainButton("from-stick", self._on_stick)
        self._enrol = PlainButton("open-enrolment", self._on_enrol)
        self._enrolment = EnrolmentPage(translate)
        self._lost = PlainLabel("wall-lost", wrap=True)
        self._vouch = VouchForm(translate)
        self._resume = ResumeForm(translate)
        self._dispute = DisputeForm(translate)
        self._move = MoveForm(translate)
        self._seat = SeatPage(translate)
        self._seat.back.connect(self._on_back)
        self._incidents = IncidentForm(translate)
        for asking in (
            self._vouch,
            self._incidents,
            self._resume,
            self._dispute,
            self._move,
            self._seat,
            self._outages,
            self._enrolment,
        ):
            asking.intent.connect(self.intent)
        self._state: ConsoleState | None = None
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
        top.addWidget(self._ledger)
        top.addWidget(self._stick)
        top.addWidget(self._enrol)
        layout.addLayout(top)
        layout.addWidget(self._lost)
        self._forms = (self._resume, self._move, self._vouch, self._incidents, self._dispute)
        for form in self._forms:
            layout.addWidget(form)
            form.hide()  # until a state needs one
        wall = QWidget()
        wall.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._pages = QStackedWidget()
        tall = [_scrolling(page) for page in (self._seat, self._outages, self._enrolment)]
        self._near, self._long, self._certificates = tall  # a form may be taller than the wall
        for page in (wall, *tall):
            self._pages.addWidget(page)
        layout.addWidget(self._pages, 1)

    def show_state(self, state: ConsoleState) -> None:
        self._state = state
        tiles = state.seats
        self._vouch.show_state(tiles, state.staff)
        self._incidents.show_state(state.incidents, state.staff)
        self._resume.show_state(state)
        self._dispute.show_state(state)
        self._move.show_state(state)
        self._outages.show_state(state)
        self._ledger.setText(
            self._translate("Outages: {count}").format(
                count=len(state.room.outages) + len(state.room.away)
            )
        )
        self._ledger.setVisible(bool(state.room.outages or state.room.away))
        self._show_one_form()
        self._pages.setVisible(not state.room.stopped)  # who has to be outside needs the room
        self._show_seat(state)
        self._show_enrolment(state)
        self._title.show_text(self._translate("Seats"))
        for tile in tiles:
            if tile.seat not in self._tiles:
                view = SeatTileView(self._translate)
                view.picked.connect(self.open_seat)
                place = len(self._tiles)
                self._grid.addWidget(view, place // COLUMNS, place % COLUMNS)
                self._tiles[tile.seat] = view
            self._tiles[tile.seat].show_tile(tile)
        there = {tile.seat for tile in tiles}
        for seat, view in self._tiles.items():
            view.setVisible(seat in there)
        self._stick.setText(self._stick_words(state.from_stick))
        self._show_counts(tiles, state.room.strangers)

    def _show_one_form(self) -> None:
        """Leave one form open, the most pressing one; the wall keeps its room for the rest."""
        waiting = [form for form in self._forms if not form.isHidden()]
        for form in waiting[1:]:
            form.hide()

    def open_seat(self, seat: int) -> None:
        """Show one seat close by."""
        if self._state is not None:
            self._show_seat(self._state, SeatNumber(seat))

    def _show_seat(self, state: ConsoleState, seat: SeatNumber | None = None) -> None:
        wanted = seat if seat is not None else self._seat.seat
        tile = next((tile for tile in state.seats if tile.seat == wanted), None)
        if tile is not None:
            free = tuple(tile.seat for tile in state.seats if tile.free)
            self._seat.show_state(tile, free, state.staff)
            self._pages.setCurrentWidget(self._near)

    def _on_enrol(self) -> None:
        self._seat.leave()
        self.intent.emit(OpenEnrolment())

    def _show_enrolment(self, state: ConsoleState) -> None:
        """Show the seats' certificates for as long as new seats may ask."""
        self._enrolment.show_state(state)
        self._enrol.setText(self._translate("Enrol seats …"))
        if state.enrolment.open:
            self._pages.setCurrentWidget(self._certificates)
        elif self._pages.currentWidget() is self._certificates:
            self._on_back()

    def _stick_words(self, taken: int | None) -> str:
        if taken is None:
            return self._translate("From a stick")
        return self._translate("From a stick: {count} ✓").format(count=taken)

    def _on_stick(self) -> None:
        self.intent.emit(TakeStickIn())

    def _on_ledger(self) -> None:
        self._seat.leave()
        self._pages.setCurrentWidget(self._long)

    def _on_back(self) -> None:
        self._pages.setCurrentIndex(0)

    def _show_counts(
        self, tiles: tuple[SeatTile, ...], strangers: tuple[tuple[str, StationError], ...]
    ) -> None:
        counts = Counter(tile.doing for tile in tiles if tile.online)
        seen = [doing for doing in SeatDoing if counts[doing] and doing is not SeatDoing.IDLE]
        words = [f"{self._translate(DOING[doing])} {counts[doing]}" for doing in seen]
        self._counts.show_text(" · ".join(words))
        troubles = wall_troubles(tiles, strangers, self._translate)
        self._lost.show_text(troubles)
        room = not self._incidents.is_open  # the tiles say it too
        self._lost.setVisible(bool(troubles) and room)


def _scrolling(page: QWidget) -> QScrollArea:
    """Return an area that a tall page scrolls in, so that the window never grows."""
    area = QScrollArea()
    area.setObjectName("seat-near")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area
