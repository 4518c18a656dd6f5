"""Deleting pictures so that a record of it stays, and nothing else of them."""

from collections.abc import Callable
from dataclasses import dataclass

from station.ids import Digest, UnixMs, digest_of
from station.store.database import Database

_DUE = """
    SELECT role, count(*), max(delete_after) FROM picture
    WHERE delete_after <= ? GROUP BY role ORDER BY role
"""


_INSERT = "INSERT INTO document (kind, digest, raw) VALUES (?, ?, ?)"
ENROLMENT = "enrolment"
"""The role, in records of deletion, of photos that came with a roster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """A document with photos whose day has come.

    Attributes:
        digest: Of the document.
        instead: What is kept of it, as a document of its own.
        kind: Of that.
        photos: How many there are in it.
        until: Their day.
    """

    digest: Digest
    instead: bytes
    kind: str
    photos: int
    until: UnixMs


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Pictures of one kind whose day has come.

    Attributes:
        role: What they show, such as "door".
        until: The latest of their days.
    """

    role: str
    count: int
    until: UnixMs


class PictureBook:
    """Deletes and records in one transaction: never one without the other."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def delete_due(
        self,
        now: UnixMs,
        kind: str,
        record: Callable[[tuple[Due, ...]], bytes],
        outdated: tuple[Outdated, ...] = (),
    ) -> tuple[Due, ...]:
        """Delete the pictures whose day has come, and save a record of it as a document.

        Args:
            kind: Of the document, as in seal.kinds.
            record: Returns the signed record of what goes; not asked if nothing does.
            outdated: Documents that go with the photos in them.

        Raises:
            StoreFull: The disk has no room; nothing was deleted and nothing recorded.
        """
        with self._db.writing():
            rows = self._db.rows(_DUE, (now,))
            due = tuple(
                Due(role=str(role), count=int(count), until=UnixMs(int(until)))
                for role, count, until in rows
            )
            if outdated:
                due += (_of_rosters(outdated),)
                for each in outdated:
                    self._db.execute(_INSERT, (each.kind, digest_of(each.instead), each.instead))
                    self._db.execute("DELETE FROM document WHERE digest = ?", (each.digest,))
            if due:
                raw = record(due)
                self._db.execute(_INSERT, (kind, digest_of(raw), raw))
                self._db.execute("DELETE FROM picture WHERE delete_after <= ?", (now,))
        if due:
            self._db.forget()
        return due


def _of_rosters(outdated: tuple[Outdated, ...]) -> Due:
    return Due(
        role=ENROLMENT,
        count=sum(each.photos for each in outdated),
        until=max(each.until for each in outdated),
    )
