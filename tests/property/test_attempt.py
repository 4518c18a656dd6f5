"""What is promised to a candidate, held against an invigilator with pencil, paper and a watch.

The invigilator below knows nothing of events or states. He keeps an answer sheet, a watch and a
list of what was said to him, and takes every decision from those alone.
"""

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from station.exam.attempt import Attempt, Phase, decide, evolve, replay
from station.exam.attempt_commands import (
    Answer,
    ConfirmIdentity,
    Continue,
    Credit,
    Flag,
    NoteClockChange,
    NoteStall,
    Open,
    Pause,
    RecordGrade,
    Reopen,
    Start,
    Submit,
    Visit,
)
from station.exam.attempt_events import EVENT, Answered, Cause, Credited, Graded, Place, Submitted
from station.ids import CandidateId, Digest, ElapsedMs, QuestionId, SeatNumber, SessionId, StaffId

SHEET = {"q1": (2, False), "q2": (4, False), "q3": (4, True)}
DURATION, EARLIEST = 1_000, 300
OPEN = Open(
    session=SessionId("s"),
    candidate=CandidateId("c"),
    seat=SeatNumber(1),
    paper=Digest(bytes(32)),
    rule_pack=Digest(bytes(32)),
    duration=ElapsedMs(DURATION),
    earliest_submit=ElapsedMs(EARLIEST),
    places=tuple(
        Place(question=QuestionId(q), options=n, several=several)
        for q, (n, several) in SHEET.items()
    ),
)
STAFF = st.sampled_from([StaffId("a"), StaffId("b")])
QUESTIONS = st.sampled_from([QuestionId(q) for q in (*SHEET, "elsewhere")])
CHOICES = st.lists(st.integers(-1, 4), max_size=3).map(tuple)
CONFIRM = st.builds(
    ConfirmIdentity,
    similarity=st.sampled_from([None, 0.2, 0.36, 0.9, math.nan]),
    threshold=st.sampled_from([0.36, 0.36, 0.0, math.nan]),
    model=st.just("m"),
    decided_by=st.lists(STAFF, max_size=2).map(tuple),
)
CLEAR_CONFIRM = ConfirmIdentity(similarity=0.9, threshold=0.36, model="m")
COMMANDS = st.one_of(
    st.builds(Answer, QUESTIONS, CHOICES),
    st.builds(Answer, QUESTIONS, st.sampled_from([(), (0,), (1,), (0, 2)])),
    st.builds(Visit, st.integers(-1, 3)),
    st.builds(Flag, QUESTIONS, st.booleans()),
    st.builds(Pause, STAFF),
    st.builds(Continue, STAFF),
    st.builds(Reopen, st.sampled_from([SeatNumber(1), SeatNumber(2)]), st.integers(-5, 5)),
    st.builds(NoteStall, st.integers(-5, 5)),
    st.builds(NoteClockChange, st.integers(-5, 5)),
    st.builds(Credit, st.integers(-50, 200).map(ElapsedMs), STAFF),
    st.builds(Submit, st.sampled_from(Cause)),
    st.just(RecordGrade(marks=2, of=3, passed=False)),
    st.just(OPEN),
    CONFIRM,
    st.just(Start()),
)
OPENING = st.sampled_from([[], [OPEN], [OPEN, CLEAR_CONFIRM], [OPEN, CLEAR_CONFIRM, Start()]])


