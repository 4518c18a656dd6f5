"""A stretch walked in one pass says what `decide` and `evolve` say, event by event."""

from functools import reduce

from hypothesis import example, given
from hypothesis import strategies as st

from station.exam.answering import Answering
from station.exam.attempt import Attempt, decide, evolve
from station.exam.attempt_commands import (
    Answer,
    ConfirmIdentity,
    Credit,
    Flag,
    Open,
    Pause,
    Reopen,
    Start,
    Submit,
    Visit,
)
from station.exam.attempt_events import Answered, Cause, Flagged, Graded, Place, Visited
from station.ids import (
    CandidateId,
    Digest,
    ElapsedMs,
    QuestionId,
    SeatNumber,
    SessionId,
    StaffId,
)

OPEN = Open(
    session=SessionId("s"),
    candidate=CandidateId("c"),
    seat=SeatNumber(1),
    paper=Digest(bytes(32)),
    rule_pack=Digest(bytes(32)),
    duration=ElapsedMs(50),
    earliest_submit=ElapsedMs(0),
    places=(
        Place(question=QuestionId("q1"), options=2, several=False),
        Place(question=QuestionId("q2"), options=4, several=True),
    ),
)
CONFIRM = ConfirmIdentity(similarity=0.7, threshold=0.36, model="m")
STAFF = StaffId("a")

BEGINNINGS = [
    [],
    [OPEN],
    [OPEN, CONFIRM],
    [OPEN, CONFIRM, Start()],
    [OPEN, CONFIRM, Start(), Pause(STAFF)],
    [OPEN, CONFIRM, Start(), Credit(ElapsedMs(20), STAFF)],
    [OPEN, CONFIRM, Start(), Reopen(SeatNumber(2), 0)],
    [OPEN, CONFIRM, Start(), Reopen(SeatNumber(2), 0), CONFIRM],
    [OPEN, CONFIRM, Start(), Answer(QuestionId("q2"), (1, 3)), Flag(QuestionId("q1"), True)],
    [OPEN, CONFIRM, Start(), Submit(Cause.STAFF)],
]
QUESTIONS = st.sampled_from([QuestionId(name) for name in ("q1", "q2", "elsewhere")])
CHOICES = st.lists(st.integers(-1, 4), max_size=3).map(tuple)
EVENTS = st.one_of(
    st.builds(Visited, st.integers(-1, 2)),
    st.builds(Answered, QUESTIONS, CHOICES),
    st.builds(Flagged, QUESTIONS, st.booleans()),
    st.just(Graded(marks=1, of=2, passed=True)),
)


def begun(commands):
    state = Attempt()
    for command in commands:
        state = reduce(evolve, decide(state, command, ElapsedMs(0)), state)
    return state


def asked(event):
    match event:
        case Visited(index):
            return Visit(index)
        case Answered(question, choices):
            return Answer(question, choices)
        case Flagged(question, flagged):
            return Flag(question, flagged)
    return None


@given(
    st.sampled_from(BEGINNINGS),
    st.lists(st.tuples(EVENTS, st.sampled_from([0, 10, 49, 50, 69, 70])), max_size=25),
)
@example(BEGINNINGS[3], [(Answered(QuestionId("q1"), (1,)), 49), (Visited(1), 50)])
@example(BEGINNINGS[5], [(Visited(1), 69), (Visited(0), 70)])
def test_each_event_is_granted_by_both_or_by_neither(commands, events):
    state = begun(commands)
    stretch = Answering(state)
    for event, elapsed in events:
        command = asked(event)
        granted = () if command is None else decide(state, command, ElapsedMs(elapsed))
        rightful = granted == (event,)
        assert stretch.take(event, ElapsedMs(elapsed)) == rightful
        if rightful:
            state = evolve(state, event)
        assert stretch.attempt() == state
