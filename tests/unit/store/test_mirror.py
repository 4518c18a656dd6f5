"""A second disk holds what the first one holds, at every commit, and is in nobody's way."""

import pytest

from station.errors.store import StoreUnreadable
from station.ids import ElapsedMs, Epoch, StreamId, UnixMs, digest_of
from station.store.database import open_database
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.pictures import Pictures
from station.store.settings import Settings

KEY = bytes(range(32))
STREAM = StreamId("room/s")


def write(db, *bodies):
    return EventLog(db).write(STREAM, Epoch(1), ElapsedMs(0), UnixMs(1), bodies)


@pytest.fixture
def disks(tmp_path):
    (tmp_path / "second").mkdir()
    db = open_database(tmp_path / "first.db", KEY)
    yield db, tmp_path / "second" / "copy.db"
    db.close()


def half_done(db):
    with db.writing():
        db.execute("INSERT INTO setting VALUES ('a', 'b')")
        raise RuntimeError


def everything(db):
    tables = [row[0] for row in db.rows("SELECT name FROM main.sqlite_master WHERE type='table'")]
    return {table: sorted(map(repr, db.rows(f"SELECT * FROM main.{table}"))) for table in tables}


def test_what_was_there_before_and_what_follows_is_on_both(disks):
    db, copy = disks
    write(db, b"before")
    Settings(db).put("a", "1")
    db.mirror_into(copy, KEY)
    write(db, b"after", b"later")
    Settings(db).put("a", "2")
    DocumentShelf(db).put("ticket", digest_of(b"raw"), b"raw")
    Outbox(db).add(b"envelope")
    Pictures(db).put(STREAM, "still", b"jpeg", UnixMs(5))
    EventLog(db).fence(STREAM, Epoch(3))
    mine = everything(db)
    assert db.mirrored
    # the power goes: nothing is closed, and the copy is opened as it is
    other = open_database(copy, KEY)
    assert everything(other) == mine
    assert [one.body for one in EventLog(other).read(STREAM)] == [b"before", b"after", b"later"]
    other.close()


def test_what_is_undone_here_is_undone_there(disks):
    db, copy = disks
    db.mirror_into(copy, KEY)
    with pytest.raises(RuntimeError):
        half_done(db)
    other = open_database(copy, KEY)
    assert Settings(other).get("a") is None
    other.close()


def test_a_copy_of_an_earlier_day_is_replaced_by_a_whole_one(disks):
    db, copy = disks
    copy.write_bytes(b"of another day")
    write(db, b"one")
    db.mirror_into(copy, KEY)
    other = open_database(copy, KEY)
    assert len(EventLog(other).read(STREAM)) == 1
    other.close()
    assert not list(copy.parent.glob("*.new*"))


def test_a_second_disk_that_is_gone_stops_nobody(disks):
    db, copy = disks
    with pytest.raises(StoreUnreadable):
        db.mirror_into(copy.parent / "not-there" / "copy.db", KEY)
    assert not db.mirrored
    write(db, b"one")
    assert len(EventLog(db).read(STREAM)) == 1


def test_a_second_disk_that_fails_later_is_let_go_of(disks):
    db, copy = disks
    db.mirror_into(copy, KEY)
    db.row("PRAGMA mirror.max_page_count = 1")  # it has no room any more
    copy.with_name(copy.name + ".probe").mkdir()
    with pytest.raises(Exception, match="STO"):
        Settings(db).put("a", "x" * 100_000)
    assert not db.mirrored
    Settings(db).put("a", "x" * 100_000)
    assert Settings(db).get("a") == "x" * 100_000
