"""A second copy of a database, on a second disk, written in the same transaction.

What `writing` returns from is on both disks. The copy is encrypted with the same key and opens as
a database of its own: a standby takes over from it and has lost nothing that anybody was told is
saved. A second disk that fails is let go of, and the first one works on.
"""

import contextlib
import os
from pathlib import Path

from sqlcipher3 import dbapi2

from station.whole_file import sync_folder

_TRIGGERS = """
    SELECT name FROM sqlite_temp_master WHERE type = 'trigger' AND name LIKE 'mirror_%'
"""
_TABLES = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def attach(connection: dbapi2.Connection, path: Path, key: bytes) -> None:
    """Copy everything to a file on another disk, and write all that follows there too.

    A copy that was there is replaced only once the new one is whole.

    Raises:
        dbapi2.DatabaseError: The other disk refuses; nothing is mirrored.
    """
    fresh = path.with_name(path.name + ".new")
    for file in _files(fresh):
        file.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_RDWR | os.O_CREAT, 0o600))
    try:
        _attach(connection, fresh, key)
        connection.execute("SELECT sqlcipher_export('mirror')").fetchall()
        connection.execute("PRAGMA mirror.wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        let_go(connection)
    _fold(connection, path, key)
    for file in _files(path)[1:]:
        file.unlink(missing_ok=True)
    fresh.replace(path)
    sync_folder(path.parent)
    for file in _files(fresh):
        file.unlink(missing_ok=True)
    _attach(connection, path, key)
    for (table,) in connection.execute(_TABLES).fetchall():
        for trigger in _triggers(connection, table):
            connection.execute(trigger)


def _fold(connection: dbapi2.Connection, path: Path, key: bytes) -> None:
    """Make an earlier copy whole without its write-ahead log, which is deleted before it is."""
    if path.exists():
        with contextlib.suppress(dbapi2.DatabaseError):  # it is damaged, or no copy of ours
            _attach(connection, path, key)
            connection.execute("PRAGMA mirror.wal_checkpoint(TRUNCATE)").fetchall()
        let_go(connection)


def let_go(connection: dbapi2.Connection) -> None:
    """Write no more to the second disk, whatever state it is in."""
    for (name,) in connection.execute(_TRIGGERS).fetchall():
        connection.execute(f"DROP TRIGGER temp.{name}")
    with contextlib.suppress(dbapi2.DatabaseError):
        connection.execute("DETACH DATABASE mirror")


def _attach(connection: dbapi2.Connection, path: Path, key: bytes) -> None:
    connection.execute(f"ATTACH DATABASE ? AS mirror KEY \"x'{key.hex()}'\"", (str(path),))
    connection.execute("PRAGMA mirror.journal_mode = WAL").fetchall()
    connection.execute("PRAGMA mirror.synchronous = FULL").fetchall()


def _triggers(connection: dbapi2.Connection, table: str) -> tuple[str, ...]:
    columns = connection.execute(f"PRAGMA main.table_info({table})").fetchall()
    names = [row[1] for row in columns]
    where = " AND ".join(f"{row[1]} = OLD.{row[1]}" for row in columns if row[5])
    if not where:
        return ()
    values = ", ".join(f"NEW.{name}" for name in names)
    changes = ", ".join(f"{name} = NEW.{name}" for name in names)
    into = f"INSERT INTO mirror.{table} ({', '.join(names)}) VALUES ({values})"  # noqa: S608
    change = f"UPDATE mirror.{table} SET {changes} WHERE {where}"  # noqa: S608
    remove = f"DELETE FROM mirror.{table} WHERE {where}"  # noqa: S608
    return tuple(
        f"CREATE TEMP TRIGGER mirror_{table}_{what} AFTER {what} ON main.{table} BEGIN {do}; END"
        for what, do in (("INSERT", into), ("UPDATE", change), ("DELETE", remove))
    )


def _files(path: Path) -> tuple[Path, ...]:
    return (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm"))
