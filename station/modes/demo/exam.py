"""The candidate's part: a hand that knows most answers, and keeps a note of what it saw."""

from collections.abc import Callable, Iterable
from typing import Any

from station.exam.question import Question
from station.modes.demo.processes import RobotWindow
from station.modes.demo.timeline import check


class Hand:
    """Answers the questions on a seat's screen.

    Args:
        questions: The bank, to know the right answers.
        wrong_every: Each so manieth question is answered wrongly, as people do.

    Attributes:
        chosen: What the screen showed as chosen, by the question's index.
        right: How many were answered rightly, by the hand's own count.
    """

    def __init__(self, questions: Iterable[Question], wrong_every: int) -> None:
        self._keys = {
            question.stem: {question.options[index] for index in question.key}
            for question in questions
        }
        self._wrong_every = wrong_every
        self.chosen: dict[int, list[int]] = {}
        self.right = 0

    def answer(self, seat: RobotWindow, indexes: range) -> None:
        """Answer these questions one after the other, each seen as chosen before the next."""
        for index in indexes:
            screen = seat.wait(_has("index", index), f"question {index + 1}")
            option = self._option(index, screen)
            seat.press(f"choice-{option}")
            shown = seat.wait(_has("chosen", [option]), "the answer as chosen")
            check(shown["saved"] in ("here", "twice"), "saved before it is shown")
            self.chosen[index] = [option]
            if index + 1 < screen["total"]:
                seat.press("next")

    def _option(self, index: int, screen: dict[str, Any]) -> int:
        keys = self._keys[screen["stem"]]
        wanted = (index + 1) % self._wrong_every != 0
        self.right += wanted
        options: list[str] = screen["options"]
        return next(n for n, option in enumerate(options) if (option in keys) is wanted)


def _has(field: str, value: object) -> Callable[[dict[str, Any]], bool]:
    return lambda look: look.get(field) == value
