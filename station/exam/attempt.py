"""An attempt: one candidate, one sitting, one paper, as two pure functions.

`decide` judges a command and may refuse; `evolve` applies a saved event and may not. Time
is an argument: the exam time used so far, which a pause does not add to.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import reduce
from types import MappingProxyType
from typing import assert_never

from station.exam.attempt_commands import (
    Answer,
    Command,
    ConfirmIdentity,
    Continue,
    Credit,
    Flag,
    NoteClockChange,
    NoteStall,
    Notice,
    Open,
    Pause,
    RecordGrade,
    Reopen,
    Start,
    Submit,
    Visit,
)
from station.exam.attempt_events import (
    Answered,
    Cause,
    ClockChanged,
    Continued,
    Credited,
    Event,
    Flagged,
    Graded,
    IdentityConfirmed,
    Noticed,
    Opened,
    Paused,
    Place,
    Reopened,
    Stalled,
    Started,
    Submitted,
    Visited,
)
from station.ids import ElapsedMs, QuestionId, SeatNumber, StaffId


class Phase(StrEnum):
    """Where an attempt stands."""

    NEW = "new"
    OPENED = "opened"
    CONFIRMED = "confirmed"
    RUNNING = "running"
    PAUSED = "paused"
    SUBMITTED = "submitted"
    GRADED = "graded"


UNDER_WAY = (Phase.OPENED, Phase.CONFIRMED, Phase.RUNNING, Phase.PAUSED)


def _no_answers() -> MappingProxyType[QuestionId, tuple[int, ...]]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The state of an attempt: a reading of its events.

    Attributes:
        opened: What was opened; None before.
        current: Index of the question on the screen.
        credit: Exam time added by approved credits.
        credits: How many credits that were.
        moved: It came from another seat, and the candidate was not yet known at this one.
    """

    phase: Phase = Phase.NEW
    opened: Opened | None = None
    seat: SeatNumber | None = None
    answers: MappingProxyType[QuestionId, tuple[int, ...]] = field(default_factory=_no_answers)
    flags: frozenset[QuestionId] = frozenset()
    current: int = 0
    credit: ElapsedMs = ElapsedMs(0)
    credits: int = 0
    moved: bool = False
    cause: Cause | None = None
    graded: Graded | None = None

    @property
    def ends_at(self) -> ElapsedMs:
        """The exam time at which the paper is taken in."""
        duration = self.opened.duration if self.opened else 0
        return ElapsedMs(duration + self.credit)

    @property
    def unchecked(self) -> bool:
        """Whether it is yet to be seen that the person at the seat is the candidate."""
        return self.phase is Phase.OPENED or (self.moved and self.phase in UNDER_WAY)

    @property
    def counting(self) -> bool:
        """Whether exam time goes by."""
        return self.phase is Phase.RUNNING and not self.moved

    def remaining(self, elapsed: ElapsedMs) -> ElapsedMs:
        """Exam time left, never negative."""
        return ElapsedMs(max(0, self.ends_at - elapsed))

    def place(self, question: QuestionId) -> Place | None:
        """What the attempt knows of a question; None if it is not on the paper."""
        places = self.opened.places if self.opened else ()
        return next((place for place in places if place.question == question), None)


def decide(attempt: Attempt, command: Command, elapsed: ElapsedMs) -> tuple[Event, ...]:
    """Judge a command and name what it makes happen; nothing, if it is refused."""
    phase = attempt.phase
    answering = attempt.counting and elapsed < attempt.ends_at
    match command:
        case Open() if phase is Phase.NEW:
            return (_opened(command),)
        case ConfirmIdentity() if attempt.unchecked and _confirms(command):
            return (_confirmed(command),)
        case Start() if phase is Phase.CONFIRMED and not attempt.moved:
            return (Started(), Visited(0))
        case Visit(index) if answering and _on_paper(attempt, index):
            return (Visited(index),) if index != attempt.current else ()
        case Answer(question, choices) if answering and fits(attempt.place(question), choices):
            same = attempt.answers.get(question, ()) == choices
            return () if same else (Answered(question, choices),)
        case Flag(question, flagged) if answering and attempt.place(question):
            same = (question in attempt.flags) == flagged
            return () if same else (Flagged(question, flagged),)
        case Pause(by) if phase is Phase.RUNNING:
            return (Paused(by),)
        case Continue(by) if phase is Phase.PAUSED:
            return (Continued(by),)
        case Reopen(seat, lost_ms) if phase not in (Phase.NEW, Phase.GRADED):
            return (Reopened(seat, max(0, lost_ms)),)
        case NoteStall(stood_ms) if stood_ms > 0 and phase in UNDER_WAY:
            return (Stalled(stood_ms),)
        case NoteClockChange(by_ms) if by_ms != 0 and phase in UNDER_WAY:
            return (ClockChanged(by_ms),)
        case Credit(extra, by) if phase in UNDER_WAY and _counts(attempt, command):
            return (Credited(extra, by),)
        case Submit(cause) if _may_submit(attempt, cause, elapsed):
            return (Submitted(cause),)
        case RecordGrade() if phase is Phase.SUBMITTED:
            return (Graded(marks=command.marks, of=command.of, passed=command.passed),)
        case Notice() if phase in (Phase.RUNNING, Phase.PAUSED):
            return (_noticed(command),)
        case (
            Open()
            | ConfirmIdentity()
            | Start()
            | Visit()
            | Answer()
            | Flag()
            | Pause()
            | Continue()
            | Reopen()
            | NoteStall()
            | NoteClockChange()
            | Credit()
            | Submit()
            | RecordGrade()
            | Notice()
        ):
            return ()
    assert_never(command)


