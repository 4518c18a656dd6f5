"""The file: encrypted, final, refused by name when it is not ours."""

import os
import stat
import threading

import pytest
from sqlcipher3 import dbapi2

from station.errors.store import (
    StoreBusy,
    StoreLocked,
    StoreTooNew,
    StoreUnreadable,
    StreamForked,
)
from station.store import database as database_module
from station.store.clock_mark import ClockMarks
from station.store.database import open_database
from station.store.event_log import EventLog
from station.store.settings import Settings

from .conftest import KEY


def wrote(db, stream="s", count=1, epoch=1):
    return EventLog(db).write(stream, epoch, 0, 0, [b"body %d" % n for n in range(count)])


def test_what_was_saved_is_there_when_opened_again(path):
    db = open_database(path, KEY)
    saved = wrote(db, count=3)
    db.close()
    db = open_database(path, KEY)
    assert EventLog(db).read("s") == saved
    db.close()


def test_it_is_written_through_and_encrypted(db, path):
    assert db.row("PRAGMA journal_mode") == ("wal",)
    assert db.row("PRAGMA synchronous") == (2,)
    assert db.row("PRAGMA foreign_keys") == (1,)
    EventLog(db).write("s", 1, 0, 0, [b"the candidate chose B"])
    db.forget()
    files = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert files
    assert b"candidate chose" not in files
    assert b"CREATE TABLE" not in files
    assert b"SQLite format 3" not in files


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such mode")
def test_only_its_owner_can_read_it(db, path):
    wrote(db)
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_another_key_does_not_open_it_and_changes_nothing(db, path):
    saved = wrote(db)
    db.close()
    with pytest.raises(StoreLocked):
        open_database(path, bytes(32))
    db = open_database(path, KEY)
    assert EventLog(db).read("s") == saved
    db.close()


@pytest.mark.parametrize("foreign", [b"SQLite format 3\x00" + bytes(4080), b"\x01" * 8192])
def test_a_file_of_somebody_else_is_not_touched(path, foreign):
    path.write_bytes(foreign)
    with pytest.raises(StoreLocked):
        open_database(path, KEY)
    assert path.read_bytes() == foreign


def test_a_key_of_another_length_is_a_bug(path):
    with pytest.raises(ValueError, match="32 bytes"):
        open_database(path, b"short")


def test_a_missing_folder_is_said_by_name(tmp_path):
    with pytest.raises(StoreUnreadable):
        open_database(tmp_path / "no" / "seat.db", KEY)


def test_a_damaged_page_is_said_by_name(path):
    db = open_database(path, KEY)
    saved = wrote(db, count=500)
    db.close()
    raw = bytearray(path.read_bytes())
    for page in range(4096 + 100, len(raw), 4096):
        raw[page] ^= 1
    path.write_bytes(raw)
    with pytest.raises(StoreUnreadable):
        EventLog(open_database(path, KEY)).read(saved[0].stream)


def test_a_newer_database_is_left_alone(db, path):
    with db.writing():
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('station', '9999 from the future', '')"
        )
    with pytest.raises(StoreTooNew):
        open_database(path, KEY)


def test_two_processes_can_take_turns_and_one_that_never_ends_is_named(db, path, monkeypatch):
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.05)
    other = open_database(path, KEY)
    Settings(other).put("a", "1")
    assert Settings(db).get("a") == "1"
    with db.writing():
        db.execute("INSERT INTO setting VALUES ('b', '2')")
        with pytest.raises(StoreBusy):
            Settings(other).put("c", "3")
    assert Settings(other).get("b") == "2"
    assert Settings(other).get("c") is None
    other.close()


def test_a_block_that_fails_saves_nothing(db):
    def save_and_fail():
        with db.writing():
            db.execute("INSERT INTO setting VALUES ('a', '1')")
            raise RuntimeError("on the way")

    with pytest.raises(RuntimeError, match="on the way"):
        save_and_fail()
    assert Settings(db).get("a") is None
    Settings(db).put("a", "2")
    assert Settings(db).get("a") == "2"


def test_it_may_be_used_from_one_thread_after_the_other(db):
    saved = []
    thread = threading.Thread(target=lambda: saved.extend(wrote(db)))
    thread.start()
    thread.join()
    assert EventLog(db).read("s") == tuple(saved)


FINAL = [
    "UPDATE record SET body = x'00' WHERE seq = 1",
    "DELETE FROM record WHERE seq = 2",
    "INSERT OR REPLACE INTO record SELECT stream, seq, epoch, 0, 0, previous, x'00' FROM record",
    "INSERT INTO record SELECT stream, 4, epoch, 0, 0, previous, x'00' FROM record WHERE seq = 2",
    "INSERT INTO record SELECT stream, 3, 0, 0, 0, previous, x'00' FROM record WHERE seq = 2",
    "UPDATE stream SET fence = 0",
    "DELETE FROM stream",
    "UPDATE document SET raw = x'00'",
    "UPDATE outgoing SET envelope = x'00'",
    "DELETE FROM outgoing",
]


@pytest.mark.parametrize("statement", FINAL)
def test_the_database_itself_keeps_what_is_final(db, statement):
    wrote(db, count=2)
    EventLog(db).fence("s", 1)
    with db.writing():
        db.execute("INSERT INTO document (kind, digest, raw) VALUES ('k', zeroblob(32), x'01')")
        db.execute("INSERT INTO outgoing (digest, envelope) VALUES (zeroblob(32), x'01')")
    before = everything(db)
    with pytest.raises(dbapi2.IntegrityError), db.writing():
        db.execute(statement)
    assert everything(db) == before


def everything(db):
    tables = ["stream", "record", "document", "outgoing"]
    return {table: db.rows(f"SELECT * FROM {table}") for table in tables}


def test_a_long_log_is_folded_in_and_nothing_is_lost(db, path):
    wal = path.with_name(path.name + "-wal")
    log = EventLog(db)
    while wal.stat().st_size <= database_module.TIDY_BYTES:
        log.write("s", 1, 0, 0, [bytes(100_000)])
    db.tidy()
    records = log.read("s")
    before = wal.stat().st_size
    log.write("s", 1, 0, 0, [b"one more"])
    assert wal.stat().st_size == before  # the log begins again at its start
    assert log.read("s")[:-1] == records


def test_what_is_saved_softly_beside_other_things_is_saved_with_them(db):
    """A lane that saves for many at once may have a clock mark among them."""
    marks = ClockMarks(db)
    with db.writing():
        marks.save("a", 1_000, 5)
    assert marks.load("a") == (1_000, 5)
    with pytest.raises(StreamForked), db.writing():  # noqa: PT012
        marks.save_all({"a": 2_000, "b": 2_000}, 6)
        EventLog(db).append(())
    assert (marks.load("a"), marks.load("b")) == ((1_000, 5), None)
    assert db.row("PRAGMA synchronous") == (2,)


def test_a_long_log_is_not_folded_in_while_something_is_being_saved(db, path):
    wal = path.with_name(path.name + "-wal")
    log = EventLog(db)
    while wal.stat().st_size <= database_module.TIDY_BYTES:
        log.write("s", 1, 0, 0, [bytes(100_000)])
    with db.writing():
        ClockMarks(db).save("s", 1_000, 5)  # which tidies up, where it can
    assert ClockMarks(db).load("s") == (1_000, 5)
