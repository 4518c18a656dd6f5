"""Walks an attempt's events again and asks of each whether the rules would have let it happen.

`evolve` takes any saved event as a fact. A stream from a centre is a claim, so here each event
is put to `decide` once more: an answer after the time, a second hand-in or a hand-in before
the earliest minute cannot be slipped in, however well the chain is forged. The long stretches of
looking and answering are walked in one pass (exam.answering), which says the same.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import assert_never

from station.errors.province import EventsImpossible
from station.exam.answering import STEPS, Answering
from station.exam.attempt import Attempt, decide, evolve
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
    EVENT,
    Answered,
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
    Reopened,
    Stalled,
    Started,
    Submitted,
    Visited,
)
from station.ids import StaffId
from station.store.stream import Record
from station.store.stream_in_place import Step

EVENTS_HELD = 1 << 15
"""Events that are held read; they are values, and a few hundred bytes each."""


def retrace(records: Iterable[Record | Step], staff: frozenset[StaffId]) -> Attempt:
    """Rebuild an attempt from records whose chain holds.

    Args:
        staff: Who may pause, credit and vouch at this centre.

    Raises:
        DocumentMalformed: A body is not an event.
        EventsImpossible: An event that would have been refused, or exam time that runs back.
    """
    attempt, elapsed = Attempt(), 0
    owed: tuple[Event, ...] = ()  # one command may make several events happen
    stretch: Answering | None = None
    for record in records:
        event = _read(record.body)
        if record.elapsed < elapsed:
            raise EventsImpossible(seq=record.seq)
        elapsed = record.elapsed
        if not owed and isinstance(event, STEPS):
            stretch = stretch or Answering(attempt)
            if not stretch.take(event, record.elapsed):
                raise EventsImpossible(seq=record.seq)
            continue
        if stretch is not None:
            attempt, stretch = stretch.attempt(), None
        granted = owed or decide(attempt, _command(event), record.elapsed)
        if not granted or granted[0] != event or not _persons(event) <= staff:
            raise EventsImpossible(seq=record.seq)
        owed = granted[1:]
        attempt = evolve(attempt, event)
    return attempt if stretch is None else stretch.attempt()


@lru_cache(EVENTS_HELD)
def _read(body: bytes) -> Event:
    """Read an event; a body is short, and candidates who get one question say much the same."""
    return EVENT.unpack(body)


def _persons(event: Event) -> frozenset[StaffId]:
    """Who is named as having decided an event."""
    match event:
        case IdentityConfirmed(decided_by=persons):
            return frozenset(persons)
        case Paused(by=by) | Continued(by=by) | Credited(by=by):
            return frozenset({by})
        case _:
            return frozenset()


def _command(event: Event) -> Command:
    """The command that an event grants."""
    match event:
        case Opened():
            return Open(
                session=event.session,
                candidate=event.candidate,
                seat=event.seat,
                paper=event.paper,
                rule_pack=event.rule_pack,
                duration=event.duration,
                earliest_submit=event.earliest_submit,
                places=event.places,
            )
        case IdentityConfirmed():
            return ConfirmIdentity(
                similarity=event.similarity,
                threshold=event.threshold,
                model=event.model,
                decided_by=event.decided_by,
            )
        case Started():
            return Start()
        case Visited(index):
            return Visit(index)
        case Answered(question, choices):
            return Answer(question, choices)
        case Flagged(question, flagged):
            return Flag(question, flagged)
        case Paused(by):
            return Pause(by)
        case Continued(by):
            return Continue(by)
        case Reopened(seat, lost_ms):
            return Reopen(seat, lost_ms)
        case Stalled(stood_ms):
            return NoteStall(stood_ms)
        case ClockChanged(by_ms):
            return NoteClockChange(by_ms)
        case Credited(extra, by):
            return Credit(extra, by)
        case Submitted(cause):
            return Submit(cause)
        case Graded():
            return RecordGrade(marks=event.marks, of=event.of, passed=event.passed)
        case Noticed():
            return Notice(
                what=event.what,
                similarity=event.similarity,
                threshold=event.threshold,
                model=event.model,
                picture=event.picture,
            )
    assert_never(event)
