"""Pictures of faces, each with the date on which it goes."""

from station.ids import StreamId, UnixMs
from station.store.database import Database

REFERENCE = "reference"
"""The face from the door, as a ticket brings it to a seat."""

_PUT = """
    INSERT INTO picture (stream, role, jpeg, delete_after) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET jpeg = excluded.jpeg, delete_after = excluded.delete_after
"""


class Pictures:
    """One picture for each stream and role, such as "door" or "seat"; a new one replaces it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, stream: StreamId, role: str, jpeg: bytes, delete_after: UnixMs) -> None:
        """Save a picture.

        Args:
            delete_after: From this wall time on, the PictureBook deletes it.

        Raises:
            StoreFull: The disk has no room.
        """
        with self._db.writing():
            self._db.execute(_PUT, (stream, role, jpeg, delete_after))

    def get(self, stream: StreamId, role: str) -> bytes | None:
        """Return a picture, if it is here."""
        row = self._db.row("SELECT jpeg FROM picture WHERE stream = ? AND role = ?", (stream, role))
        return bytes(row[0]) if row else None

    def postpone(self, stream: StreamId, delete_after: UnixMs) -> None:
        """Keep the pictures of a stream longer; none of them goes earlier for it.

        Raises:
            StoreFull: The disk has no room; they go on the day they would have gone.
        """
        with self._db.writing():
            self._db.execute(
                "UPDATE picture SET delete_after = max(delete_after, ?) WHERE stream = ?",
                (delete_after, stream),
            )
