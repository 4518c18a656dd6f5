"""The sheet on which a printed card is voided: why, a picture of the cut card, two persons."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from station.credential.card_events import VoidReason
from station.flow.card_view import CloseSheet, ConfirmVoid, TakePicture, VoidSheet
from station.ids import CardSerial, StaffId
from station.messages import Translate
from station.ui.live_picture import LivePicture
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.trouble_line import TroubleLine
from station.ui.two_signatures import TwoSignatures
from station.ui.words import VOID_REASON


class VoidForm(QWidget):
    """Draws a VoidSheet.

    Signals:
        intent: TakePicture, ConfirmVoid or CloseSheet.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._serial: CardSerial | None = None
        self._pictured = False
        self._title = PlainLabel("pane-title")
        self._name = PlainLabel("desk-name", wrap=True)
        self._proof = LivePicture(whole=True)
        self._proof.setMinimumHeight(110)
        self._cut = LivePicture(whole=True)
        self._cut.setMinimumHeight(110)
        self._reason = QComboBox()
        self._reason.setObjectName("void-reason")
        self._reason.currentIndexChanged.connect(self._on_edit)
        self._take = PlainButton("take-picture", self._on_take)
        self._trouble = TroubleLine("desk-trouble")
        self._signatures = TwoSignatures(translate, "void-")
        self._signatures.complete.connect(self._on_edit)
        self._close = PlainButton("close-sheet", self._on_close)
        self._void = PlainButton("confirm-void", self._on_void, role="primary")
        ends = QHBoxLayout()
        ends.addWidget(self._close)
        ends.addWidget(self._void, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for line in (self._title, self._name, self._trouble):
            layout.addWidget(line)
        layout.addWidget(self._proof, 1)
        layout.addWidget(self._reason)
        layout.addWidget(self._cut, 1)
        layout.addWidget(self._take)
        layout.addWidget(self._signatures)
        layout.addLayout(ends)

    def show_state(self, sheet: VoidSheet, staff: tuple[tuple[StaffId, str], ...]) -> None:
        """Draw the sheet; one for another card begins without reason and signatures."""
        translate = self._translate
        if sheet.serial != self._serial:
            self._serial = sheet.serial
            self._signatures.clear()
            self._offer_reasons()
        self._pictured = bool(sheet.picture)
        self._title.show_text(translate("Void a card"))
        words = translate("{serial}, print {number}")
        words = words.format(serial=sheet.serial, number=sheet.print_number)
        self._name.show_text(f"{sheet.name}\n{words}")
        self._proof.setAccessibleName(translate("The card as it was printed"))
        self._proof.show_photo(sheet.proof, translate("No picture of the card is kept any more."))
        hint = translate("Cut a corner off the card and hold it before the camera.")
        self._cut.setAccessibleName(hint)
        self._cut.show_photo(sheet.picture, hint)
        again = translate("Take it again") if self._pictured else translate("Take the picture")
        self._take.setText(again)
        self._reason.setPlaceholderText(translate("Why is it no good?"))
        self._reason.setAccessibleName(translate("Why is it no good?"))
        self._trouble.show_trouble(sheet.trouble, translate)
        self._close.setText(translate("Back to the queue"))
        self._void.setText(translate("Void the card together"))
        self._signatures.show_staff(staff)
        self._on_edit()

    def _offer_reasons(self) -> None:
        self._reason.clear()
        for reason in VoidReason:
            self._reason.addItem(self._translate(VOID_REASON[reason]), reason.value)
        self._reason.setCurrentIndex(-1)

    def _on_edit(self) -> None:
        chosen = self._reason.currentIndex() >= 0
        self._void.setEnabled(chosen and self._pictured and self._signatures.is_complete())

    def _on_take(self) -> None:
        if self._serial is not None:
            self.intent.emit(TakePicture(self._serial))

    def _on_void(self) -> None:
        if self._serial is None:
            return
        first, second = self._signatures.take()
        reason = VoidReason(str(self._reason.currentData()))
        self.intent.emit(
            ConfirmVoid(serial=self._serial, reason=reason, first=first, second=second)
        )

    def _on_close(self) -> None:
        if self._serial is not None:
            self.intent.emit(CloseSheet(self._serial))
