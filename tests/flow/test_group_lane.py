"""Saving together: as if each were alone, and nobody is answered before all is on disk."""

from functools import partial

import pytest

from bench._session import chain
from station.errors.store import StoreFull, StreamFenced, StreamForked
from station.exam.attempt_events import EVENT, Answered
from station.flow.group_lane import TOGETHER, GroupLane
from station.flow.lane import InlineLane
from station.ids import QuestionId, StreamId
from station.store.database import open_database
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.stream import Head
from tests.unit.store.conftest import KEY


class SlowLane:
    """Keeps what it is given until it is told to go on."""

    def __init__(self):
        self._tasks = []
        self.ran = 0

    def run(self, *asked):
        self._tasks.append(asked)

    def go_on(self):
        self.ran += 1
        InlineLane().run(*self._tasks.pop(0))

    def finish(self):
        while self._tasks:
            self.go_on()


@pytest.fixture
def db(tmp_path):
    db = open_database(tmp_path / "centre.db", KEY)
    yield db
    db.close()


@pytest.fixture
def lane():
    return SlowLane()


def records(name, count):
    events = [Answered(QuestionId("q"), (n % 2,)) for n in range(count)]
    return chain(EVENT, StreamId(name), events)


def test_what_came_meanwhile_is_saved_together(db, lane):
    log, group, answers = EventLog(db), GroupLane(lane, db.writing), []
    for n in range(10):
        group.run(partial(log.append, records(f"s{n}", 2)), answers.append, answers.append)
    lane.finish()
    assert [head.seq for head in answers] == [2] * 10
    assert lane.ran == 2  # the first alone, nine together
    assert len(log.streams("s")) == 10


def test_a_group_has_an_end(db, lane):
    group, done = GroupLane(lane, db.writing), []
    for n in range(2 * TOGETHER + 1):
        group.run(partial(int, n), done.append, done.append)
    lane.finish()
    assert done == [*range(2 * TOGETHER + 1)]
    assert lane.ran == 3


def test_one_that_is_refused_takes_nobody_with_it(db, lane):
    log, group, answers = EventLog(db), GroupLane(lane, db.writing), []
    log.fence("fenced", 7)
    good, forked, fenced, more = (
        records("a", 3),
        records("b", 3)[1:],
        records("fenced", 1),
        records("c", 1),
    )
    for batch in (good[:1], good[1:], forked, fenced, more):
        group.run(partial(log.append, batch), answers.append, answers.append)
    lane.finish()
    assert [type(each) for each in answers] == [Head, Head, StreamForked, StreamFenced, Head]
    assert log.read("a") == good
    assert log.read("b") == ()
    assert log.read("c") == more


def test_a_task_that_fails_halfway_leaves_nothing(db, lane):
    outbox, group, answers = Outbox(db), GroupLane(lane, db.writing), []

    def half():
        with db.writing():
            outbox.add(b"half")
            raise StreamForked(seq=1)

    for task in (lambda: 0, lambda: outbox.add(b"before"), half, lambda: outbox.add(b"after")):
        group.run(task, answers.append, answers.append)
    lane.finish()
    assert isinstance(answers[2], StreamForked)
    assert [envelope for _, envelope in outbox.pending()] == [b"before", b"after"]


def test_what_has_room_alone_is_saved_when_the_group_has_none(db, lane):
    log, outbox, group, answers = EventLog(db), Outbox(db), GroupLane(lane, db.writing), []
    log.append(records("first", 1))
    (pages,) = db.row("PRAGMA page_count")
    db.row(f"PRAGMA max_page_count = {pages}")
    small = records("first", 2)[1:]
    tasks = (lambda: 0, lambda: log.append(small), lambda: outbox.add(bytes(500_000)))
    for task in tasks:
        group.run(task, answers.append, answers.append)
    lane.finish()
    assert [type(each) for each in answers] == [int, Head, StoreFull]
    assert len(log.read("first")) == 2
    assert outbox.count() == 0


def test_nobody_is_answered_before_the_whole_is_on_disk(db, lane):
    log, group, answered_inside = EventLog(db), GroupLane(lane, db.writing), []

    def answered(_):
        answered_inside.append(db._connection.in_transaction)

    for n in range(4):
        group.run(partial(log.append, records(f"s{n}", 1)), answered, answered)
    lane.finish()
    assert answered_inside == [False] * 4
