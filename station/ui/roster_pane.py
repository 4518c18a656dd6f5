"""Who is expected, who came, how it went; and where somebody sits who asks for the way."""

from collections import Counter

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from station.flow.door_list import ShowDoorList
from station.flow.room_view import Arrival, AskMove, RosterRow
from station.messages import Translate
from station.ui.pane_layout import lay_out_pane
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.roster_model import RosterModel


class RosterPane(QWidget):
    """Draws the roster, or those of it whose number ends, or whose name or seat is, as typed.

    Signals:
        intent: AskMove, when the line of somebody is pressed twice who sits an exam; or
            ShowDoorList.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._title = PlainLabel("pane-title")
        self._counts = PlainLabel("pane-note")
        self._rows: tuple[RosterRow, ...] = ()
        self._find = QLineEdit()
        self._find.setObjectName("find-candidate")
        self._find.setClearButtonEnabled(True)
        self._find.textChanged.connect(self._on_find)
        self._door = PlainButton("door-list", self._on_door)
        self._model = RosterModel(translate, self)
        self._table = QTableView()
        self._table.setObjectName("roster")
        self._table.setModel(self._model)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setShowGrid(False)
        self._table.setAlternatingRowColors(True)
        self._table.doubleClicked.connect(self._on_pressed)
        self._table.verticalHeader().hide()
        self._table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._table.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._table.setWordWrap(False)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        top.addWidget(self._find, 1)
        top.addWidget(self._door)
        rows.addLayout(top)
        rows.addWidget(self._table, 1)
        lay_out_pane(self, self._title, self._counts, body)

    def show_state(self, rows: tuple[RosterRow, ...]) -> None:
        translate = self._translate
        self._title.show_text(translate("Candidates"))
        arrivals = Counter(row.arrival for row in rows)
        inside = (Arrival.ADMITTED, Arrival.SITTING, Arrival.FINISHED)
        self._counts.show_text(
            translate("{inside} of {all} admitted, {missing} expected").format(
                all=len(rows),
                inside=sum(arrivals[arrival] for arrival in inside),
                missing=arrivals[Arrival.EXPECTED],
            )
        )
        self._table.setAccessibleName(self._counts.text())
        self._door.setText(translate("Door list"))
        self._find.setPlaceholderText(translate("Find: last four digits, or name"))
        self._find.setAccessibleName(self._find.placeholderText())
        self._table.setToolTip(translate("Press a line twice to move the candidate."))
        self._rows = rows
        self._on_find()

    def _on_door(self) -> None:
        self.intent.emit(ShowDoorList())

    def _on_find(self) -> None:
        self._model.show_rows(self._found())

    def _found(self) -> tuple[RosterRow, ...]:
        typed = self._find.text().strip().upper()
        return tuple(row for row in self._rows if _fits(row, typed))

    def _on_pressed(self, index: QModelIndex) -> None:
        row = self._found()[index.row()]
        if row.arrival in (Arrival.ADMITTED, Arrival.SITTING):
            self.intent.emit(AskMove(row.candidate))


def _fits(row: RosterRow, typed: str) -> bool:
    return not typed or row.tail.endswith(typed) or typed in row.name or typed == str(row.seat)
