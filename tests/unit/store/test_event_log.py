"""Streams: own ones written, others' appended, old writers refused."""

from dataclasses import replace

import pytest

from station.errors.store import StreamFenced, StreamForked
from station.store.database import open_database
from station.store.event_log import EventLog
from station.store.stream import Head, follow

from .conftest import KEY


@pytest.fixture
def log(db):
    return EventLog(db)


@pytest.fixture
def other(tmp_path):
    """The same room on another machine."""
    db = open_database(tmp_path / "other.db", KEY)
    yield EventLog(db)
    db.close()


def test_nothing_was_saved_yet(log):
    assert log.head("s") == Head()
    assert log.read("s") == ()
    assert log.streams("") == ()


def test_what_is_written_hangs_on_one_chain(log):
    first = log.write("s", 1, 10, 1000, [b"a", b"b"])
    second = log.write("s", 1, 20, 2000, [b"c"])
    log.write("t", 1, 5, 2000, [b"x"])
    records = log.read("s")
    assert records == first + second
    assert [record.body for record in records] == [b"a", b"b", b"c"]
    assert [record.seq for record in records] == [1, 2, 3]
    assert [(record.elapsed, record.wall) for record in records][1:] == [(10, 1000), (20, 2000)]
    assert log.head("s") == follow(Head(), records, "s")


def test_no_events_are_no_records(log):
    assert log.write("s", 1, 0, 0, []) == ()
    assert log.streams("") == ()


def test_streams_are_found_by_how_they_begin(log):
    for name in ["attempt/2", "attempt/1", "attempt", "card/1", "考/1", "attempt%"]:
        log.write(name, 1, 0, 0, [b"x"])
    log.fence("attempt/3", 2)
    assert log.streams("attempt/") == ("attempt/1", "attempt/2")
    assert log.streams("考") == ("考/1",)
    assert len(log.streams("")) == 6
    assert log.streams("nothing") == ()


def test_a_copy_is_equal_and_may_come_twice_in_any_pieces(log, other):
    records = log.write("s", 1, 0, 0, [bytes([n]) for n in range(10)])
    for batch in [records[:4], records[:4], records[2:7], records[:3], records[6:], records]:
        head = other.append(batch)
    assert other.read("s") == records
    assert head == log.head("s") == other.head("s")


WRONG = [
    lambda records: (),
    lambda records: records[3:],
    lambda records: (records[2], records[4]),
    lambda records: (records[0], replace(records[1], body=b"changed"), records[2]),
    lambda records: (replace(records[0], elapsed=77), *records[1:]),
    lambda records: (*records, replace(records[0], stream="t")),
    lambda records: (records[2], records[2]),
    lambda records: tuple(reversed(records)),
    lambda records: (replace(records[4], seq=2**62),),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_continue_is_refused_whole(log, other, wrong):
    records = log.write("s", 1, 0, 0, [bytes([n]) for n in range(5)])
    other.append(records[:2])
    with pytest.raises(StreamForked):
        other.append(wrong(records))
    assert other.read("s") == records[:2]
    assert other.streams("") == ("s",)


def test_a_seat_that_comes_back_from_the_dead_is_fenced_off(log, other):
    """Seat 1 saves five, three arrive; seat 2 takes over; seat 1 comes back with the rest."""
    dead = log.write("s", 1, 0, 0, [bytes([n]) for n in range(5)])
    other.append(dead[:3])
    other.fence("s", 2)
    with pytest.raises(StreamFenced):
        other.append(dead[3:])
    with pytest.raises(StreamFenced):
        other.write("s", 1, 0, 0, [b"too late"])
    moved = other.write("s", 2, 0, 0, [b"reopened", b"goes on"])
    with pytest.raises(StreamFenced):
        other.append(dead)
    assert other.append(dead[:3]) == other.head("s")  # what it had sent is still welcome
    assert other.read("s") == dead[:3] + moved


def test_a_new_writer_fences_the_old_one_off_by_writing(log):
    log.write("s", 3, 0, 0, [b"a"])
    with pytest.raises(StreamFenced):
        log.write("s", 2, 0, 0, [b"b"])
    assert log.write("s", 3, 0, 0, [b"b"])[0].seq == 2


def test_a_fence_outlives_a_restart_and_never_falls(path, db):
    EventLog(db).fence("s", 5)
    EventLog(db).fence("s", 2)
    db.close()
    db = open_database(path, KEY)
    with pytest.raises(StreamFenced):
        EventLog(db).write("s", 4, 0, 0, [b"a"])
    assert EventLog(db).write("s", 5, 0, 0, [b"a"])
    db.close()


def test_a_change_by_someone_with_the_key_is_seen(db, log):
    log.write("s", 1, 0, 0, [b"a", b"b"])
    with db.writing():
        db.execute("DROP TRIGGER record_is_final")
        db.execute("UPDATE record SET body = x'00' WHERE seq = 1")
    with pytest.raises(StreamForked):
        log.read("s")
