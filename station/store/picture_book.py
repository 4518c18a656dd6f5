"""Deleting pictures so that a record of it stays, and nothing else of them."""

from collections.abc import Callable
from dataclasses import dataclass

from station.ids import UnixMs, digest_of
from station.store.database import Database

_DUE = """
    SELECT role, count(*), max(delete_after) FROM picture
    WHERE delete_after <= ? GROUP BY role ORDER BY role
"""


_OF_A_PERSON = ("check-in", "attempt")


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

    def persons(self) -> int:
        """Return how many persons there are pictures of, whatever they show and however often.

        A person is known by the candidate's id, with which the name of a check-in and of an
        attempt ends; the pictures of a card's stream are of somebody whose check-in is here too.
        """
        rows = self._db.rows("SELECT DISTINCT stream FROM picture")
        names = (str(stream).split("/", 2) for (stream,) in rows)
        return len({name[2] for name in names if name[0] in _OF_A_PERSON and len(name) > 2})
