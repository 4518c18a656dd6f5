"""The roster as rows and columns."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from station.flow.room_view import Arrival, RosterRow
from station.messages import Translate
from station.ui.rare_type import carry_rare
from station.ui.theme import colour
from station.ui.words import ARRIVAL

INKS = {
    Arrival.EXPECTED: "muted",
    Arrival.AT_DESK: "blue",
    Arrival.TO_DECIDE: "amber",
    Arrival.REFUSED: "red",
    Arrival.ADMITTED: "green",
    Arrival.SITTING: "ink",
    Arrival.FINISHED: "ink",
}

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RosterModel(QAbstractTableModel):
    """Seat, name, end of the ID number, how far, and marks."""

    def __init__(self, translate: Translate, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._rows: tuple[RosterRow, ...] = ()

    def show_rows(self, rows: tuple[RosterRow, ...]) -> None:
        """Take new rows; a row that did not change is not drawn again."""
        carry_rare("".join(row.name for row in rows))
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        before, self._rows = self._rows, rows
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(number, 0), self.index(number, 4))

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else 5

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        translate = self._translate
        return (
            translate("Seat"),
            translate("Name"),
            translate("ID"),
            translate("State"),
            translate("Marks"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 3:
            return colour(INKS[row.arrival])
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 4:
            return colour("green" if row.passed else "amber")
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (0, 4):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _text(self, row: RosterRow, column: int) -> str:
        marks = "" if row.marks is None else f"{'✓' if row.passed else '·'} {row.marks}"
        return (
            str(row.seat),
            row.name,
            row.tail,
            self._translate(ARRIVAL[row.arrival]),
            marks,
        )[column]
