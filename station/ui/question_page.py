"""The page of one question."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from station.flow.seat_view import (
    ChooseOption,
    EnlargePicture,
    GoTo,
    QuestionScreen,
    ShowOverview,
    ToggleFlag,
)
from station.messages import Translate, explain
from station.ui.choice_button import ChoiceButton
from station.ui.picture_view import PictureCover
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.question_side import QuestionSide
from station.ui.theme import mark
from station.ui.words import KIND, SAVED

SHORT, LONG = 60, 150
"""Characters of stem and options below and above which the type is larger and smaller."""


def type_size(state: QuestionScreen) -> str:
    """Return how large a question can be set so that it seldom has to scroll."""
    characters = len(state.stem) + sum(len(option) for option in state.options)
    if state.pictures or state.case_text:  # these take two fifths of the page
        return "long" if characters > SHORT else "usual"
    if len(state.options) == 2 and characters < SHORT:
        return "short"
    return "long" if characters > LONG else "usual"


class QuestionPage(QWidget):
    """Draws a QuestionScreen. A press shows as chosen only once it is saved.

    Signals:
        intent: ChooseOption, ToggleFlag, GoTo, EnlargePicture or ShowOverview.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._state: QuestionScreen | None = None
        self._number = PlainLabel("question-number")
        self._kind = PlainLabel("question-kind")
        self._answered = PlainLabel("answered")
        self._saved = PlainLabel("saved")
        self._notice = PlainLabel("notice", wrap=True)
        self._stem = PlainLabel("stem", wrap=True)
        self._side = QuestionSide(translate)
        self._side.enlarge.connect(self._on_enlarge)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.idClicked.connect(self._on_choice)
        self._choices: list[ChoiceButton] = []
        self._choice_layout = QVBoxLayout()
        self._choice_layout.setSpacing(10)
        self._back = self._button("back", "Left", self._on_back)
        self._flag = self._button("flag", "0", self._on_flag)
        self._flag.setCheckable(True)
        self._overview = self._button("overview", "", self._on_overview)
        self._next = self._button("next", "Right", self._on_next)
        self._next.setProperty("role", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 16, 40, 20)
        layout.setSpacing(14)
        layout.addLayout(self._strip())
        layout.addWidget(self._notice)
        beside = QHBoxLayout()
        beside.setSpacing(28)
        beside.addWidget(self._side, 5)
        beside.addWidget(self._body(), 7)
        layout.addLayout(beside, 1)
        layout.addLayout(self._footer())
        self._cover = PictureCover(translate, self)
        self._cover.closed.connect(self._on_shrink)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._cover.fill()

    def show_state(self, state: QuestionScreen) -> None:
        """Draw a state; buttons stay, so that no half-made press is lost."""
        self._state = state
        translate = self._translate
        self._number.show_text(
            translate("Question {number} of {total}").format(
                number=state.index + 1, total=state.total
            )
        )
        self._kind.show_text(translate(KIND[state.kind]))
        self._answered.show_text(translate("Answered: {answered}").format(answered=state.answered))
        self._show_saved(state)
        self._show_notice(state)
        self._stem.show_text(state.stem)
        mark(self._stem, "type", type_size(state))
        self._side.show_state(state)
        self._show_choices(state)
        self._show_buttons(state)
        shown = state.enlarged
        self._cover.show_picture(None if shown is None else state.pictures[shown])

    def _show_choices(self, state: QuestionScreen) -> None:
        while len(self._choices) < len(state.options):
            button = ChoiceButton(len(self._choices))
            self._group.addButton(button, len(self._choices))
            self._choice_layout.addWidget(button)
            self._choices.append(button)
        for index, button in enumerate(self._choices):
            if index < len(state.options):
                mark(button, "type", type_size(state))
                button.show_option(
                    state.options[index], chosen=index in state.chosen, locked=state.locked
                )
            button.setVisible(index < len(state.options))

    def _show_saved(self, state: QuestionScreen) -> None:
        if state.trouble is not None:
            self._saved.show_text("×  " + self._translate("Not saved"))
            mark(self._saved, "tone", "bad")
        else:
            self._saved.show_text("✓  " + self._translate(SAVED[state.saved]))
            mark(self._saved, "tone", "good")
        self._saved.setVisible(state.answered > 0 or state.trouble is not None)

    def _show_notice(self, state: QuestionScreen) -> None:
        if state.trouble is not None:
            self._notice.show_text(explain(state.trouble, self._translate))
            mark(self._notice, "tone", "bad")
        elif state.locked and state.remaining_ms <= 0:
            self._notice.show_text(
                self._translate("The time is up. Your saved answers are being handed in.")
            )
            mark(self._notice, "tone", "warn")
        elif state.locked:
            self._notice.show_text(
                self._translate("The exam is paused and the clock stands still. Please wait.")
            )
            mark(self._notice, "tone", "warn")
        self._notice.setVisible(state.trouble is not None or state.locked)

    def _show_buttons(self, state: QuestionScreen) -> None:
        translate = self._translate
        last = state.index + 1 >= state.total
        onwards = translate("See all questions") if last else translate("Next question")
        texts = (
            (self._back, "←  " + translate("Previous question")),
            (self._flag, translate("Take the mark off") if state.flagged else translate("Mark it")),
            (self._overview, translate("All questions")),
            (self._next, onwards + "  →"),
        )
        for button, text in texts:
            if button.accessibleName() != text:
                shortcut = button.shortcut()
                button.setText(text)
                button.setShortcut(shortcut)  # setText drops it
                button.setAccessibleName(text)
        self._flag.setChecked(state.flagged)
        self._back.setEnabled(state.index > 0 and not state.locked)
        self._flag.setEnabled(not state.locked)
        self._overview.setEnabled(not state.locked)
        self._next.setEnabled(not state.locked)

    def _strip(self) -> QHBoxLayout:
        strip = QHBoxLayout()
        strip.setSpacing(20)
        strip.addWidget(self._number)
        strip.addWidget(self._kind)
        strip.addStretch(1)
        strip.addWidget(self._answered)
        strip.addWidget(self._saved)
        return strip

    def _body(self) -> QScrollArea:
        body = QWidget()
        body.setObjectName("question-body")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 4, 8, 4)
        layout.setSpacing(20)
        layout.addWidget(self._stem)
        layout.addLayout(self._choice_layout)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        return area

    def _footer(self) -> QHBoxLayout:
        footer = QHBoxLayout()
        footer.setSpacing(16)
        footer.addWidget(self._back, 3)
        footer.addWidget(self._flag, 2)
        footer.addWidget(self._overview, 2)
        footer.addWidget(self._next, 4)
        return footer

    def _button(self, name: str, key: str, pressed: Callable[[], None]) -> QPushButton:
        button = PlainButton(name, pressed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setShortcut(QKeySequence(key))
        return button

    def _on_choice(self, option: int) -> None:
        if self._state is not None:
            self.show_state(self._state)
            self.intent.emit(ChooseOption(option))

    def _on_flag(self) -> None:
        if self._state is not None:
            self.show_state(self._state)
            self.intent.emit(ToggleFlag())

    def _on_back(self) -> None:
        if self._state is not None:
            self.intent.emit(GoTo(self._state.index - 1))

    def _on_next(self) -> None:
        if self._state is not None:
            last = self._state.index + 1 >= self._state.total
            self.intent.emit(ShowOverview() if last else GoTo(self._state.index + 1))

    def _on_enlarge(self, picture: int) -> None:
        self.intent.emit(EnlargePicture(picture))

    def _on_shrink(self) -> None:
        self.intent.emit(EnlargePicture(None))

    def _on_overview(self) -> None:
        self.intent.emit(ShowOverview())
