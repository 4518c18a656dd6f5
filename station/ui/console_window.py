"""The coordinator's window: all of a session on one screen, for people who stand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from station.flow.console_view import ConsoleState
from station.messages import Translate
from station.ui.card_pane import CardPane
from station.ui.card_sheet import CardSheetPane
from station.ui.console_bar import ConsoleBar
from station.ui.desk_pane import DeskPane
from station.ui.drill_ribbon import DrillRibbon
from station.ui.duty_form import DutyForm
from station.ui.own_troubles import OwnTroubles
from station.ui.pause_form import PauseForm
from station.ui.power_form import PowerForm
from station.ui.roster_pane import RosterPane
from station.ui.seat_wall import SeatWall
from station.ui.theme import sheet
from station.ui.trouble_line import TroubleLine

DRAWN_FOR = (1366, 768)


class ConsoleWindow(QWidget):
    """Draws what the coordinator's flow shows and reports what its staff ask for.

    Args:
        translate: Puts each text into the staff's language when it is shown.

    Signals:
        intent: A ConsoleIntent.
    """

    intent = Signal(object)

    def __init__(self, translate: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("console-window")
        self._translate = translate
        self._scale = 0.0
        self._ribbon = DrillRibbon(translate)
        self._bar = ConsoleBar(translate)
        self._duty = DutyForm(translate)
        self._pause = PauseForm(translate)
        self._power = PowerForm(translate)
        self._bar.sign_in.connect(self._duty.ask)
        self._bar.pause.connect(self._pause.ask)
        self._own = OwnTroubles(translate)
        self._trouble = TroubleLine("trouble")
        self._roster = RosterPane(translate)
        self._wall = SeatWall(translate)
        self._cards = CardPane(translate)
        self._desk = DeskPane(translate)
        self._sheet = CardSheetPane(translate)
        self._counter = QStackedWidget()
        for page in (self._desk, self._sheet):
            self._counter.addWidget(page)
        for asking in (
            self._bar,
            self._duty,
            self._pause,
            self._power,
            self._roster,
            self._wall,
            self._cards,
            self._desk,
            self._sheet,
        ):
            asking.intent.connect(self.intent)
        middle = QVBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(_pane(self._wall), 58)
        self._below_wall = _pane(self._cards)
        middle.addWidget(self._below_wall, 42)
        panes = QHBoxLayout()
        panes.setContentsMargins(8, 8, 8, 8)
        panes.setSpacing(8)
        panes.addWidget(_pane(self._roster), 27)
        panes.addLayout(middle, 45)
        panes.addWidget(_pane(self._counter), 28)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the screen does not grow
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for line in (
            self._ribbon,
            self._bar,
            self._power,
            self._own,
            self._duty,
            self._pause,
            self._trouble,
        ):
            layout.addWidget(line)
        layout.addLayout(panes, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()  # no button has the focus before a person gives it
        self.resize(*DRAWN_FOR)

    def show_state(self, state: ConsoleState) -> None:
        """Draw a state."""
        translate = self._translate
        self.setWindowTitle(translate("Exam coordinator"))
        self._ribbon.setVisible(state.drill)
        self._ribbon.show_words()
        self._bar.show_state(state)
        self._duty.show_state(state)
        self._power.show_state(state)
        self._own.show_state(state)
        self._pause.show_possible(state.started and not state.paused)
        self._trouble.show_trouble(state.trouble, translate)
        self._roster.show_state(state.roster)
        self._wall.show_state(state)
        self._cards.show_state(state.cards, state.printers)
        self._below_wall.setVisible(not state.room.stopped)  # in a fire, people are counted
        self._desk.show_state(state.desk, state.staff)
        if state.sheet is not None:
            self._sheet.show_state(state.sheet, state.staff)
        self._counter.setCurrentIndex(int(state.sheet is not None))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        width, height = event.size().width(), event.size().height()
        scale = max(1.0, round(min(width / DRAWN_FOR[0], height / DRAWN_FOR[1]), 2))
        if scale != self._scale:
            self._scale = scale
            self.setStyleSheet(sheet("console", scale))


def _pane(content: QWidget) -> QFrame:
    frame = QFrame()
    frame.setObjectName("pane")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(10, 8, 10, 10)
    layout.addWidget(content)
    return frame