def evolve(attempt: Attempt, event: Event) -> Attempt:
    """Apply one saved event."""
    match event:
        case Opened():
            return replace(attempt, phase=Phase.OPENED, opened=event, seat=event.seat)
        case IdentityConfirmed():
            first = attempt.phase is Phase.OPENED
            phase = Phase.CONFIRMED if first else attempt.phase
            return replace(attempt, phase=phase, moved=False)
        case Started() | Continued():
            return replace(attempt, phase=Phase.RUNNING)
        case Visited(index):
            return replace(attempt, current=index)
        case Answered(question, choices):
            answers = attempt.answers | {question: choices}
            if not choices:
                del answers[question]
            return replace(attempt, answers=MappingProxyType(answers))
        case Flagged(question, True):
            return replace(attempt, flags=attempt.flags | {question})
        case Flagged(question, _):
            return replace(attempt, flags=attempt.flags - {question})
        case Paused():
            return replace(attempt, phase=Phase.PAUSED)
        case Reopened(seat, _):
            return replace(attempt, seat=seat, moved=attempt.moved or seat != attempt.seat)
        case Stalled() | ClockChanged():
            return attempt
        case Credited(extra, _):
            credit = ElapsedMs(attempt.credit + extra)
            return replace(attempt, credit=credit, credits=attempt.credits + 1)
        case Submitted(cause):
            return replace(attempt, phase=Phase.SUBMITTED, cause=cause)
        case Graded():
            return replace(attempt, phase=Phase.GRADED, graded=event)
        case Noticed():
            return attempt
    assert_never(event)


def replay(events: Iterable[Event]) -> Attempt:
    """Rebuild an attempt after a power cut."""
    return reduce(evolve, events, Attempt())


def _opened(command: Open) -> Opened:
    return Opened(
        session=command.session,
        candidate=command.candidate,
        seat=command.seat,
        paper=command.paper,
        rule_pack=command.rule_pack,
        duration=command.duration,
        earliest_submit=command.earliest_submit,
        places=command.places,
    )


def _confirmed(command: ConfirmIdentity) -> IdentityConfirmed:
    return IdentityConfirmed(
        similarity=command.similarity,
        threshold=command.threshold,
        model=command.model,
        decided_by=command.decided_by,
    )


def _noticed(command: Notice) -> Noticed:
    return Noticed(
        what=command.what,
        similarity=command.similarity,
        threshold=command.threshold,
        model=command.model,
        picture=command.picture,
    )


def _confirms(command: ConfirmIdentity) -> bool:
    by_persons = len({*command.decided_by} - {StaffId("")}) >= 2
    if command.similarity is None or not 0 < command.threshold < 1:
        return by_persons  # a threshold that everybody passes lets nobody in
    return by_persons or command.similarity >= command.threshold


def _counts(attempt: Attempt, credit: Credit) -> bool:
    return credit.extra > 0 and credit.number in (None, attempt.credits + 1)


def _on_paper(attempt: Attempt, index: int) -> bool:
    return attempt.opened is not None and 0 <= index < len(attempt.opened.places)


def fits(place: Place | None, choices: tuple[int, ...]) -> bool:
    """Whether a question on the paper can be answered so; no choice takes an answer back."""
    if place is None or list(choices) != sorted(set(choices)):
        return False
    within = all(0 <= choice < place.options for choice in choices)
    return within and (place.several or len(choices) <= 1)


def _may_submit(attempt: Attempt, cause: Cause, elapsed: ElapsedMs) -> bool:
    if attempt.opened is None or attempt.phase not in (Phase.RUNNING, Phase.PAUSED):
        return False
    match cause:
        case Cause.CANDIDATE:
            return attempt.counting and elapsed >= attempt.opened.earliest_submit
        case Cause.TIME_UP:
            return elapsed >= attempt.ends_at
        case Cause.STAFF:
            return True
    assert_never(cause)
