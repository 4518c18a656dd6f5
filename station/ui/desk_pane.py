"""The admission desk: one person at a time."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station.flow.desk_view import ClearDesk, CompareAgain, DeskState, ReadCard, Verdict
from station.ids import CandidateId, StaffId
from station.messages import Translate, explain
from station.ui.decision_form import DecisionForm
from station.ui.live_picture import LivePicture
from station.ui.photo_row import PhotoRow
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark
from station.ui.words import VERDICT

TONES = {
    Verdict.NONE: "plain",
    Verdict.PASS: "good",
    Verdict.GREY: "warn",
    Verdict.REFUSE: "bad",
}

ROOM_PX = 750
"""Height from which the live picture and the decision fit under each other."""


class DeskPane(QWidget):
    """Draws a DeskState.

    Signals:
        intent: ReadCard, CompareAgain, ClearDesk or DecideTogether.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._person: CandidateId | None = None
        self._deciding = False
        self._title = PlainLabel("pane-title")
        self._read = self._button("read-card", self._on_read)
        self._read.setProperty("role", "primary")
        self._again = self._button("compare-again", self._on_again)
        self._clear = self._button("clear-desk", self._on_clear)
        self._live = LivePicture(mirrored=True, whole=True)
        self._live.setObjectName("desk-live")
        self._live.setMinimumHeight(120)
        self._name = PlainLabel("desk-name", wrap=True)
        self._seat = PlainLabel("desk-seat")
        self._photos = PhotoRow(translate)
        self._verdict = PlainLabel("desk-verdict", wrap=True)
        self._trouble = PlainLabel("desk-trouble", wrap=True)
        self._decision = DecisionForm(translate)
        self._decision.intent.connect(self.intent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addLayout(self._buttons())
        layout.addWidget(self._live, 1)
        layout.addLayout(self._facts())
        layout.addWidget(self._photos)
        layout.addWidget(self._verdict)
        layout.addWidget(self._trouble)
        layout.addWidget(self._decision)
        layout.addStretch(0)

    def show_state(self, desk: DeskState, staff: tuple[tuple[StaffId, str], ...]) -> None:
        translate = self._translate
        self._title.show_text(translate("Admission"))
        self._read.setText(translate("Read ID card"))
        self._again.setText(translate("Look again"))
        self._clear.setText(translate("Next person"))
        if desk.candidate is None and not desk.name:
            self._name.show_text(translate("Lay the ID card on the reader."))
        else:
            self._name.show_text(f"{desk.name}   …{desk.tail}")
        self._seat.setVisible(desk.seat is not None)
        if desk.seat is not None:
            self._seat.show_text(translate("Seat {seat}").format(seat=desk.seat))
        doubtful = desk.verdict in (Verdict.GREY, Verdict.REFUSE)
        deciding = (doubtful or desk.to_decide) and not desk.admitted
        self._again.setEnabled(desk.candidate is not None and not desk.admitted)
        self._live.show_frame(desk.live, translate("The camera is starting …"))
        self._live.setAccessibleName(translate("Live picture of the camera"))
        self._deciding = deciding
        self._place_live()
        self._photos.show_state(desk)
        self._show_verdict(desk)
        self._trouble.setVisible(desk.trouble is not None)
        if desk.trouble is not None:
            self._trouble.show_text(explain(desk.trouble, translate))
        self._show_decision(desk, staff, deciding=deciding)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place_live()

    def _place_live(self) -> None:
        self._live.setVisible(not self._deciding or self.height() > ROOM_PX)

    def _show_verdict(self, desk: DeskState) -> None:
        translate = self._translate
        if desk.admitted:
            words = translate("Admitted. Send the candidate to seat {seat}.").format(seat=desk.seat)
        else:
            words = translate(VERDICT[desk.verdict])
        if desk.similarity is not None and desk.threshold is not None:
            words += "\n" + translate("Likeness {similarity}, needed {threshold}").format(
                similarity=f"{desk.similarity:.2f}", threshold=f"{desk.threshold:.2f}"
            )
        self._verdict.show_text(words)
        mark(self._verdict, "tone", "good" if desk.admitted else TONES[desk.verdict])

    def _show_decision(
        self, desk: DeskState, staff: tuple[tuple[StaffId, str], ...], *, deciding: bool
    ) -> None:
        if desk.candidate != self._person:
            self._person = desk.candidate
            self._decision.clear()
        self._decision.show_state(staff)
        self._decision.setVisible(deciding)

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._read, 3)
        buttons.addWidget(self._again, 2)
        buttons.addWidget(self._clear, 2)
        return buttons

    def _facts(self) -> QHBoxLayout:
        facts = QHBoxLayout()
        facts.addWidget(self._name, 1)
        facts.addWidget(self._seat)
        return facts

    def _button(self, name: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.clicked.connect(pressed)
        return button

    def _on_read(self) -> None:
        self.intent.emit(ReadCard())

    def _on_again(self) -> None:
        self.intent.emit(CompareAgain())

    def _on_clear(self) -> None:
        self._decision.clear()
        self.intent.emit(ClearDesk())
