"""Documents, envelopes, marks, pictures and settings."""

import hashlib
import shutil

import pytest

from station.errors.document import DocumentMissing
from station.errors.store import PictureNotKept
from station.store.clock_mark import ClockMarks
from station.store.database import open_database
from station.store.documents import DocumentShelf
from station.store.outbox import Outbox
from station.store.picture_book import PictureBook
from station.store.pictures import Pictures
from station.store.settings import Settings

from .conftest import KEY


def digest(raw):
    return hashlib.sha256(raw).digest()


def test_documents_are_found_by_digest_and_by_age(db):
    shelf = DocumentShelf(db)
    for raw in [b"first", b"second", b"first"]:
        shelf.put("bank", digest(raw), raw)
    shelf.put("rule-pack", digest(b"rules"), b"rules")
    assert shelf.get(digest(b"first")) == b"first"
    assert shelf.get(digest(b"never")) is None
    assert shelf.newest("bank") == b"second"
    assert shelf.newest("envelope") is None
    assert shelf.all("bank") == (b"first", b"second")
    assert shelf.all("envelope") == ()


def test_a_document_under_a_wrong_name_is_a_bug(db):
    with pytest.raises(ValueError, match="digest"):
        DocumentShelf(db).put("bank", digest(b"other"), b"raw")


def test_an_envelope_stays_until_its_receipt_is_here(db, path):
    outbox = Outbox(db)
    names = [outbox.add(raw) for raw in [b"one", b"two", b"one", b"three"]]
    assert names[0] == names[2] == digest(b"one")
    assert outbox.pending() == tuple((digest(r), r) for r in [b"one", b"two", b"three"])
    outbox.settle(digest(b"two"), b"receipt")
    outbox.settle(digest(b"two"), b"another receipt")
    db.close()
    db = open_database(path, KEY)
    outbox = Outbox(db)
    assert [raw for _, raw in outbox.pending()] == [b"one", b"three"]
    assert outbox.count() == 2
    assert outbox.receipt(digest(b"two")) == b"receipt"
    assert outbox.receipt(digest(b"one")) is None
    assert outbox.receipt(digest(b"never")) is None
    outbox.add(b"two")
    assert outbox.count() == 2
    db.close()


def test_a_receipt_for_an_envelope_that_is_not_ours_is_refused(db):
    with pytest.raises(DocumentMissing):
        Outbox(db).settle(digest(b"never"), b"receipt")


def test_the_last_mark_counts(db):
    marks = ClockMarks(db)
    assert marks.load("s") is None
    marks.save("s", 1000, 50)
    marks.save("t", 1, 1)
    marks.save("s", 2000, 1050)
    assert marks.load("s") == (2000, 1050)
    assert db.row("PRAGMA synchronous") == (2,)  # the next answer waits for the disk again


def test_settings_are_replaced(db):
    settings = Settings(db)
    assert settings.get("coordinator") is None
    settings.put("coordinator", "a")
    settings.put("coordinator", "b")
    assert settings.get("coordinator") == "b"


def test_pictures_go_on_their_date_and_leave_nothing(db, path):
    pictures = Pictures(db)
    pictures.put("s", "door", b"first", 100)
    pictures.put("s", "door", b"again" * 20_000, 100)
    pictures.put("s", "seat", b"other", 101)
    assert pictures.get("s", "door") == b"again" * 20_000
    book, asked = PictureBook(db), []

    def record(due):
        asked.append(due)
        return b"record"

    assert book.delete_due(99, "deletion", record) == ()
    (gone,) = book.delete_due(100, "deletion", record)
    assert (gone.role, gone.count, gone.until) == ("door", 1, 100)
    assert asked == [(gone,)]
    assert DocumentShelf(db).all("deletion") == (b"record",)
    assert pictures.get("s", "door") is None
    assert pictures.get("s", "seat") == b"other"
    assert path.with_name(path.name + "-wal").stat().st_size == 0
    assert db.row("PRAGMA secure_delete") == (1,)  # SQLite overwrites what it frees


def test_the_last_room_on_the_disk_is_left_to_answers(db):
    pictures = Pictures(db)
    pictures.put("s", "door", b"first", 100)
    pictures.reserve_bytes = db.free_bytes() * 2
    with pytest.raises(PictureNotKept):
        pictures.put("s", "seat", b"second", 100)
    assert pictures.get("s", "seat") is None
    assert pictures.get("s", "door") == b"first"
    Settings(db).put("an answer", "is saved")
    assert Settings(db).get("an answer") == "is saved"


def test_it_asks_the_disk_on_which_the_database_lies(db, path):
    assert abs(db.free_bytes() - shutil.disk_usage(path.parent).free) < 1 << 30
