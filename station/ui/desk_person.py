"""The person at the desk: live picture, three photos, what is doubtful, and the decision."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.errors.identity import LooksAlike, RareGlyph
from station.flow.desk_view import DeskState, EaseLiveness, Verdict
from station.identity.face_quality import Advice
from station.identity.liveness_facts import Cue
from station.ids import StaffId
from station.messages import TEXTS, Translate
from station.ui.decision_form import DecisionForm
from station.ui.live_picture import LivePicture
from station.ui.photo_row import PhotoRow
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark
from station.ui.words import ADVICE, CUE, VERDICT

TONES = {
    Verdict.NONE: "plain",
    Verdict.PASS: "good",
    Verdict.GREY: "warn",
    Verdict.REFUSE: "bad",
}

ROOM_PX = 640
"""Height from which the live picture and the decision fit under each other."""


class DeskPerson(QWidget):
    """Draws a DeskState with somebody at the desk, or with nobody.

    Signals:
        intent: DecideTogether or EaseLiveness.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._deciding = self._crowded = False
        self._live = LivePicture(mirrored=True, whole=True)
        self._live.setObjectName("desk-live")
        self._live.setMinimumHeight(120)
        self._wish = PlainLabel("desk-wish", wrap=True)
        self._ease = PlainButton("ease-liveness", self._on_ease)
        self._name = PlainLabel("desk-name", wrap=True)
        self._seat = PlainLabel("desk-seat")
        self._photos = PhotoRow(translate)
        self._verdict = PlainLabel("desk-verdict", wrap=True)
        self._notes = PlainLabel("desk-notes", wrap=True)
        self._decision = DecisionForm(translate)
        self._decision.intent.connect(self.intent)
        facts = QHBoxLayout()
        facts.addWidget(self._name, 1)
        facts.addWidget(self._seat)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._live, 1)
        asked = QHBoxLayout()
        asked.addWidget(self._wish, 1)
        asked.addWidget(self._ease)
        layout.addLayout(asked)
        layout.addLayout(facts)
        for widget in (self._photos, self._verdict, self._notes, self._decision):
            layout.addWidget(widget)
        for later in (self._notes, self._decision):
            later.setVisible(False)
        layout.addStretch(0)

    def show_state(self, desk: DeskState, staff: tuple[tuple[StaffId, str], ...]) -> None:
        translate = self._translate
        if desk.candidate is None:
            self._name.show_text(translate("Lay the ID card on the reader."))
        else:
            self._name.show_text(f"{desk.name}   …{desk.tail}")
        self._seat.setVisible(desk.seat is not None)
        if desk.seat is not None:
            self._seat.show_text(translate("Seat {seat}").format(seat=desk.seat))
        self._show_live(desk)
        doubtful = desk.verdict in (Verdict.GREY, Verdict.REFUSE)
        self._deciding = (doubtful or desk.to_decide) and not desk.admitted
        self._crowded = bool(desk.doubts or desk.waiting or desk.trouble)
        self._place_live()
        self._photos.show_state(desk)
        self._show_verdict(desk)
        notes = self._lines(desk)
        self._notes.setVisible(bool(notes))
        self._notes.show_text("\n".join(notes))
        self._decision.show_state(desk, staff)
        opened = self._deciding and self._decision.isHidden()
        self._decision.setVisible(self._deciding)
        if opened:
            self._decision.begin()

    def _on_ease(self) -> None:
        self.intent.emit(EaseLiveness())

    def clear(self) -> None:
        """Forget what was typed for the last decision."""
        self._decision.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place_live()

    def _place_live(self) -> None:
        tight = self._deciding and (self._crowded or self.height() <= ROOM_PX)
        self._live.setVisible(not tight)
        self._photos.set_tight(tight or self._crowded)

    def _show_live(self, desk: DeskState) -> None:
        translate = self._translate
        if desk.candidate is None or desk.admitted or desk.unfit:
            words = translate("The camera looks at nobody now.")
        elif not desk.pictured:
            words = translate("No picture is taken of this person.")
        else:
            words = translate("The camera is starting …")
        wish: Advice | Cue = desk.cue or desk.advice
        self._live.show_frame(desk.live, words, wish)
        said = translate(CUE[desk.cue]) if desk.cue else translate(ADVICE[desk.advice])
        looking = desk.live is not None and not desk.admitted
        self._wish.show_text(said)
        self._wish.setVisible(looking and wish not in (Advice.NONE, Advice.NO_FACE))
        mark(self._wish, "tone", "good" if desk.cue else "plain")
        self._ease.setText(translate("Cannot do this"))
        self._ease.setVisible(looking and desk.cue is not None)
        self._live.setAccessibleName(translate("Live picture of the camera"))

    def _show_verdict(self, desk: DeskState) -> None:
        translate = self._translate
        tone = TONES[desk.verdict]
        if desk.admitted:
            words = translate("Admitted. Send the candidate to seat {seat}.").format(seat=desk.seat)
            tone = "good"
        elif desk.sent_away:
            words = translate("Two persons refused this person. Only two can decide otherwise.")
            tone = "bad"
        elif not desk.pictured:
            words = translate("No pictures wished: two persons compare person and document.")
            tone = "warn"
        else:
            words = translate(VERDICT[desk.verdict])
        if desk.similarity is not None and desk.threshold is not None:
            words += "\n" + translate("Likeness {similarity}, needed {threshold}").format(
                similarity=f"{desk.similarity:.2f}", threshold=f"{desk.threshold:.2f}"
            )
        self._verdict.setVisible(not desk.unfit)
        self._verdict.show_text(words)
        mark(self._verdict, "tone", tone)

    def _lines(self, desk: DeskState) -> list[str]:
        """What staff should look at, one line each; nothing once the person is let in."""
        translate = self._translate
        if desk.candidate is None:
            return []
        said_below = (RareGlyph, LooksAlike)  # by the form, and by the line that names the other
        lines = [
            translate(TEXTS[doubt.code])
            for doubt in desk.doubts
            if not desk.admitted and not isinstance(doubt, said_below)
        ]
        if desk.alike is not None and not desk.admitted:
            lines.append(
                translate("Looks like {name} …{tail}, seat {seat}.").format(
                    name=desk.alike.name, tail=desk.alike.tail, seat=desk.alike.seat
                )
            )
        lines += [
            translate("Same name: …{tail}, seat {seat}. Call by the seat's number.").format(
                tail=other.tail, seat=other.seat
            )
            for other in desk.namesakes
        ]
        if desk.region_unknown and not desk.admitted:
            lines.append(translate("Old region code: look at the card once more."))
        return lines
