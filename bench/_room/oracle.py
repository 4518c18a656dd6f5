"""What must be true of one candidate's exam, noted from outside: from the screens alone.

It knows nothing of streams, acknowledgements or epochs. Whatever a screen showed as chosen must be
in the result, once and in that order; whatever it never showed may be there only if the power
went in the very moment of the press.
"""

from collections.abc import Iterable, Sequence

from bench._room.chaos_seat import Shown
from station.exam.attempt_events import Answered, Event, Graded, Opened, Started, Submitted

DRIFT_MS = 2_000
Chosen = frozenset[int]
NOTHING: Chosen = frozenset()


class Wrong(Exception):
    """The program broke a promise."""


class Oracle:
    """One candidate."""

    def __init__(self, duration_ms: int) -> None:
        self._duration_ms = duration_ms
        self._used = {0}
        self._due: set[int] | None = None
        self._pressing: tuple[int, Chosen] | None = None
        self._under_way_ms = 0
        self._after_cut = True
        self._may_be: dict[int, set[Chosen]] = {}
        self._shown: list[tuple[int, Chosen]] = []
        self.marks: int | None = None
        self.most_drift_ms = 0
        self.unseen_saves = 0

    @property
    def shown_answers(self) -> int:
        """How many answers the screens showed as saved."""
        return len(self._shown)

    # What is done to the seat

    def presses(self, index: int, option: int) -> None:
        """An option of a single-choice question is pressed; it may or may not be saved."""
        self._may_be[index] = {*self._known(index), frozenset({option})}
        self._pressing = (index, frozenset({option}))

    def passes(self, ms: int, *, surely: bool) -> None:
        """Time goes by.

        Args:
            surely: The exam is under way; else it may begin in this very moment.
        """
        later = {used + ms for used in self._used}
        self._due = later if surely else None
        self._used, self._under_way_ms = self._used | later, ms

    def obeyed(self) -> None:
        """What was done has been done."""
        self._under_way_ms = 0
        if self._pressing is not None:
            index, _ = self._pressing
            self._may_be[index], self._pressing = {self._last(index)}, None
        if self._due is not None:
            self._used, self._due = self._due, None

    def cut(self) -> None:
        """The power went."""
        self._after_cut, self._pressing = True, None

    # What the seat shows

    def sees(self, shown: Shown) -> None:
        """Look at a screen.

        Raises:
            Wrong: It takes back what a screen had shown, or shows another time.
        """
        if shown.facts.get("locked"):
            self._due = None  # it was paused before the time went by, or it was not
        if shown.name == "QuestionScreen":
            self._sees_answer(shown.facts["index"], shown.facts["chosen"])
        if "remaining_ms" in shown.facts:
            self._sees_time(shown.facts["remaining_ms"])
        if shown.name == "ScoreScreen":
            marks = shown.facts["marks"]
            if self.marks not in (None, marks):
                raise Wrong(f"{marks} marks, after {self.marks} had been shown")
            self.marks = marks

    def _sees_answer(self, index: int, chosen: Chosen) -> None:
        may_be = self._known(index)
        if chosen not in may_be:
            wanted = [sorted(each) for each in may_be]
            raise Wrong(f"question {index} shows {sorted(chosen)}, not one of {wanted}")
        if chosen != self._last(index):
            self._shown.append((index, chosen))
            self.unseen_saves += self._after_cut
        if self._pressing is None or self._pressing == (index, chosen):
            self._may_be[index] = {chosen}

    def _last(self, index: int) -> Chosen:
        return next((each for at, each in reversed(self._shown) if at == index), NOTHING)

    def _sees_time(self, remaining_ms: int) -> None:
        used = self._duration_ms - remaining_ms
        if self._after_cut:
            drift = min(abs(used - each) for each in self._used)
            if drift > DRIFT_MS:
                raise Wrong(f"{used} ms used after a cut, not {max(self._used)}")
            self.most_drift_ms = max(self.most_drift_ms, drift)
            self._used, self._after_cut = {used, used + self._under_way_ms}, False
        elif used not in self._used:
            raise Wrong(f"{used} ms used, not {sorted(self._used)}")
        elif not self._under_way_ms:
            self._used = {used}

    def _known(self, index: int) -> set[Chosen]:
        return self._may_be.get(index, {NOTHING})

    # What came of it

    def judge(self, events: Sequence[Event], questions: Sequence[str], key: Sequence[int]) -> None:
        """Compare the result with what was shown.

        Args:
            events: The whole attempt, as the province reads it.
            questions: The paper's, in order.
            key: The right option of each.

        Raises:
            Wrong: Something is lost, doubled or made up.
        """
        for kind in (Opened, Started, Submitted, Graded):
            if sum(isinstance(event, kind) for event in events) != 1:
                raise Wrong(f"not one {kind.__name__}")
        index_of = {question: index for index, question in enumerate(questions)}
        answered = [
            (index_of[event.question], frozenset(event.choices))
            for event in events
            if isinstance(event, Answered)
        ]
        if answered != self._shown:
            raise Wrong(f"answers {_plain(answered)}, but the screens showed {_plain(self._shown)}")
        final = dict(answered)
        right = sum(final.get(index) == frozenset({wanted}) for index, wanted in enumerate(key))
        if self.marks != right:
            raise Wrong(f"{self.marks} marks were shown, {right} answers are right")


def _plain(answers: Iterable[tuple[int, Chosen]]) -> list[tuple[int, list[int]]]:
    return [(index, sorted(chosen)) for index, chosen in answers]
