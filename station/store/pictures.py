"""Pictures of faces, each with the date on which it goes."""

from station.errors.store import PictureNotKept
from station.ids import StreamId, UnixMs
from station.store.database import Database

REFERENCE = "reference"
"""The face from the door, as a ticket brings it to a seat."""

_PUT = """
    INSERT INTO picture (stream, role, jpeg, delete_after) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET jpeg = excluded.jpeg, delete_after = excluded.delete_after
"""


RESERVE_BYTES = 200 << 20
"""The last room on a disk: no picture is written there, so that a day's answers always fit."""


class Pictures:
    """One picture for each stream and role, such as "door" or "seat"; a new one replaces it.

    Attributes:
        reserve_bytes: With less room than this on the disk no picture is kept.
    """

    def __init__(self, db: Database, reserve_bytes: int = RESERVE_BYTES) -> None:
        self._db = db
        self.reserve_bytes = reserve_bytes

    def put(self, stream: StreamId, role: str, jpeg: bytes, delete_after: UnixMs) -> None:
        """Save a picture.

        Args:
            delete_after: From this wall time on, the PictureBook deletes it.

        Raises:
            PictureNotKept: The disk has no room but what is left to answers; nothing was saved.
            StoreFull: The disk has no room.
        """
        if self._db.free_bytes() < self.reserve_bytes + len(jpeg):
            raise PictureNotKept
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
