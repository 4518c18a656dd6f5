"""One card of the queue."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station.credential.card_job import OUT, CardStage
from station.flow.card_view import (
    AnswerTray,
    CardRow,
    HandOver,
    Lap,
    OpenSlip,
    PrintAgain,
    VoidCard,
)
from station.ids import CardSerial
from station.messages import Translate, explain
from station.messages.credential import OBSTACLE_TEXTS
from station.ui.elided_label import ElidedLabel
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark
from station.ui.words import LAP, STAGE

TONES = {
    CardStage.UNKNOWN: "warn",
    CardStage.NOT_PRINTED: "bad",
    CardStage.PRINTED: "good",
}


class CardLine(QFrame):
    """Draws a CardRow, with the one question or action that its stage asks for.

    Signals:
        intent: AnswerTray, PrintAgain, VoidCard, HandOver or OpenSlip.
    """

    intent = Signal(object)

    def __init__(
        self, serial: CardSerial, translate: Translate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card-line")
        self._serial = serial
        self._translate = translate
        self._name = PlainLabel("card-name")
        self._item = ElidedLabel("card-item")
        self._stage = PlainLabel("card-stage")
        self._reason = PlainLabel("card-reason", wrap=True)
        self._yes = self._button("tray-yes", self._on_yes)
        self._no = self._button("tray-no", self._on_no)
        self._again = self._button("print-again", self._on_again)
        self._hand_over = self._button("hand-over", self._on_hand_over)
        self._void = self._button("void", self._on_void)
        self._slip = self._button("slip", self._on_slip)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._name)
        line.addWidget(self._item, 1)
        line.addWidget(self._stage)
        for button in (self._yes, self._no, self._again, self._void, self._slip, self._hand_over):
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 4, 6, 4)
        layout.setSpacing(2)
        layout.addLayout(line)
        layout.addWidget(self._reason)

    def show_row(self, row: CardRow) -> None:
        """Draw a state of the same card."""
        translate = self._translate
        self._name.show_text(row.name)
        self._item.show_text(f"{row.serial}  {row.item}".strip())
        words = translate(STAGE[row.stage]) if row.serial else translate("No card")
        if row.print_number > 1:
            words += "  " + translate("print {number}").format(number=row.print_number)
        if row.seconds is not None:
            words += "  " + translate("{seconds} s").format(seconds=f"{row.seconds:.1f}")
        self._stage.show_text(words)
        tone = "bad" if row.revoked else TONES.get(row.stage, "plain")
        mark(self._stage, "tone", tone)
        mark(self, "tone", "plain" if tone == "good" else tone)
        reasons = [] if row.reason is None else [explain(row.reason, translate)]
        if row.revoked and row.stage in OUT:
            reasons.append(translate("The province took this card back. Get it back and void it."))
        reasons += [translate(OBSTACLE_TEXTS[obstacle]) for obstacle in row.obstacles]
        reasons = reasons or [self._laps(row.laps)] * bool(row.laps)
        self._reason.setVisible(bool(reasons))
        self._reason.show_text(" ".join(reasons))
        self._show_buttons(row.stage)

    def _laps(self, laps: tuple[Lap, ...]) -> str:
        """Say where the time went; what runs yet is counted in whole seconds."""
        translate = self._translate
        said = []
        for lap in laps:
            count = f"{lap.seconds:.0f}" if lap.running else f"{lap.seconds:.1f}"
            seconds = translate("{seconds} s").format(seconds=count)
            said.append(f"{translate(LAP[lap.part])} {seconds}{'…' * lap.running}")
        return "  ·  ".join(said)

    def _show_buttons(self, stage: CardStage) -> None:
        translate = self._translate
        stays = CardStage.PRINTED, CardStage.HANDED_OVER
        buttons = (
            (self._yes, translate("Yes, there"), (CardStage.UNKNOWN,)),
            (self._no, translate("No, not there"), (CardStage.UNKNOWN,)),
            (self._again, translate("Print again"), (CardStage.NOT_PRINTED, CardStage.VOIDED)),
            (self._void, translate("Void…"), stays),
            (self._slip, translate("Print slip"), (CardStage.HANDED_OVER,)),
            (self._hand_over, translate("Hand over"), (CardStage.PRINTED,)),
        )
        for button, text, when in buttons:
            button.setText(text)
            button.setAccessibleName(f"{text}, {self._name.text()}")
            button.setVisible(stage in when)

    def _button(self, name: str, pressed: Callable[[], None]) -> QPushButton:
        return PlainButton(f"{name}-{self._serial}", pressed)

    def _on_yes(self) -> None:
        self.intent.emit(AnswerTray(self._serial, printed=True))

    def _on_no(self) -> None:
        self.intent.emit(AnswerTray(self._serial, printed=False))

    def _on_again(self) -> None:
        self.intent.emit(PrintAgain(self._serial))

    def _on_hand_over(self) -> None:
        self.intent.emit(HandOver(self._serial))

    def _on_slip(self) -> None:
        self.intent.emit(OpenSlip(self._serial))

    def _on_void(self) -> None:
        self.intent.emit(VoidCard(self._serial))
