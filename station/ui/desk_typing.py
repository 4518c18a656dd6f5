"""Where a document is typed whose chip does not answer, or that has none."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLineEdit, QWidget

from station.flow.desk_view import TypeDocument
from station.identity.admission_rules import Paper
from station.identity.number import NumberKind
from station.messages import Translate
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.words import DOCUMENT_KIND, PAPER

KINDS = (None, NumberKind.TRAVEL_TW, NumberKind.PASSPORT)
"""The first stands for all kinds that are told by the form of their number."""

LONGEST_NAME = 50


class DeskTyping(QFrame):
    """Four fields and a button; what was typed stays until the document is taken.

    Signals:
        intent: TypeDocument.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("typing")
        self._translate = translate
        self._title = PlainLabel("typing-title", wrap=True)
        self._paper = QComboBox()
        self._paper.setObjectName("typed-paper")
        self._kind = QComboBox()
        self._kind.setObjectName("typed-kind")
        self._number = QLineEdit()
        self._number.setObjectName("typed-number")
        self._number.setMaxLength(24)
        self._name = QLineEdit()
        self._name.setObjectName("typed-name")
        self._name.setMaxLength(LONGEST_NAME)
        self._captions = tuple(PlainLabel(f"typed-caption-{row}") for row in range(4))
        self._check = PlainButton("typed-check", self._on_check, role="primary")
        for field in (self._number, self._name):
            field.textChanged.connect(self._on_edit)
            field.returnPressed.connect(self._on_check)
        form = QFormLayout(self)
        form.setContentsMargins(12, 10, 12, 12)
        form.setVerticalSpacing(10)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(self._title)
        fields = (self._paper, self._kind, self._number, self._name)
        for caption, widget in zip(self._captions, fields, strict=True):
            form.addRow(caption, widget)
        form.addRow(self._check)

    def show_words(self) -> None:
        """Show captions and choices; what was chosen and typed stays."""
        translate = self._translate
        self._title.show_text(translate("Type what is on the document; two persons sign later."))
        words = (
            translate("What is on the table?"),
            translate("Kind of document"),
            translate("Number"),
            translate("Name (may be left empty)"),
        )
        fields = (self._paper, self._kind, self._number, self._name)
        for caption, field, text in zip(self._captions, fields, words, strict=True):
            caption.show_text(text)
            field.setAccessibleName(text)
        if not self._paper.count():
            for paper in Paper:
                self._paper.addItem(translate(PAPER[paper]), paper)
            for kind in KINDS:
                self._kind.addItem(translate(DOCUMENT_KIND[kind]), kind)
        self._check.setText(translate("Check the number"))
        self._on_edit()

    def begin(self) -> None:
        """Let the number be typed at once: the keyboard is all that is needed."""
        self._number.setFocus()

    def clear(self) -> None:
        """Forget what was typed; for the next person."""
        self._number.clear()
        self._name.clear()
        self._paper.setCurrentIndex(0)
        self._kind.setCurrentIndex(0)

    def _on_edit(self) -> None:
        self._check.setEnabled(bool(self._number.text().strip()))

    def _on_check(self) -> None:
        if not self._check.isEnabled():
            return
        self.intent.emit(
            TypeDocument(
                kind=KINDS[self._kind.currentIndex()],
                paper=Paper(self._paper.currentData()),
                number=self._number.text(),
                name=self._name.text(),
            )
        )
