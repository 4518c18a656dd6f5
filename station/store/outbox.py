"""Sealed envelopes on their way to the province: kept until each has its receipt."""

from station.errors.document import DocumentMissing
from station.ids import Digest, digest_of
from station.store.database import Database


class Outbox:
    """Envelopes in the order in which they were added. Both they and receipts are final."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, envelope: bytes) -> Digest:
        """Save an envelope; a second time changes nothing.

        Returns:
            SHA-256 of the envelope: the name by which its receipt will call it.

        Raises:
            StoreFull: The disk has no room.
        """
        digest = digest_of(envelope)
        with self._db.writing():
            self._db.execute(
                "INSERT INTO outgoing (digest, envelope) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (digest, envelope),
            )
        return digest

    def pending(self) -> tuple[tuple[Digest, bytes], ...]:
        """Return the envelopes that have no receipt, the oldest first."""
        query = "SELECT digest, envelope FROM outgoing WHERE receipt IS NULL ORDER BY place"
        return tuple((Digest(digest), envelope) for digest, envelope in self._db.rows(query))

    def count(self) -> int:
        """Return how many envelopes have no receipt."""
        row = self._db.row("SELECT count(*) FROM outgoing WHERE receipt IS NULL")
        return int(row[0]) if row else 0

    def settle(self, digest: Digest, receipt: bytes) -> None:
        """Save the receipt of an envelope; the first one stays.

        Raises:
            DocumentMissing: There is no such envelope here.
            StoreFull: The disk has no room.
        """
        with self._db.writing():
            if self._db.row("SELECT 1 FROM outgoing WHERE digest = ?", (digest,)) is None:
                raise DocumentMissing
            self._db.execute(
                "UPDATE outgoing SET receipt = ? WHERE digest = ? AND receipt IS NULL",
                (receipt, digest),
            )

    def receipt(self, digest: Digest) -> bytes | None:
        """Return the receipt of an envelope, if it has come."""
        row = self._db.row("SELECT receipt FROM outgoing WHERE digest = ?", (digest,))
        return row[0] if row else None
