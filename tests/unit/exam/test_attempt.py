from dataclasses import replace

import pytest

from station.errors.document import DocumentMalformed
from station.exam.attempt import Attempt, Phase, decide, evolve
from station.exam.attempt_commands import (
    Answer,
    ConfirmIdentity,
    Open,
    RecordGrade,
    Reopen,
    Start,
    Submit,
)
from station.exam.attempt_events import EVENT, Cause, Graded, Place
from station.ids import ElapsedMs, QuestionId, SeatNumber, StaffId
from tests.property.test_attempt import CLEAR_CONFIRM, OPEN


def after(*commands, elapsed=400):
    attempt = Attempt()
    for command in commands:
        for event in decide(attempt, command, ElapsedMs(elapsed)):
            attempt = evolve(attempt, event)
    return attempt


def place(name="q", options=2):
    return Place(question=QuestionId(name), options=options, several=False)


@pytest.mark.parametrize(
    "change",
    [
        {"places": ()},
        {"places": (place(), place())},
        {"duration": ElapsedMs(0)},
        {"earliest_submit": ElapsedMs(-1)},
    ],
)
def test_a_paper_that_cannot_be_sat_is_not_opened(change):
    with pytest.raises(ValueError, match="a paper has"):
        decide(Attempt(), replace(OPEN, **change), ElapsedMs(0))


def test_a_question_without_a_choice_is_none():
    with pytest.raises(ValueError, match="two options"):
        place(options=1)


@pytest.mark.parametrize("marks", [-1, 4])
def test_marks_lie_within_the_paper(marks):
    with pytest.raises(ValueError, match="marks"):
        Graded(marks=marks, of=3, passed=True)


def test_an_impossible_event_is_malformed_when_read():
    good = EVENT.pack(Graded(marks=3, of=3, passed=True))
    assert good.count(b"emarks\x03") == 1
    with pytest.raises(DocumentMalformed):
        EVENT.unpack(good.replace(b"emarks\x03", b"emarks\x04"))


@pytest.mark.parametrize(
    ("decided_by", "confirmed"),
    [(("a", "b"), True), (("a", "a"), False), (("a",), False), (("a", ""), False), ((), False)],
)
def test_two_different_persons_decide(decided_by, confirmed):
    command = ConfirmIdentity(
        similarity=None,
        threshold=0.36,
        model="",
        decided_by=tuple(StaffId(person) for person in decided_by),
    )
    assert (after(OPEN, command).phase is Phase.CONFIRMED) == confirmed


@pytest.mark.parametrize("threshold", [0.0, -1.0, 1.0, float("nan")])
def test_a_threshold_that_is_none_lets_nobody_in(threshold):
    command = ConfirmIdentity(similarity=0.99, threshold=threshold, model="m")
    assert after(OPEN, command).phase is Phase.OPENED


def test_a_graded_attempt_is_closed():
    graded = after(
        OPEN,
        CLEAR_CONFIRM,
        Start(),
        Submit(Cause.STAFF),
        RecordGrade(marks=1, of=3, passed=False),
    )
    assert graded.phase is Phase.GRADED
    assert decide(graded, Reopen(SeatNumber(2), 0), ElapsedMs(0)) == ()
    assert isinstance(OPEN, Open)


def test_who_comes_from_another_seat_is_looked_at_again_before_anything_else():
    moved = after(OPEN, CLEAR_CONFIRM, Start(), Reopen(SeatNumber(2), 90_000))
    assert (moved.phase, moved.unchecked, moved.counting) == (Phase.RUNNING, True, False)
    assert decide(moved, Answer(QuestionId("q1"), (0,)), ElapsedMs(400)) == ()
    assert decide(moved, Submit(Cause.CANDIDATE), ElapsedMs(400)) == ()
    known = after(OPEN, CLEAR_CONFIRM, Start(), Reopen(SeatNumber(2), 90_000), CLEAR_CONFIRM)
    assert (known.phase, known.unchecked, known.counting) == (Phase.RUNNING, False, True)
    assert not after(OPEN, CLEAR_CONFIRM, Start(), Reopen(SeatNumber(1), 90_000)).unchecked
