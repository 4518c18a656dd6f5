"""Where two persons let the clocks of a room run on, after a pause or a full stop."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from station.flow.console_view import ConsoleState
from station.flow.room_view import ResumeAll
from station.ids import NOWHERE, SeatNumber
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.reason_field import ReasonField, usual_reasons
from station.ui.two_signatures import TwoSignatures

NO_BREAK = "\N{NO-BREAK SPACE}"


class ResumeForm(QFrame):
    """Is there while every clock stands; after a full stop it says who has to be outside.

    Signals:
        intent: ResumeAll.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resume-form")
        self._translate = translate
        self._hint = PlainLabel("vouch-hint", wrap=True)
        self._inside = PlainLabel("inside", wrap=True)
        self._signatures = TwoSignatures(translate, "resume-")
        self._signatures.complete.connect(self._on_edit)
        self._why = ReasonField("resume-why")
        self._why.edited.connect(self._on_edit)
        self._resume = PlainButton("resume-all", self._on_resume)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 10, 8)
        grid.addWidget(self._hint, 0, 0)
        grid.addWidget(self._why, 1, 0)
        grid.addWidget(self._signatures, 0, 1, 2, 1)
        grid.addWidget(self._resume, 2, 0, 1, 2)
        self._inside.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._list = QScrollArea()
        self._list.setObjectName("inside-scroll")
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setWidget(self._inside)
        grid.addWidget(self._list, 3, 0, 1, 2)
        grid.setRowStretch(3, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)

    def show_state(self, state: ConsoleState) -> None:
        """Show the form while every clock stands."""
        translate = self._translate
        if not state.paused or not self._why.count():
            self._signatures.clear()
            self._why.offer(usual_reasons("resume-all", translate), translate("Why"))
        self.setVisible(state.paused)
        if state.room.stopped:
            self._hint.show_text(
                translate("Full stop: everybody leaves. Two persons let it go on.")
            )
        else:
            self._hint.show_text(translate("All clocks stand. Two persons let them run on."))
        lines = [
            translate("To be counted outside, {count}: {names}").format(
                count=len(state.room.inside), names=_names(state.room.inside)
            )
        ]
        if state.room.finished:
            lines.append(
                translate("Handed in before, perhaps gone, {count}: {names}").format(
                    count=len(state.room.finished), names=_names(state.room.finished)
                )
            )
        self._inside.show_text("\n".join(lines))
        self._list.setVisible(state.room.stopped)
        self._resume.setText(translate("Let all clocks run"))
        self._signatures.show_staff(state.staff)
        self._on_edit()

    def _on_edit(self, *_: object) -> None:
        self._resume.setEnabled(self._signatures.is_complete() and bool(self._why.why()))

    def _on_resume(self) -> None:
        self.intent.emit(ResumeAll(*self._signatures.take(), self._why.why()))


def _names(people: tuple[tuple[SeatNumber, str], ...]) -> str:
    """Whoever has no seat at the moment is named without one."""
    joined = (name if seat == NOWHERE else f"{seat}{NO_BREAK}{name}" for seat, name in people)
    return "  ".join(joined)
