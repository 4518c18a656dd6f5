"""How much exam time is used is noted even where nothing else can be saved."""

import pytest

from station.errors.store import StoreFull
from station.store.clock_mark import ClockMarks
from station.store.spare_mark import SpareMark


@pytest.fixture
def marks(db):
    marks = ClockMarks(db)
    marks.save("a", 1_000, 5)
    return marks


def fill(db):
    """Leave no page; the next ones that are needed are refused as by a full disk."""
    pages = db.row("PRAGMA page_count")[0]
    db.row(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreFull), db.writing():  # noqa: PT012
        for n in range(10_000):
            db.execute("INSERT INTO clock_mark VALUES (?, 0, 0)", (f"{n}" * 50,))


def test_on_a_full_disk_the_time_is_noted_in_the_room_that_was_set_aside(db, marks):
    fill(db)
    with pytest.raises(StoreFull):
        marks.save("b" * 100_000, 2_000, 6)
    assert ClockMarks(db).load("b" * 100_000) == (2_000, 6)
    assert marks.load("a") == (1_000, 5)


def test_the_later_of_both_marks_counts(db, marks):
    SpareMark(db.beside("-mark")).save("a", 3_000, 7)
    assert marks.load("a") == (3_000, 7)
    marks.save("a", 4_000, 8)
    assert marks.load("a") == (4_000, 8)


@pytest.mark.parametrize("raw", [b"", b"x", bytes(64), bytes(1_000)])
def test_a_torn_mark_is_none(db, marks, raw):
    spare = db.beside("-mark")
    SpareMark(spare).save("a", 3_000, 7)
    spare.write_bytes(raw)
    assert marks.load("a") == (1_000, 5)
    SpareMark(spare).save("a", 3_000, 7)
    for cut in range(64):
        whole = spare.read_bytes()
        spare.write_bytes(whole[:cut])
        assert marks.load("a") == (1_000, 5)
        spare.write_bytes(whole)


def test_without_room_set_aside_nothing_is_noted_and_nothing_breaks(tmp_path):
    spare = SpareMark(tmp_path / "gone" / "mark")
    spare.set_aside()
    spare.save("a", 3_000, 7)
    assert spare.load("a") is None
