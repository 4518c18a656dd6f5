"""Small facts that outlive a restart, such as where the coordinator was last found."""

from station.store.database import Database

_PUT = """
    INSERT INTO setting (key, value) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET value = excluded.value
"""


class Settings:
    """Texts by name."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, key: str) -> str | None:
        """Return a setting, if it was ever put."""
        row = self._db.row("SELECT value FROM setting WHERE key = ?", (key,))
        return str(row[0]) if row else None

    def starting(self, prefix: str) -> dict[str, str]:
        """Return the settings whose keys begin so, without that beginning."""
        rows = self._db.rows(
            "SELECT key, value FROM setting WHERE substr(key, 1, length(?1)) = ?1", (prefix,)
        )
        return {str(key)[len(prefix) :]: str(value) for key, value in rows}

    def put(self, key: str, value: str) -> None:
        """Save a setting.

        Raises:
            StoreFull: The disk has no room.
        """
        with self._db.writing():
            self._db.execute(_PUT, (key, value))