class Invigilator:
    def __init__(self):
        self.said = []  # one word for each thing that was really done
        self.sheet = {}
        self.marked = set()
        self.page = 0
        self.seat = None
        self.stranger = False  # sits at another seat, and nobody has looked yet who it is
        self.extra = 0

    def done(self, word):
        return self.said.count(word)

    def handed_in(self):
        return "hand in" in self.said

    def clock_runs(self):
        return self.done("start") > 0 and self.done("pause") == self.done("go on")

    def may_write(self, watch):
        known = self.clock_runs() and not self.stranger
        return known and not self.handed_in() and watch < DURATION + self.extra

    def hears(self, command, watch):
        """Act on what is asked; say whether anything changed."""
        word = self._act(command, watch)
        if word:
            self.said.append(word)
        return bool(word)

    def _act(self, command, watch):
        match command:
            case Open():
                if not self.said:
                    self.seat = command.seat
                    return "open"
            case ConfirmIdentity():
                two = len(set(command.decided_by)) == 2
                seen = command.similarity in (0.36, 0.9) and command.threshold == 0.36
                asked = self.stranger or not self.done("known")
                if self.done("open") and asked and not self.handed_in() and (two or seen):
                    self.stranger = False
                    return "known"
            case Start():
                if self.done("known") and not self.done("start") and not self.stranger:
                    return "start"
            case Visit(page):
                if self.may_write(watch) and page in (0, 1, 2) and page != self.page:
                    self.page = page
                    return "turn"
            case Answer(question, choices):
                if self.may_write(watch) and self._can_be_ticked(question, choices):
                    if set(choices) == self.sheet.get(question, set()):
                        return ""
                    self.sheet[question] = set(choices)
                    return "tick"
            case Flag(question, flagged):
                changes = (question in self.marked) != flagged
                if self.may_write(watch) and question in SHEET and changes:
                    self.marked ^= {question}
                    return "flag"
            case Pause():
                if self.clock_runs() and not self.handed_in():
                    return "pause"
            case Continue():
                if self.done("start") and not self.clock_runs() and not self.handed_in():
                    return "go on"
            case Reopen(seat, _):
                if self.said and not self.done("grade"):
                    self.stranger = self.stranger or seat != self.seat
                    self.seat = seat
                    return "reopen"
            case NoteStall(much) | NoteClockChange(much):
                forward = much > 0 or (much < 0 and isinstance(command, NoteClockChange))
                if self.said and not self.handed_in() and forward:
                    return "note"
            case Credit(extra, _):
                if self.said and not self.handed_in() and extra > 0:
                    self.extra += extra
                    return "credit"
            case Submit(cause):
                if self.done("start") and not self.handed_in() and self._accepts(cause, watch):
                    return "hand in"
            case RecordGrade():
                if self.handed_in() and not self.done("grade"):
                    return "grade"
        return ""

    def _can_be_ticked(self, question, choices):
        if question not in SHEET:
            return False
        boxes, several = SHEET[question]
        in_order = all(a < b for a, b in pairwise(choices))
        return in_order and set(choices) <= set(range(boxes)) and (several or len(choices) < 2)

    def _accepts(self, cause, watch):
        return {
            Cause.CANDIDATE: self.clock_runs() and not self.stranger and watch >= EARLIEST,
            Cause.TIME_UP: watch >= DURATION + self.extra,
            Cause.STAFF: True,
        }[cause]


@settings(max_examples=300)
@given(OPENING, st.lists(st.tuples(COMMANDS, st.integers(0, 120)), max_size=60))
def test_an_attempt_keeps_its_promises(opening, steps):
    attempt, log, watch, invigilator = Attempt(), [], 0, Invigilator()
    for command, passes in [*((command, 0) for command in opening), *steps]:
        if attempt.counting:
            watch += passes  # the flow's exam clock: it runs while the paper is being written
        events = decide(attempt, command, ElapsedMs(watch))
        assert bool(events) == invigilator.hears(command, watch), command
        for event in events:
            attempt = evolve(attempt, event)
            log.append((watch, event))
    assert {q: set(choices) for q, choices in attempt.answers.items()} == {
        q: choices for q, choices in invigilator.sheet.items() if choices
    }
    assert set(attempt.flags) == invigilator.marked
    assert (attempt.current, attempt.seat) == (invigilator.page, invigilator.seat)
    assert attempt.credit == invigilator.extra
    assert attempt.credits == invigilator.done("credit")
    assert (attempt.phase in (Phase.SUBMITTED, Phase.GRADED)) == invigilator.handed_in()
    saved = [EVENT.unpack(EVENT.pack(event)) for _, event in log]
    assert replay(saved) == attempt


@settings(max_examples=200)
@given(st.lists(st.tuples(COMMANDS, st.integers(0, 400)), max_size=40))
def test_nothing_is_written_after_the_end(steps):
    attempt, log, watch = Attempt(), [], 0
    for command, passes in [(OPEN, 0), (CLEAR_CONFIRM, 0), (Start(), 0), *steps]:
        watch += passes if attempt.counting else 0
        for event in decide(attempt, command, ElapsedMs(watch)):
            attempt = evolve(attempt, event)
            log.append((watch, event))
    credit, over = 0, False
    for when, event in log:
        match event:
            case Credited(extra, _):
                credit += extra
            case Submitted():
                assert not over
                over = True
            case Answered():
                assert not over
                assert when < DURATION + credit
            case Graded():
                assert over
    assert attempt.remaining(ElapsedMs(watch)) == max(0, DURATION + credit - watch)
