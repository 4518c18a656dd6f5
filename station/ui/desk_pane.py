"""The admission desk: one step at a time, and beside it those who wait for a decision."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station.flow.desk_view import ClearDesk, CompareAgain, DeskState, ReadCard, StartTyping, Step
from station.ids import StaffId
from station.messages import Translate
from station.ui.desk_consent import DeskConsent
from station.ui.desk_glyphs import DeskGlyphs
from station.ui.desk_person import DeskPerson
from station.ui.desk_sides import DeskSides
from station.ui.desk_typing import DeskTyping
from station.ui.desk_waiting import SHOWN, DeskWaiting
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.theme import mark
from station.ui.trouble_line import TroubleLine


class DeskPane(QWidget):
    """Draws a DeskState.

    Signals:
        intent: A DeskIntent.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._title = PlainLabel("pane-title")
        self._read = PlainButton("read-card", self._on_read, role="primary")
        self._type = PlainButton("type-document", self._on_type)
        self._again = PlainButton("compare-again", self._on_again)
        self._clear = PlainButton("clear-desk", self._on_clear)
        self._waiting = DeskWaiting(translate)
        self._trouble = TroubleLine("desk-trouble")
        self._person = DeskPerson(translate)
        self._consent = DeskConsent(translate)
        self._typing = DeskTyping(translate)
        self._sides = DeskSides(translate)
        self._glyphs = DeskGlyphs(translate)
        asked = (self._person, self._consent, self._typing, self._sides, self._glyphs)
        for asking in (self._waiting, *asked):
            asking.intent.connect(self.intent)
            asking.setVisible(asking is self._person)  # one step at a time
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addLayout(self._buttons())
        for widget in (self._waiting, self._trouble, self._typing):
            layout.addWidget(widget)
        for page in (self._person, self._consent, self._sides, self._glyphs):
            layout.addWidget(page, 1)
        layout.addStretch(0)

    def show_state(self, desk: DeskState, staff: tuple[tuple[StaffId, str], ...]) -> None:
        """Draw all of a state before room is asked for: half of one may need more than there is."""
        self._layout.setEnabled(False)
        self._draw(desk, staff)
        self._layout.setEnabled(True)
        self._layout.activate()

    def _draw(self, desk: DeskState, staff: tuple[tuple[StaffId, str], ...]) -> None:
        translate = self._translate
        self._title.show_text(translate("Admission"))
        self._read.setText(translate("Read ID card"))
        self._type.setText(translate("Type by hand"))
        self._again.setText(translate("Look again"))
        self._clear.setText(translate("Next person"))
        at_desk = desk.candidate is not None and desk.step is Step.PERSON
        fit = not desk.admitted and not desk.unfit
        self._again.setEnabled(at_desk and fit and desk.pictured)
        deciding = at_desk and desk.to_decide and not desk.admitted
        crowded = 0 if desk.trouble else 1
        self._waiting.show_state(desk.waiting, shown=crowded if deciding else SHOWN)
        said = desk.trouble or desk.warning
        self._trouble.show_trouble(said, translate)
        mark(self._trouble, "tone", "bad" if desk.trouble else "warn")
        if desk.step is not Step.TYPING and not self._typing.isHidden():
            self._typing.clear()
        self._typing.show_words()
        self._consent.show_state(desk)
        self._sides.show_state(desk)
        self._glyphs.show_state(desk)
        self._person.show_state(desk, staff)
        self._turn_to(desk.step)

    def _turn_to(self, step: Step) -> None:
        pages = {
            Step.TYPING: self._typing,
            Step.CONSENT: self._consent,
            Step.SIDES: self._sides,
            Step.GLYPHS: self._glyphs,
        }
        page = pages.get(step, self._person)
        opened = page.isHidden()
        for each in (*pages.values(), self._person):
            each.setVisible(each is page)
        if page is self._typing and opened:
            self._typing.begin()
        if page is self._sides and opened:
            self._sides.begin()

    def _buttons(self) -> QGridLayout:
        buttons = QGridLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self._read, 0, 0)
        buttons.addWidget(self._clear, 0, 1)
        buttons.addWidget(self._type, 1, 0)
        buttons.addWidget(self._again, 1, 1)
        return buttons

    def _on_read(self) -> None:
        self._person.clear()
        self.intent.emit(ReadCard())

    def _on_type(self) -> None:
        self._typing.clear()
        self.intent.emit(StartTyping())

    def _on_again(self) -> None:
        self.intent.emit(CompareAgain())

    def _on_clear(self) -> None:
        self._person.clear()
        self.intent.emit(ClearDesk())
