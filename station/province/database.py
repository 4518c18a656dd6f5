"""The province's PostgreSQL, whoever runs it (see embedded for our own)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from station.errors import StationError
from station.errors.province import DatabaseAway, DatabaseTooNew
from station.province.schema import STEPS

Connection = psycopg.Connection[tuple[Any, ...]]

MIGRATION_LOCK = 0x5354_4154
"""An advisory lock, so that two processes never migrate at once."""

CONNECT_SECONDS = 10


class Database:
    """Connections to one database, one a thread; each comes back after a break.

    Raises:
        DatabaseAway: Nothing answers at the address.
        DatabaseTooNew: A newer program made the tables.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._own = threading.local()
        self._open: set[Connection] = set()
        self._lock = threading.Lock()
        try:
            with self.transaction() as db:
                _migrate(db)
        except StationError:
            self.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Do all of it or nothing.

        Raises:
            DatabaseAway: The database went away. If that was at the very end, whether it
                was done is unknown; every transaction of ours may be repeated.
        """
        try:
            connection = self._connection()
            with connection.transaction():
                yield connection
        except (psycopg.OperationalError, psycopg.InterfaceError) as exc:
            raise DatabaseAway from exc

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._open:
                connection.close()
            self._open.clear()

    def _connection(self) -> Connection:
        held: Connection | None = getattr(self._own, "connection", None)
        if held is not None and not held.closed:
            return held
        fresh = psycopg.connect(self._url, autocommit=True, connect_timeout=CONNECT_SECONDS)
        with self._lock:
            self._open.discard(held) if held is not None else None
            self._open.add(fresh)
        self._own.connection = fresh
        return fresh


def _migrate(db: Connection) -> None:
    db.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
    db.execute("CREATE TABLE IF NOT EXISTS schema_step (step integer PRIMARY KEY)")
    done = [step for (step,) in db.execute("SELECT step FROM schema_step")]
    if any(step > len(STEPS) for step in done):
        raise DatabaseTooNew(step=max(done))
    for step, text in enumerate(STEPS, start=1):
        if step not in done:
            db.execute(sql.SQL(text))
            db.execute("INSERT INTO schema_step VALUES (%s)", (step,))
