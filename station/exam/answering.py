"""A stretch of an attempt in which the candidate only looks, answers and flags.

Nearly all of an attempt is that. `attempt.decide` and `attempt.evolve` say what holds, event by
event, and a state for each; whoever asks of many attempts whether each event was rightful walks
such a stretch here, in one pass and with one state at its end. A property test holds both to the
same answers.
"""

from dataclasses import replace
from types import MappingProxyType

from station.exam.attempt import Attempt, fits
from station.exam.attempt_events import Answered, Event, Flagged, Visited
from station.ids import ElapsedMs

STEPS = (Visited, Answered, Flagged)
"""What a stretch is made of."""


class Answering:
    """Walks from one state of an attempt to the next in which something else happens.

    Args:
        attempt: Where the stretch begins.
    """

    def __init__(self, attempt: Attempt) -> None:
        opened = attempt.opened
        self._attempt = attempt
        self._ends_at = attempt.ends_at if attempt.counting else ElapsedMs(-1)
        self._places = {place.question: place for place in opened.places} if opened else {}
        self._current = attempt.current
        self._answers = dict(attempt.answers)
        self._flags = set(attempt.flags)

    def take(self, event: Event, elapsed: ElapsedMs) -> bool:
        """Apply an event of the stretch, if `decide` would have granted it as it stands."""
        if elapsed >= self._ends_at:
            return False
        match event:
            case Answered(question, choices):
                same = self._answers.get(question, ()) == choices
                if same or not fits(self._places.get(question), choices):
                    return False
                if choices:
                    self._answers[question] = choices
                else:
                    del self._answers[question]
            case Visited(index):
                if index == self._current or not 0 <= index < len(self._places):
                    return False
                self._current = index
            case Flagged(question, flagged):
                if (question in self._flags) == flagged or question not in self._places:
                    return False
                (self._flags.add if flagged else self._flags.discard)(question)
            case _:
                return False
        return True

    def attempt(self) -> Attempt:
        """Return the state that the events led to."""
        return replace(
            self._attempt,
            current=self._current,
            answers=MappingProxyType(self._answers),
            flags=frozenset(self._flags),
        )
