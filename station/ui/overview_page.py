"""The page of all questions at once, and the way to hand in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.flow.seat_view import AskSubmit, GoTo, OverviewScreen
from station.messages import Translate, explain
from station.ui.plain_button import PlainButton
from station.ui.plain_label import PlainLabel
from station.ui.question_tile import QuestionTile
from station.ui.submit_page import SubmitPage
from station.ui.theme import mark
from station.ui.time_text import whole_minutes

COLUMNS = 20


class OverviewPage(QWidget):
    """Draws an OverviewScreen.

    Signals:
        intent: GoTo, AskSubmit, CancelSubmit or ConfirmSubmit.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._current = 0
        self._title = PlainLabel("title")
        self._legend = tuple(PlainLabel(f"legend-{kind}") for kind in ("answered", "open", "flag"))
        self._notice = PlainLabel("notice", wrap=True)
        self._tiles: list[QuestionTile] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        self._resume = PlainButton("resume", self._on_resume)
        self._submit = PlainButton("submit", self._on_submit, role="primary")
        self._asking = SubmitPage(translate)
        self._asking.intent.connect(self.intent)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._all_questions())
        self._stack.addWidget(self._asking)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def show_state(self, state: OverviewScreen) -> None:
        self._current = state.current
        translate = self._translate
        self._title.show_text(translate("All questions"))
        answered = sum(state.answered)
        counts = (
            translate("Answered: {count}").format(count=answered),
            translate("Not answered: {count}").format(count=len(state.answered) - answered),
            translate("Marked: {count}").format(count=sum(state.flagged)),
        )
        for label, text in zip(self._legend, counts, strict=True):
            label.show_text(text)
        self._show_tiles(state)
        self._show_notice(state)
        self._resume.setText(translate("Back to the questions"))
        self._resume.setShortcut(QKeySequence("Esc"))
        self._submit.setText(translate("Hand in the paper"))
        self._submit.setEnabled(state.may_submit_in_ms <= 0)
        self._asking.show_state(state)
        self._stack.setCurrentIndex(int(state.asking))

    def _show_notice(self, state: OverviewScreen) -> None:
        if state.trouble is not None:
            self._notice.show_text(explain(state.trouble, self._translate))
        else:
            self._notice.show_text(
                self._translate("Handing in opens in {minutes} min.").format(
                    minutes=whole_minutes(state.may_submit_in_ms)
                )
            )
        mark(self._notice, "tone", "plain" if state.trouble is None else "bad")
        self._notice.setVisible(state.trouble is not None or state.may_submit_in_ms > 0)

    def _show_tiles(self, state: OverviewScreen) -> None:
        while len(self._tiles) < len(state.answered):
            index = len(self._tiles)
            tile = QuestionTile(index)
            tile.picked.connect(self._on_tile)
            self._grid.addWidget(tile, index // COLUMNS, index % COLUMNS)
            self._tiles.append(tile)
        for index, tile in enumerate(self._tiles):
            if index < len(state.answered):
                tile.show_question(
                    answered=state.answered[index],
                    flagged=state.flagged[index],
                    current=index == state.current,
                    spoken=self._spoken(state, index),
                )
            tile.setVisible(index < len(state.answered))

    def _spoken(self, state: OverviewScreen, index: int) -> str:
        translate = self._translate
        words = [translate("Question {number}").format(number=index + 1)]
        words.append(translate("answered") if state.answered[index] else translate("not answered"))
        if state.flagged[index]:
            words.append(translate("marked"))
        return ", ".join(words)

    def _all_questions(self) -> QWidget:
        tiles = QWidget()
        tiles.setLayout(self._grid)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(tiles)
        top = QHBoxLayout()
        top.setSpacing(28)
        top.addWidget(self._title)
        top.addStretch(1)
        for label in self._legend:
            top.addWidget(label)
        footer = QHBoxLayout()
        footer.setSpacing(16)
        footer.addWidget(self._resume, 1)
        footer.addWidget(self._submit, 1)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(40, 16, 40, 20)
        layout.setSpacing(14)
        layout.addLayout(top)
        layout.addWidget(self._notice)
        layout.addWidget(area, 1)
        layout.addLayout(footer)
        return page

    def _on_tile(self, index: int) -> None:
        self.intent.emit(GoTo(index))

    def _on_resume(self) -> None:
        self.intent.emit(GoTo(self._current))

    def _on_submit(self) -> None:
        self.intent.emit(AskSubmit())
