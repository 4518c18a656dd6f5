"""The sheet on which a card is handed over: who stands there, and where they sign."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station.flow.card_view import CloseSheet, ConfirmHandOver, HandOver, HandOverSheet, Holder
from station.ids import CardSerial, StaffId
from station.messages import Translate
from station.ui.live_picture import LivePicture
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.signature_pad import SignaturePad
from station.ui.theme import mark
from station.ui.trouble_line import TroubleLine
from station.ui.two_signatures import TwoSignatures
from station.ui.words import HOLDER

LONGEST_WHY = 200
TONES = {Holder.LOOKING: "plain", Holder.KNOWN: "good", Holder.UNSURE: "warn"}


class HandOverForm(QWidget):
    """Draws a HandOverSheet.

    Signals:
        intent: ConfirmHandOver, HandOver to look again, or CloseSheet.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._serial: CardSerial | None = None
        self._known = False
        self._unsure = False
        self._title = PlainLabel("pane-title")
        self._name = PlainLabel("desk-name", wrap=True)
        self._captions = tuple(PlainLabel("photo-caption") for _ in range(2))
        self._photos = tuple(LivePicture(portrait=True) for _ in range(2))
        self._verdict = PlainLabel("desk-verdict", wrap=True)
        self._trouble = TroubleLine("desk-trouble")
        self._pad = SignaturePad()
        self._pad.written.connect(self._on_edit)
        self._wipe = PlainButton("wipe-signature", self._pad.clear)
        self._unsigned = False
        self._cannot = PlainButton("cannot-sign", self._on_cannot)
        self._why = QLineEdit()
        self._why.setObjectName("unsigned-why")
        self._why.setMaxLength(LONGEST_WHY)
        self._why.textChanged.connect(self._on_edit)
        self._signatures = TwoSignatures(translate, "holder-")
        self._signatures.complete.connect(self._on_edit)
        self._again = PlainButton("look-again", self._on_again)
        self._close = PlainButton("close-sheet", self._on_close)
        self._give = PlainButton("confirm-hand-over", self._on_give, role="primary")
        self._lay_out()
        for rarely in (self._signatures, self._again, self._why):
            rarely.hide()  # until a sheet needs it: the window is not to grow for it

    def show_state(self, sheet: HandOverSheet, staff: tuple[tuple[StaffId, str], ...]) -> None:
        """Draw the sheet; one for another card begins without signatures."""
        translate = self._translate
        if sheet.serial != self._serial:
            self._serial = sheet.serial
            self._unsigned = False
            self._pad.clear()
            self._why.clear()
            self._signatures.clear()
        self._known = sheet.holder is Holder.KNOWN
        self._title.show_text(translate("Hand the card over"))
        self._name.show_text(f"{sheet.name}  {sheet.tail}")
        captions = (translate("At the door"), translate("Now"))
        pictures = (sheet.head, sheet.seen)
        for caption, photo, text, raw in zip(
            self._captions, self._photos, captions, pictures, strict=True
        ):
            caption.show_text(text)
            photo.setAccessibleName(text)
            photo.show_photo(raw, translate("No photo"))
        self._verdict.show_text(translate(HOLDER[sheet.holder]))
        mark(self._verdict, "tone", TONES[sheet.holder])
        self._trouble.show_trouble(sheet.trouble, translate)
        self._pad.show_hint(translate("The holder signs here."))
        self._wipe.setText(translate("Sign anew"))
        self._again.setText(translate("Look again"))
        self._close.setText(translate("Back to the queue"))
        self._give.setText(translate("Card handed over"))
        self._why.setPlaceholderText(translate("Why does the holder not sign?"))
        self._why.setAccessibleName(translate("Why does the holder not sign?"))
        self._unsure = sheet.holder is Holder.UNSURE
        self._again.setVisible(self._unsure)
        self._signatures.show_staff(staff)
        self._show_ways()

    def _show_ways(self) -> None:
        """Show what is to be filled in: the pad, or why it stays empty; and who vouches."""
        translate, unsigned = self._translate, self._unsigned
        self._cannot.setText(translate("Sign after all") if unsigned else translate("Cannot sign"))
        self._pad.setVisible(not unsigned)
        self._wipe.setVisible(not unsigned)
        self._why.setVisible(unsigned)
        self._signatures.setVisible(self._unsure or unsigned)
        self._on_edit()

    def _lay_out(self) -> None:
        photos = QGridLayout()
        photos.setSpacing(6)
        photos.setRowStretch(1, 1)
        for column in range(2):
            self._captions[column].setAlignment(Qt.AlignmentFlag.AlignCenter)
            photos.addWidget(self._captions[column], 0, column)
            photos.addWidget(self._photos[column], 1, column)
            photos.setColumnStretch(column, 1)
        small = QHBoxLayout()
        small.addWidget(self._again)
        small.addWidget(self._cannot)
        small.addStretch(1)
        small.addWidget(self._wipe)
        ends = QHBoxLayout()
        ends.addWidget(self._close)
        ends.addWidget(self._give, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for line in (self._title, self._name, self._trouble):
            layout.addWidget(line)
        layout.addLayout(photos, 3)
        layout.addWidget(self._verdict)
        layout.addWidget(self._pad, 2)
        layout.addWidget(self._why)
        layout.addLayout(small)
        layout.addWidget(self._signatures)
        layout.addLayout(ends)

    def _on_edit(self) -> None:
        signed = bool(self._why.text().strip()) if self._unsigned else self._pad.is_signed()
        alone = self._known and not self._unsigned
        self._give.setEnabled(signed and (alone or self._signatures.is_complete()))
        self._wipe.setEnabled(not self._pad.is_empty())

    def _on_cannot(self) -> None:
        self._unsigned = not self._unsigned
        self._pad.clear()
        self._show_ways()

    def _on_give(self) -> None:
        if self._serial is None:
            return
        alone = self._known and not self._unsigned
        self.intent.emit(
            ConfirmHandOver(
                serial=self._serial,
                signature=self._pad.png(),
                together=None if alone else self._signatures.take(),
                unsigned=self._why.text().strip() if self._unsigned else "",
            )
        )

    def _on_again(self) -> None:
        if self._serial is not None:
            self.intent.emit(HandOver(self._serial))

    def _on_close(self) -> None:
        if self._serial is not None:
            self.intent.emit(CloseSheet(self._serial))
