"""A short chaos in each run of the tests; `python -m bench chaos` is the long one.

STATION_SEED=N plays the same wishes and cuts again.
"""

import os
import random
import sys
from collections import Counter

import pytest

from bench._room.chaos_seat import Shown
from bench._room.oracle import Oracle, Wrong
from bench.chaos import play

CUTS = 25


@pytest.mark.e2e
@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 and SIGSTOP are words of POSIX")
def test_random_cuts_lose_and_double_nothing():
    seed = int(os.environ.get("STATION_SEED") or random.SystemRandom().randrange(1_000_000))
    print(f"STATION_SEED={seed}")
    hits = Counter()
    tally = play(CUTS, seed, hits)
    assert not tally["wrong"], dict(tally)
    print(dict(hits))
    assert hits.total() >= CUTS / 3  # a cut that touches nothing proves nothing
    assert tally["answers"] > 10
    assert tally["cuts"] == CUTS


# The oracle itself can say no


def question(index, *chosen, remaining_ms=60_000, locked=False):
    facts = {"index": index, "chosen": frozenset(chosen), "remaining_ms": remaining_ms}
    return Shown("QuestionScreen", facts | {"locked": locked}, None)


@pytest.fixture
def oracle():
    oracle = Oracle(60_000)
    oracle.sees(question(0))
    oracle.presses(0, 2)
    oracle.sees(question(0, 2))
    oracle.obeyed()
    return oracle


def test_the_oracle_sees_an_answer_that_was_taken_back(oracle):
    oracle.cut()
    with pytest.raises(Wrong, match="question 0 shows"):
        oracle.sees(question(0))


def test_the_oracle_sees_an_answer_that_nobody_gave(oracle):
    with pytest.raises(Wrong, match="question 1 shows"):
        oracle.sees(question(1, 3))


def test_the_oracle_knows_what_may_have_happened_in_the_moment_of_a_cut(oracle):
    oracle.presses(0, 3)
    oracle.cut()
    oracle.sees(question(0, 3))
    assert oracle.unseen_saves == 1


@pytest.mark.parametrize(("remaining_ms", "right"), [(58_000, True), (57_999, False)])
def test_the_oracle_allows_two_seconds_after_a_cut(oracle, remaining_ms, right):
    oracle.cut()
    if right:
        oracle.sees(question(0, 2, remaining_ms=remaining_ms))
        assert oracle.most_drift_ms == 2_000
    else:
        with pytest.raises(Wrong, match="ms used after a cut"):
            oracle.sees(question(0, 2, remaining_ms=remaining_ms))


def test_the_oracle_allows_nothing_while_the_seat_lives(oracle):
    oracle.passes(100, surely=True)
    oracle.obeyed()
    with pytest.raises(Wrong, match="ms used"):
        oracle.sees(question(0, 2, remaining_ms=60_000))


@pytest.mark.parametrize(
    ("remaining_ms", "right"), [(60_000, True), (59_900, True), (59_800, False)]
)
def test_the_oracle_knows_that_a_pause_may_have_come_first(oracle, remaining_ms, right):
    oracle.passes(100, surely=True)
    oracle.sees(question(0, 2, locked=True))
    oracle.obeyed()
    if right:
        oracle.sees(question(0, 2, remaining_ms=remaining_ms))
    else:
        with pytest.raises(Wrong, match="ms used"):
            oracle.sees(question(0, 2, remaining_ms=remaining_ms))
