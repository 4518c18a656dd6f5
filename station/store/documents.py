"""Signed documents that were imported, as they came, by the digest of their bytes."""

from station.ids import Digest, digest_of
from station.store.database import Database


class DocumentShelf:
    """Keeps documents; a saved one is final.

    Order is the order in which they were first put.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, kind: str, digest: Digest, raw: bytes) -> None:
        """Save a document; a second time changes nothing.

        Args:
            kind: What it is, as in seal.kinds.
            digest: SHA-256 of `raw`.

        Raises:
            ValueError: The digest is not that of the bytes.
            StoreFull: The disk has no room.
        """
        if digest_of(raw) != digest:
            raise ValueError(f"the digest is not that of these {len(raw)} bytes")
        with self._db.writing():
            self._db.execute(
                "INSERT INTO document (kind, digest, raw) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (kind, digest, raw),
            )

    def get(self, digest: Digest) -> bytes | None:
        """Return the document with this digest, if it is here."""
        return self._one("SELECT raw FROM document WHERE digest = ?", digest)

    def newest(self, kind: str) -> bytes | None:
        """Return the document of this kind that came last."""
        return self._one(
            "SELECT raw FROM document WHERE kind = ? ORDER BY place DESC LIMIT 1", kind
        )

    def all(self, kind: str) -> tuple[bytes, ...]:
        """Return every document of this kind, the oldest first."""
        rows = self._db.rows("SELECT raw FROM document WHERE kind = ? ORDER BY place", (kind,))
        return tuple(raw for (raw,) in rows)

    def digests(self, kind: str) -> tuple[Digest, ...]:
        """Return which documents of this kind are here, the oldest first; none is read."""
        rows = self._db.rows("SELECT digest FROM document WHERE kind = ? ORDER BY place", (kind,))
        return tuple(Digest(bytes(digest)) for (digest,) in rows)

    def _one(self, query: str, value: str | bytes) -> bytes | None:
        row = self._db.row(query, (value,))
        return bytes(row[0]) if row else None
