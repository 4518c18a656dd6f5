"""The window of a seat."""

from typing import assert_never

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from station.flow.seat_view import (
    CarryScreen,
    CheckScreen,
    CurtainScreen,
    FaultScreen,
    FinderScreen,
    MovedScreen,
    OpenCarry,
    OverviewScreen,
    QuestionScreen,
    ReadyScreen,
    ScoreScreen,
    SeatScreen,
    WaitingScreen,
    WordsScreen,
)
from station.messages import Translate
from station.ui.carry_page import CarryPage
from station.ui.check_page import CheckPage
from station.ui.drill_ribbon import DrillRibbon
from station.ui.fault_page import FaultPage
from station.ui.finder_page import FinderPage
from station.ui.overview_page import OverviewPage
from station.ui.question_page import QuestionPage
from station.ui.ready_page import ReadyPage
from station.ui.score_page import ScorePage
from station.ui.seat_header import SeatHeader
from station.ui.theme import sheet
from station.ui.waiting_page import WaitingPage
from station.ui.words_page import CurtainPage, WordsPage

DRAWN_FOR = (1366, 768)
CARRY_KEYS = "Ctrl+Shift+F9"
"""Opens the staff's page for a USB stick from any page; it changes no exam."""


class SeatWindow(QWidget):
    """Draws what the seat's flow shows and reports what the candidate asks for.

    Args:
        translate: Puts each text into the candidate's language when it is shown.
        kiosk: Cover the whole screen, above all else, and do not let a person close it.

    Signals:
        intent: A SeatIntent.
    """

    intent = Signal(object)

    def __init__(
        self, translate: Translate, *, kiosk: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("seat-window")
        self._translate = translate
        self._kiosk = kiosk
        self._scale = 0.0
        self._ribbon = DrillRibbon(translate)
        self._header = SeatHeader(translate)
        self._waiting = WaitingPage(translate)
        self._check = CheckPage(translate)
        self._finder = FinderPage(translate)
        self._ready = ReadyPage(translate)
        self._question = QuestionPage(translate)
        self._overview = OverviewPage(translate)
        self._score = ScorePage(translate)
        self._fault = FaultPage(translate)
        self._words = WordsPage(translate)
        self._curtain = CurtainPage(translate)
        self._carry = CarryPage(translate)
        shortcut = QShortcut(QKeySequence(CARRY_KEYS), self)
        shortcut.activated.connect(self._on_carry)
        self._pages = QStackedWidget()
        for page in (
            self._waiting,
            self._check,
            self._finder,
            self._ready,
            self._question,
            self._overview,
            self._score,
            self._fault,
            self._words,
            self._curtain,
            self._carry,
        ):
            self._pages.addWidget(page)
        for asking in (
            self._waiting,
            self._check,
            self._finder,
            self._ready,
            self._question,
            self._overview,
            self._words,
            self._fault,
            self._curtain,
            self._carry,
        ):
            asking.intent.connect(self.intent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._ribbon)
        layout.addWidget(self._header)
        layout.addWidget(self._pages, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()  # no button has the focus before a person gives it
        self.resize(*DRAWN_FOR)
        if kiosk:
            self.setWindowFlags(
                Qt.WindowType.Window
                | Qt.WindowType.FramelessWindowHint
                | Qt.WindowType.WindowStaysOnTopHint
            )

    def show_state(self, state: SeatScreen) -> None:
        """Draw a state."""
        self.setWindowTitle(self._translate("Exam seat"))
        self._ribbon.setVisible(state.drill)
        self._ribbon.show_words()
        self._header.setVisible(not isinstance(state, WaitingScreen))
        self._show_header(state)
        match state:
            case WaitingScreen():
                self._waiting.show_state(state)
                self._pages.setCurrentWidget(self._waiting)
            case CheckScreen():
                self._check.show_state(state)
                self._pages.setCurrentWidget(self._check)
            case FinderScreen():
                self._finder.show_state(state)
                self._pages.setCurrentWidget(self._finder)
            case ReadyScreen():
                self._ready.show_state(state)
                self._pages.setCurrentWidget(self._ready)
            case QuestionScreen():
                self._question.show_state(state)
                self._pages.setCurrentWidget(self._question)
            case OverviewScreen():
                self._overview.show_state(state)
                self._pages.setCurrentWidget(self._overview)
            case ScoreScreen():
                self._score.show_state(state)
                self._pages.setCurrentWidget(self._score)
            case FaultScreen():
                self._fault.show_state(state)
                self._pages.setCurrentWidget(self._fault)
            case WordsScreen():
                self._words.show_state(state)
                self._pages.setCurrentWidget(self._words)
            case CurtainScreen() | MovedScreen():
                self._curtain.show_state(state)
                self._pages.setCurrentWidget(self._curtain)
            case CarryScreen():
                self._carry.show_state(state)
                self._pages.setCurrentWidget(self._carry)
            case _:
                assert_never(state)

    def _on_carry(self) -> None:
        self.intent.emit(OpenCarry())

    def open(self) -> None:
        """Show the window: over the whole screen if it is a kiosk."""
        if self._kiosk:
            self.showFullScreen()
        else:
            self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        width, height = event.size().width(), event.size().height()
        scale = round(min(width / DRAWN_FOR[0], height / DRAWN_FOR[1]), 2)
        if scale != self._scale:
            self._scale = scale
            self.setStyleSheet(sheet("seat", scale))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self._kiosk and event.spontaneous():
            event.ignore()
        else:
            super().closeEvent(event)

    def _show_header(self, state: SeatScreen) -> None:
        match state:
            case QuestionScreen() | OverviewScreen():
                self._header.show_candidate(state.seat, state.name, state.tail, state.remaining_ms)
            case CheckScreen() | ReadyScreen() | ScoreScreen():
                self._header.show_candidate(state.seat, state.name, state.tail, None)
            case (
                WaitingScreen()
                | FinderScreen()
                | FaultScreen()
                | WordsScreen()
                | CurtainScreen()
                | MovedScreen()
                | CarryScreen()
            ):
                self._header.show_candidate(state.seat, "", "", None)
            case _:
                assert_never(state)
