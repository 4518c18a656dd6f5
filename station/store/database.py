"""The encrypted database file: opened, migrated, and written to in durable transactions."""

import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils
from sqlcipher3 import dbapi2

from station.errors.store import StoreFull, StoreTooNew, StoreUnreadable
from station.store import mirror
from station.store.failures import from_outside
from station.store.schema import MIGRATIONS, is_too_new

KEY_BYTES = 32
BUSY_SECONDS = 5.0
TIDY_BYTES = 4_096_000
"""Length of the write-ahead log from which `tidy` folds it into the database."""
BACKSTOP_PAGES = 8_000
"""Pages from which a commit folds it in by itself (32 MB), where nobody calls `tidy`."""

Row = tuple[Any, ...]

_WHOLE = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_PART = ("SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part"))

_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # so that REPLACE cannot delete behind a trigger's back
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA synchronous = FULL",
    f"PRAGMA wal_autocheckpoint = {BACKSTOP_PAGES}",
)


class Database:
    """One SQLCipher connection, for one thread at a time; lanes see to that.

    Any method raises StoreFull, StoreUnreadable or StoreBusy when the disk or another
    process is in the way; then nothing of the transaction was saved.

    Attributes:
        mirrored: Each transaction is on a second disk too when it is done.
    """

    def __init__(self, connection: dbapi2.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._wal = path.with_name(path.name + "-wal")
        self._mirror = path
        self.mirrored = False

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Save all that is executed inside, or nothing; on disk when the block is left.

        A block within a block is a part: it is undone alone, and on disk with the whole.
        """
        whole = not self._connection.in_transaction
        begin, end, undo = _WHOLE if whole else _PART
        with _coded():
            self._connection.execute(begin)
            try:
                yield
                self._connection.execute(end)
            except BaseException:
                if self._connection.in_transaction:  # a full disk may have ended it already
                    for statement in undo:
                        self._connection.execute(statement)
                if whole and self.mirrored:
                    self._look_at_mirror()
                raise

    @contextmanager
    def writing_softly(self) -> Iterator[None]:
        """Save like `writing`, but without waiting for the disk: a power cut may undo it.

        A process that dies undoes nothing, and the next `writing` makes it durable too. Inside
        a `writing` it is a part of that, which waits for the disk anyway.
        """
        if self._connection.in_transaction:
            with self.writing():
                yield
            return
        with _coded():
            self._connection.execute("PRAGMA synchronous = NORMAL")
            try:
                with self.writing():
                    yield
            finally:
                self._connection.execute("PRAGMA synchronous = FULL")

    def execute(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run a statement inside `writing`; return the number of rows it changed."""
        with _coded():
            return int(self._connection.execute(statement, values).rowcount)

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        """Return all rows of a query."""
        with _coded(writing=False):
            return list(self._connection.execute(query, values))

    def row(self, query: str, values: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, if there is one."""
        with _coded(writing=False):
            found: Row | None = self._connection.execute(query, values).fetchone()
            return found

    def mirror_into(self, path: Path, key: bytes) -> None:
        """Write all that is here, and all that follows, to a second disk too; see store.mirror.

        Raises:
            StoreFull: The second disk has no room; nothing is mirrored.
            StoreUnreadable: It is gone or damaged; nothing is mirrored.
        """
        with _coded():
            if self.mirrored:  # somewhere else, or on a disk that another one hides now
                self.mirrored = False
                mirror.let_go(self._connection)
            try:
                mirror.attach(self._connection, path, key)
            except OSError as exc:
                raise StoreUnreadable(reason=str(exc.strerror)) from exc
        self._mirror = path
        self.mirrored = True

    def _look_at_mirror(self) -> None:
        """Something was not saved: if the second disk is why, go on without it."""
        try:
            self._connection.execute("PRAGMA mirror.quick_check(1)").fetchall()
            probe = self._mirror.with_name(self._mirror.name + ".probe")
            probe.write_bytes(bytes(64 * 1024))
            probe.unlink()
        except (dbapi2.DatabaseError, OSError):
            mirror.let_go(self._connection)
            self.mirrored = False

    def beside(self, ending: str) -> Path:
        """Return a file of its own beside the database's."""
        return self._path.with_name(self._path.name + ending)

    def free_bytes(self) -> int:
        """Return how much room the disk has for this user.

        Raises:
            StoreUnreadable: The disk is gone.
        """
        try:
            return shutil.disk_usage(self._wal.parent).free
        except OSError as exc:
            raise StoreUnreadable(reason=str(exc.strerror)) from exc

    def tidy(self) -> None:
        """Fold a long write-ahead log into the database, at a moment when nobody waits."""
        if self._connection.in_transaction:
            return  # the next moment is as good
        if self._wal.exists() and self._wal.stat().st_size > TIDY_BYTES:
            with _coded():
                self._connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()

    def forget(self) -> None:
        """Cut the write-ahead log off, so that what was deleted is in no file any more."""
        with _coded():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Fold the write-ahead log in and let the file go."""
        self._connection.close()


def open_database(path: Path, key: bytes) -> Database:
    """Open an encrypted database, or make it; bring its tables up to date.

    Args:
        path: The file; its folder must exist. A new file is readable to its owner alone.
        key: The raw 256-bit key; nothing is derived from it.

    Raises:
        StoreLocked: The key does not fit, or the file is not one of ours.
        StoreTooNew: A newer version of the program wrote it.
        StoreFull: There is no room to make it.
        StoreUnreadable: The file cannot be opened, or is damaged.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"the key must be {KEY_BYTES} bytes, got {len(key)}")
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as exc:
        no_room = exc.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (StoreFull if no_room else StoreUnreadable)(reason=str(exc.strerror)) from exc
    with _coded():
        connection = dbapi2.connect(
            str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, key)
        except BaseException:
            connection.close()
            raise
    return Database(connection, path)


def _prepare(connection: dbapi2.Connection, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the key is tried here
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise StoreUnreadable(reason=f"journal mode {mode}")
    for setting in _SETTINGS:
        connection.execute(setting).fetchall()
    tables = sqlite_utils.Database(connection)
    if is_too_new(tables):
        raise StoreTooNew
    MIGRATIONS.apply(tables)


@contextmanager
def _coded(*, writing: bool = True) -> Iterator[None]:
    try:
        yield
    except dbapi2.DatabaseError as exc:
        failure = from_outside(exc, writing=writing)
        if failure is None:
            raise
        raise failure from exc
