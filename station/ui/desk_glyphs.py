"""Where a character is chosen that no keyboard gives: by how the document shows it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from station.flow.desk_view import (
    ChooseGlyph,
    DeskState,
    FindByStrokes,
    FindByWords,
    GlyphFound,
    GlyphPage,
    LeaveGlyphs,
    TurnGlyphs,
)
from station.messages import Translate
from station.printer.hanzi_index import RADICALS, radical
from station.ui.picture_image import picture_image
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel

ACROSS, DOWN = 6, 4
GLYPH_PX = 38
MOST_STROKES = 50
HOLE = "〇"
"""Shown where a character is to be chosen; a box could be taken for part of the name."""


class DeskGlyphs(QFrame):
    """Radical and strokes, or a sound or code; then pictures, of which one is pressed.

    Signals:
        intent: A GlyphIntent.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("glyphs")
        self._translate = translate
        self._page: GlyphPage | None = None
        self._name = PlainLabel("glyph-name", wrap=True)
        self._hint = PlainLabel("glyph-hint", wrap=True)
        self._radical = QComboBox()
        self._radical.setObjectName("glyph-radical")
        for number in range(1, RADICALS + 1):
            self._radical.addItem(f"{radical(number)}  {number}", number)
        self._strokes = QSpinBox()
        self._strokes.setObjectName("glyph-strokes")
        self._strokes.setRange(0, MOST_STROKES)
        self._find = PlainButton("glyph-find", self._on_find, role="primary")
        self._words = QLineEdit()
        self._words.setObjectName("glyph-words")
        self._words.setMaxLength(12)
        self._words.returnPressed.connect(self._on_words)
        self._captions = tuple(PlainLabel(f"glyph-caption-{n}", wrap=True) for n in range(3))
        self._buttons = tuple(QPushButton() for _ in range(ACROSS * DOWN))
        self._earlier = PlainButton("glyph-earlier", self._on_earlier)
        self._count = PlainLabel("glyph-count")
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._later = PlainButton("glyph-later", self._on_later)
        self._leave = PlainButton("glyph-leave", self._on_leave)
        self._lay_out()

    def show_state(self, desk: DeskState) -> None:
        translate, page = self._translate, desk.glyphs
        captions = (
            translate("Radical"),
            translate("Strokes besides it"),
            translate("Or: sound, or code such as 20BB7"),
        )
        for caption, field, text in zip(
            self._captions, (self._radical, self._strokes, self._words), captions, strict=True
        ):
            caption.show_text(text)
            field.setAccessibleName(text)
        self._find.setText(translate("Find"))
        self._earlier.setText(translate("Back"))
        self._later.setText(translate("More"))
        self._leave.setText(translate("Put it away"))
        if page is None:
            self._words.clear()
        elif page is not self._page:
            self._show_page(page)
        self._page = page

    def _show_page(self, page: GlyphPage) -> None:
        translate = self._translate
        letters = list(page.name)
        letters[page.place] = f"[{HOLE}]"
        self._name.show_text("".join(letters))
        nothing = page.asked and not page.found
        self._hint.show_text(
            translate("Our fonts have no such character. Look again, or go on without it.")
            if nothing
            else translate("Press the character on the document.")
        )
        for place, button in enumerate(self._buttons):
            there = place < len(page.found)
            button.setEnabled(there)
            self._draw(button, page.found[place] if there else None)
        self._earlier.setEnabled(page.page > 0)
        self._later.setEnabled(page.page + 1 < page.pages)
        self._count.show_text(f"{page.page + 1} / {page.pages}" if page.pages else "")

    def _draw(self, button: QPushButton, found: GlyphFound | None) -> None:
        room = QSize(GLYPH_PX, GLYPH_PX)
        image = picture_image(found.picture, room) if found is not None else None
        button.setIcon(QIcon(QPixmap.fromImage(image)) if image is not None else QIcon())
        code = f"U+{ord(found.character):04X}" if found is not None else ""
        button.setToolTip(code)
        button.setAccessibleName(code)

    def _on_find(self) -> None:
        self.intent.emit(FindByStrokes(self._radical.currentData(), self._strokes.value()))

    def _on_words(self) -> None:
        if self._words.text().strip():
            self.intent.emit(FindByWords(self._words.text()))

    def _on_pressed(self) -> None:
        place = next(n for n, button in enumerate(self._buttons) if button is self.sender())
        if self._page is not None and place < len(self._page.found):
            self.intent.emit(ChooseGlyph(self._page.found[place].character))

    def _on_earlier(self) -> None:
        if self._page is not None:
            self.intent.emit(TurnGlyphs(self._page.page - 1))

    def _on_later(self) -> None:
        if self._page is not None:
            self.intent.emit(TurnGlyphs(self._page.page + 1))

    def _on_leave(self) -> None:
        self.intent.emit(LeaveGlyphs())

    def _lay_out(self) -> None:
        asked = QGridLayout()
        asked.setHorizontalSpacing(8)
        asked.addWidget(self._captions[0], 0, 0)
        asked.addWidget(self._captions[1], 0, 1)
        asked.addWidget(self._radical, 1, 0)
        asked.addWidget(self._strokes, 1, 1)
        asked.addWidget(self._find, 1, 2)
        asked.addWidget(self._captions[2], 2, 0, 1, 3)
        asked.addWidget(self._words, 3, 0, 1, 3)
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, button in enumerate(self._buttons):
            button.setObjectName(f"glyph-{place}")
            button.setProperty("role", "glyph")
            button.setProperty("role", "glyph")
            button.setIconSize(QSize(GLYPH_PX, GLYPH_PX))
            button.setMinimumSize(QSize(GLYPH_PX + 10, GLYPH_PX + 10))
            button.clicked.connect(self._on_pressed)
            grid.addWidget(button, place // ACROSS, place % ACROSS)
        turn = QHBoxLayout()
        turn.addWidget(self._earlier)
        turn.addWidget(self._count, 1)
        turn.addWidget(self._later)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._name)
        layout.addWidget(self._hint)
        layout.addLayout(asked)
        layout.addLayout(grid)
        layout.addLayout(turn)
        layout.addStretch(1)
        layout.addWidget(self._leave)
