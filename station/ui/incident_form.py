"""Where two persons look at what was noticed at a seat or at the door, and decide over it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from station.exam.incident import MOST_REASON
from station.flow.room_view import DecideIncident, IncidentRow
from station.identity.check_in_events import Refused
from station.ids import StaffId, StreamId
from station.messages import Translate
from station.ui.live_picture import LivePicture
from station.ui.name_text import name_and_tail
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.time_text import time_of_day
from station.ui.two_signatures import TwoSignatures
from station.ui.words import noticed

PICTURE_PX = (96, 72)


class IncidentForm(QFrame):
    """One line that says what waits; with the press of a button, the oldest of it, to decide.

    It never opens by itself: nobody's typing is moved away.

    Signals:
        intent: DecideIncident.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("incident-form")
        self._translate = translate
        self._rows: tuple[IncidentRow, ...] = ()
        self._shown: tuple[StreamId, int] | None = None
        self._count = PlainLabel("incident-count", wrap=True)
        self._look = PlainButton("incident-look", self._on_look)
        self._hint = PlainLabel("incident-hint", wrap=True)
        self._photos = (LivePicture(whole=True), LivePicture(whole=True))
        self._captions = (PlainLabel("photo-caption"), PlainLabel("photo-caption"))
        for name, photo in zip(("incident-door", "incident-still"), self._photos, strict=True):
            photo.setObjectName(name)
            photo.setFixedSize(*PICTURE_PX)
        self._signatures = TwoSignatures(translate, "incident-")
        self._signatures.complete.connect(self._on_edit)
        self._reasons = (QLineEdit(), QLineEdit())
        for name, reason in zip(("first", "second"), self._reasons, strict=True):
            reason.setObjectName(f"incident-{name}-reason")
            reason.setMaxLength(MOST_REASON)
            reason.textChanged.connect(self._on_edit)
        self._uphold = PlainButton("incident-uphold", self._on_uphold)
        self._harmless = PlainButton("incident-harmless", self._on_harmless)
        self._case = self._lay_out()

    def show_state(
        self, rows: tuple[IncidentRow, ...], staff: tuple[tuple[StaffId, str], ...]
    ) -> None:
        """Draw what waits; what is being looked at stays until it is decided."""
        self._rows = rows
        row = self._row()
        if row is None:
            self._put_away()
        translate = self._translate
        self.setVisible(bool(rows))
        words = {
            True: translate("Another person at the door, for seats: {seats}. Hand over, and sign."),
            False: translate("Noticed at seats: {seats}. The exam goes on."),
        }
        said = [_said(words[at_door], rows, at_door=at_door) for at_door in words]
        self._count.show_text("\n".join(filter(None, said)))
        self._signatures.show_staff(staff)
        self._open(row)
        self._on_edit()

    @property
    def is_open(self) -> bool:
        """Whether somebody is looking at an incident."""
        return self._shown is not None

    def _open(self, row: IncidentRow | None) -> None:
        for part in (self._case, self._hint, self._uphold, self._harmless):
            part.setVisible(row is not None)
        self._count.setVisible(row is None)
        translate = self._translate
        self._look.setText(translate("Put it away") if row else translate("Look at it"))
        if row is not None:
            self._draw(row)

    def _draw(self, row: IncidentRow) -> None:
        translate = self._translate
        words = translate("Seat {seat}, {name}, {time}: {what}. Two persons decide.")
        if _is_at_door(row):
            words = translate("At the door, {time}: {what}: {name}, seat {seat}. Hand over, sign.")
        self._hint.show_text(
            words.format(
                seat=row.seat,
                name=name_and_tail(row.name, row.tail),
                time=time_of_day(row.at),
                what=translate(noticed(row.what)),
            )
        )
        captions = (translate("At the door"), translate("At the seat"))
        if _is_at_door(row):
            captions = (translate("Enrolment"), translate("At the door"))
        for index, raw in enumerate((row.reference, row.still)):
            self._captions[index].show_text(captions[index])
            self._photos[index].setAccessibleName(captions[index])
            self._photos[index].show_photo(raw, translate("No photo"))
        for reason in self._reasons:
            reason.setPlaceholderText(translate("Reason"))
            reason.setAccessibleName(translate("Reason"))
        self._uphold.setText(translate("Keep the card back"))
        self._harmless.setText(translate("Nothing wrong"))
        if _is_at_door(row):
            self._harmless.setText(translate("Card may be given"))

    def _row(self) -> IncidentRow | None:
        return next((row for row in self._rows if (row.stream, row.seq) == self._shown), None)

    def _put_away(self) -> None:
        if self._shown is not None:
            self._shown = None
            self._signatures.clear()
            for reason in self._reasons:
                reason.clear()

    def _on_look(self) -> None:
        if self._shown is not None or not self._rows:
            self._put_away()
        else:
            self._shown = (self._rows[0].stream, self._rows[0].seq)
        row = self._row()
        self._case.setVisible(row is not None)
        self._look.setText(self._translate("Put it away") if row else self._translate("Look at it"))
        if row is not None:
            self._draw(row)

    def _on_edit(self) -> None:
        written = all(reason.text().strip() for reason in self._reasons)
        complete = written and self._signatures.is_complete()
        self._uphold.setEnabled(complete)
        self._harmless.setEnabled(complete)

    def _on_uphold(self) -> None:
        self._decide(harmless=False)

    def _on_harmless(self) -> None:
        self._decide(harmless=True)

    def _decide(self, *, harmless: bool) -> None:
        row = self._row()
        if row is None:
            return
        first, second = self._signatures.take()
        self.intent.emit(
            DecideIncident(
                stream=row.stream,
                seq=row.seq,
                harmless=harmless,
                first=first,
                first_reason=self._reasons[0].text(),
                second=second,
                second_reason=self._reasons[1].text(),
            )
        )

    def _lay_out(self) -> QWidget:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._count, 1)
        top.addWidget(self._hint, 1)
        top.addWidget(self._look)
        case = QWidget()
        inner = QGridLayout(case)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setHorizontalSpacing(10)
        inner.setVerticalSpacing(0)
        for column in range(2):
            inner.addWidget(self._photos[column], 0, column)
            inner.addWidget(self._captions[column], 1, column)
        inner.addWidget(self._signatures, 0, 2)
        reasons = QVBoxLayout()
        reasons.setSpacing(4)
        for reason in self._reasons:
            reasons.addWidget(reason)
        inner.addLayout(reasons, 0, 3)
        inner.addWidget(self._uphold, 1, 2)
        inner.addWidget(self._harmless, 1, 3)
        inner.setColumnStretch(2, 3)
        inner.setColumnStretch(3, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(case)
        return case


def _is_at_door(row: IncidentRow) -> bool:
    return isinstance(row.what, Refused)


def _said(words: str, rows: tuple[IncidentRow, ...], *, at_door: bool) -> str:
    """Name the seats of the rows of one kind; nothing where there are none."""
    seats = dict.fromkeys(str(row.seat) for row in rows if _is_at_door(row) is at_door)
    return words.format(seats=", ".join(seats)) if seats else ""
