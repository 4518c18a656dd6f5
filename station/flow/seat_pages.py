"""Which page a seat shows, and what a wish on that page asks of the attempt."""

from typing import assert_never

from station.errors import StationError
from station.exam.attempt import Phase
from station.exam.attempt_commands import Answer, Command, Flag, Start, Submit, Visit
from station.exam.attempt_events import Cause
from station.exam.question import QuestionKind
from station.flow import seat_view as view
from station.flow.hand_in import mark
from station.flow.seat_eye import Look
from station.flow.seat_screens import (
    check_screen,
    overview_screen,
    question_screen,
    ready_screen,
    score_screen,
)
from station.flow.sitting import Sitting
from station.ids import SeatNumber


class SeatPages:
    """The candidate's place in the pages; nothing of it is worth saving.

    Attributes:
        trouble: Why the last wish was not saved; None if it was.
    """

    def __init__(self, seat: SeatNumber, *, drill: bool) -> None:
        self.trouble: StationError | None = None
        self._seat = seat
        self._drill = drill
        self._overview = False
        self._asking = False
        self._enlarged: int | None = None

    def command(self, sitting: Sitting, intent: view.SeatIntent) -> Command | None:
        """Return what a wish asks of the attempt; None if it only turns a page."""
        if not isinstance(intent, view.ChooseOption | view.ToggleFlag):
            self._enlarged = None
        match intent:
            case view.BeginExam():
                return Start() if sitting.may_begin else None
            case view.ChooseOption(option):
                return self._answer(sitting, option)
            case view.ToggleFlag():
                return self._flag(sitting)
            case view.GoTo(index):
                self._overview, self._asking = False, False
                return Visit(index)
            case view.EnlargePicture(picture):
                self._enlarged = picture
            case view.ShowOverview():
                self._overview, self._asking = True, False
            case view.AskSubmit():
                self._overview, self._asking = True, True
            case view.CancelSubmit():
                self._asking = False
            case view.ConfirmSubmit():
                return Submit(Cause.CANDIDATE) if self._asking else None
            case view.ReadWords() | view.OpenFinder() | view.AskForSeat() | view.CloseFinder():
                return None
            case view.OpenCarry() | view.SaveToStick() | view.CloseCarry():
                return None
            case _:
                assert_never(intent)
        return None

    def screen(
        self,
        sitting: Sitting | None,
        *,
        online: bool,
        fault: StationError | None,
        look: Look | None,
        unsure: bool,
        saved_twice: bool,
        card_laid: bool = False,
    ) -> view.SeatScreen:
        """Return the page to show."""
        if fault is not None:
            drill = sitting.drill if sitting else self._drill
            return view.FaultScreen(seat=self._seat, error=fault, drill=drill)
        if sitting is None or sitting.attempt.phase is Phase.NEW:
            return view.WaitingScreen(
                seat=self._seat,
                online=online,
                drill=self._drill,
                card_laid=card_laid,
            )
        if sitting.attempt.unchecked:
            return check_screen(sitting, self._seat, look, unsure)
        if sitting.paper is None or sitting.attempt.phase is Phase.CONFIRMED:
            return ready_screen(sitting, self._seat)
        if sitting.over:
            return score_screen(sitting, sitting.paper, mark(sitting, sitting.paper), self._seat)
        if self._overview:
            return overview_screen(
                sitting, sitting.paper, self._seat, asking=self._asking, trouble=self.trouble
            )
        return question_screen(
            sitting,
            sitting.paper,
            self._seat,
            saved=view.Saved.TWICE if saved_twice else view.Saved.HERE,
            locked=sitting.attempt.phase is Phase.PAUSED or sitting.time_is_up,
            trouble=self.trouble,
            enlarged=self._enlarged,
        )

    def _answer(self, sitting: Sitting, option: int) -> Command | None:
        if sitting.paper is None:
            return None
        item = sitting.paper.items[sitting.attempt.current]
        if item.kind is not QuestionKind.MULTIPLE:
            return Answer(item.question, (option,))
        chosen = set(sitting.attempt.answers.get(item.question, ()))
        return Answer(item.question, tuple(sorted(chosen ^ {option})))

    def _flag(self, sitting: Sitting) -> Command | None:
        if sitting.paper is None:
            return None
        question = sitting.paper.items[sitting.attempt.current].question
        return Flag(question, question not in sitting.attempt.flags)
