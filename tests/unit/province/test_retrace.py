"""Every event of a stream is put to the rules again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors.document import DocumentMalformed
from station.errors.province import EventsImpossible
from station.exam.attempt import Phase, replay
from station.exam.attempt_commands import (
    Answer,
    ConfirmIdentity,
    Continue,
    Credit,
    Flag,
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
    Credited,
    Graded,
    IdentityConfirmed,
    Place,
    Started,
    Submitted,
    Visited,
)
from station.ids import (
    CandidateId,
    Digest,
    ElapsedMs,
    QuestionId,
    SeatNumber,
    SessionId,
    StaffId,
)
from station.province.retrace import retrace
from tests.unit.province.world import FIRST, SECOND, chain, happen

STAFF = frozenset({FIRST, SECOND})
Q1, Q2 = QuestionId("q1"), QuestionId("q2")
OPEN = Open(
    session=SessionId("s"),
    candidate=CandidateId("c"),
    seat=SeatNumber(1),
    paper=Digest(bytes(32)),
    rule_pack=Digest(bytes(32)),
    duration=ElapsedMs(60_000),
    earliest_submit=ElapsedMs(5_000),
    places=(
        Place(question=Q1, options=2, several=False),
        Place(question=Q2, options=4, several=True),
    ),
)
CONFIRM = ConfirmIdentity(similarity=0.7, threshold=0.36, model="m")
HONEST = happen([OPEN, CONFIRM, Start(), Answer(Q1, (1,)), Visit(1), Answer(Q2, (0, 2))])
DONE = [
    (Submitted(Cause.CANDIDATE), 6_000),
    (Graded(marks=1, of=2, passed=True), 6_000),
]


def trace(events):
    return retrace(chain(events, "s"), STAFF)


def test_an_honest_stream_is_its_replay():
    attempt = trace(HONEST + DONE)
    assert attempt == replay(event for event, _ in HONEST + DONE)
    assert attempt.phase is Phase.GRADED


FORGED = {
    "an answer after the time": [*HONEST, (Answered(Q1, (0,)), 60_000)],
    "an answer after the hand-in": [*HONEST, DONE[0], (Answered(Q1, (0,)), 7_000)],
    "a second mark": [*HONEST, *DONE, (Graded(marks=2, of=2, passed=True), 8_000)],
    "a mark before the hand-in": [*HONEST, DONE[1]],
    "a hand-in before the earliest minute": [*HONEST[:4], (Submitted(Cause.CANDIDATE), 4_000)],
    "time up before the time is up": [*HONEST, (Submitted(Cause.TIME_UP), 59_999)],
    "an option that is not there": [*HONEST, (Answered(Q1, (2,)), 6_000)],
    "two options where one is asked": [*HONEST, (Answered(Q1, (0, 1)), 6_000)],
    "a question of another paper": [*HONEST, (Answered(QuestionId("q9"), (0,)), 6_000)],
    "a page that is not there": [*HONEST, (Visited(2), 6_000)],
    "a start without a face": [HONEST[0], (Started(), 0)],
    "a face below its threshold": [
        HONEST[0],
        (IdentityConfirmed(similarity=0.3, threshold=0.36, model="m", decided_by=()), 0),
    ],
    "one person vouching alone": [
        HONEST[0],
        (
            IdentityConfirmed(similarity=None, threshold=0.36, model="", decided_by=(FIRST, FIRST)),
            0,
        ),
    ],
    "strangers vouching": [
        HONEST[0],
        (
            IdentityConfirmed(
                similarity=None, threshold=0.36, model="", decided_by=(FIRST, StaffId("x"))
            ),
            0,
        ),
    ],
    "a credit that no staff gave": [*HONEST, (Credited(ElapsedMs(9), StaffId("x")), 6_000)],
    "exam time that runs back": [*HONEST, (Answered(Q1, (0,)), 1_000)],
    "nothing opened": HONEST[1:],
    "opened twice": [*HONEST, (HONEST[0][0], 6_000)],
}


@pytest.mark.parametrize("events", FORGED.values(), ids=FORGED)
def test_what_the_rules_would_refuse_is_refused_and_named(events):
    with pytest.raises(EventsImpossible) as refused:
        trace(events)
    assert refused.value.facts["seq"] <= len(events)


def test_a_body_that_is_no_event_is_refused():
    records = chain(HONEST, "s")
    broken = [
        record if n else type(record)(**{**_fields(record), "body": b"\xa0"})
        for n, record in enumerate(records)
    ]
    with pytest.raises(DocumentMalformed):
        retrace(broken, STAFF)


def _fields(record):
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


QUESTIONS = st.sampled_from([Q1, Q2])
CHOICES = st.lists(st.integers(0, 4), max_size=3).map(tuple)
COMMANDS = st.one_of(
    st.just(OPEN),
    st.just(CONFIRM),
    st.just(Start()),
    st.builds(Visit, st.integers(0, 2)),
    st.builds(Answer, QUESTIONS, CHOICES),
    st.builds(Flag, QUESTIONS, st.booleans()),
    st.builds(Pause, st.sampled_from([FIRST, SECOND])),
    st.builds(Continue, st.just(FIRST)),
    st.builds(Credit, st.integers(0, 9).map(ElapsedMs), st.just(FIRST)),
    st.builds(Reopen, st.just(SeatNumber(2)), st.integers(-1, 9)),
    st.builds(Submit, st.sampled_from(Cause)),
    st.builds(RecordGrade, marks=st.just(1), of=st.just(2), passed=st.just(False)),
)
SCRIPTS = st.lists(COMMANDS, max_size=30).map(lambda more: [OPEN, CONFIRM, Start(), *more])


@given(SCRIPTS, st.sampled_from([10, 1_000, 4_000]))
def test_whatever_a_seat_let_happen_is_accepted(commands, step_ms):
    events = happen(commands, step_ms)
    assert trace(events) == replay(event for event, _ in events)


@given(SCRIPTS, st.data())
def test_a_repeated_answer_hand_in_or_mark_is_never_accepted(commands, data):
    events = happen([*commands, Submit(Cause.STAFF), RecordGrade(marks=1, of=2, passed=False)])
    repeatable = [pair for pair in events if isinstance(pair[0], Answered | Submitted | Graded)]
    again, _ = data.draw(st.sampled_from(repeatable))
    with pytest.raises(EventsImpossible):
        trace([*events, (again, events[-1][1])])
