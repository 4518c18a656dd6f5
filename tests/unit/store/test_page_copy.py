"""A copy opens at every moment and is as the original was when its last batch was whole."""

import random
import shutil

import pytest

from station.ids import ElapsedMs, Epoch, StreamId, UnixMs
from station.store import page_copy
from station.store.database import open_database
from station.store.event_log import EventLog
from station.store.page_copy import Held, changes, held, settle, take
from station.store.settings import Settings

KEY = bytes(range(32))
STREAM = StreamId("room/s")


def write(db, *bodies):
    EventLog(db).write(STREAM, Epoch(1), ElapsedMs(0), UnixMs(1), bodies)


def everything(db):
    tables = [row[0] for row in db.rows("SELECT name FROM sqlite_master WHERE type='table'")]
    return {table: sorted(map(repr, db.rows(f"SELECT * FROM {table}"))) for table in tables}


def opened(path, folder):
    """Return all that a copy holds, opened as a standby would, in a folder of its own."""
    folder.mkdir()
    for file in path.parent.glob(path.name + "*"):
        shutil.copyfile(file, folder / file.name)
    settle(folder / path.name)
    db = open_database(folder / path.name, KEY)
    try:
        return everything(db)
    finally:
        db.close()


@pytest.fixture
def original(tmp_path):
    db = open_database(tmp_path / "first.db", KEY)
    yield db, tmp_path / "first.db"
    db.close()


@pytest.fixture
def copy(tmp_path):
    (tmp_path / "second").mkdir()
    return tmp_path / "second" / "first.db"


def test_a_copy_follows_through_writes_and_foldings(original, copy, tmp_path):
    db, path = original
    dice, known = random.Random(7), Held()
    for step in range(40):
        match dice.randrange(5):
            case 0:
                db.forget()  # the log is cut off
            case 1:
                db.rows("PRAGMA wal_checkpoint(RESTART)")
            case 2:
                Settings(db).put("a", str(step) * dice.randrange(1, 9_000))
            case _:
                write(db, *(dice.randbytes(dice.randrange(1, 900)) for _ in range(5)))
        if dice.random() < 0.7:
            parts, known = changes(path, known)
            for part in parts:
                take(copy, part)
            assert opened(copy, tmp_path / f"look-{step}") == everything(db)
    assert changes(path, known)[0] == ()


def test_a_copy_that_was_away_is_sent_what_it_lacks_and_no_more(original, copy, tmp_path):
    db, path = original
    for _ in range(60):
        write(db, bytes(20_000))
    db.forget()
    parts, _ = changes(path, Held())
    for part in parts:
        take(copy, part)
    write(db, b"one more")
    later, _ = changes(path, held(copy))
    assert sum(len(part.database) + len(part.log) for part in later) < 12
    for part in later:
        take(copy, part)
    assert opened(copy, tmp_path / "look") == everything(db)


def test_half_a_batch_counts_for_nothing(original, copy, tmp_path, monkeypatch):
    monkeypatch.setattr(page_copy, "PART", 4)
    db, path = original
    write(db, b"one")
    first, known = changes(path, Held())
    for part in first:
        take(copy, part)
    before = everything(db)
    write(db, *(bytes(3_000) for _ in range(20)))
    second, _ = changes(path, known)
    assert len(second) > 3
    for n, part in enumerate(second[:-1]):
        take(copy, part)
        assert opened(copy, tmp_path / f"look-{n}") == before
    take(copy, second[-1])
    assert opened(copy, tmp_path / "whole") == everything(db)


def test_a_power_cut_while_a_whole_batch_is_put_in_place(original, copy, tmp_path, monkeypatch):
    """It is put in place again, from its beginning."""
    db, path = original
    write(db, b"one")
    first, known = changes(path, Held())
    for part in first:
        take(copy, part)
    write(db, *(bytes(3_000) for _ in range(20)))
    db.forget()
    second, _ = changes(path, known)
    calls = []

    def dies(*what):
        calls.append(what)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(*what)

    real = page_copy._write
    *parts, last = second
    for part in parts:
        take(copy, part)
    with monkeypatch.context() as patch:
        patch.setattr(page_copy, "_write", dies)
        with pytest.raises(KeyboardInterrupt):
            take(copy, last)
    assert opened(copy, tmp_path / "look") == everything(db)


def test_what_travels_is_noise_without_the_key(original):
    db, path = original
    write(db, b"the answer is seventeen")
    parts, _ = changes(path, Held())
    raw = b"".join(block.content for part in parts for block in (*part.database, *part.log))
    assert b"seventeen" not in raw
    assert b"CREATE TABLE" not in raw
