"""Deleting pictures so that a record of it stays, and nothing else of them."""

from collections.abc import Callable
from dataclasses import dataclass

from station.ids import UnixMs, digest_of
from station.store.database import Database

_DUE = """
    SELECT role, count(*), max(delete_after) FROM picture
    WHERE delete_after <= ? GROUP BY role ORDER BY role
"""


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
        self, now: UnixMs, kind: str, record: Callable[[tuple[Due, ...]], bytes]
    ) -> tuple[Due, ...]:
        """Delete the pictures whose day has come, and save a record of it as a document.

        Args:
            kind: Of the document, as in seal.kinds.
            record: Returns the signed record of what goes; not asked if nothing does.

        Raises:
            StoreFull: The disk has no room; nothing was deleted and nothing recorded.
        """
        with self._db.writing():
            rows = self._db.rows(_DUE, (now,))
            due = tuple(
                Due(role=str(role), count=int(count), until=UnixMs(int(until)))
                for role, count, until in rows
            )
            if due:
                raw = record(due)
                self._db.execute(
                    "INSERT INTO document (kind, digest, raw) VALUES (?, ?, ?)",
                    (kind, digest_of(raw), raw),
                )
                self._db.execute("DELETE FROM picture WHERE delete_after <= ?", (now,))
        if due:
            self._db.forget()
        return due

    def persons(self, role: str) -> int:
        """Return how many persons there are pictures of, by the streams with this role."""
        row = self._db.row("SELECT count(DISTINCT stream) FROM picture WHERE role = ?", (role,))
        return int(row[0]) if row else 0
