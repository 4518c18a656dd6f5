"""What SQLite's result codes mean to the station."""

from sqlcipher3 import dbapi2

from station.errors import StationError
from station.errors.store import StoreBusy, StoreFull, StoreLocked, StoreUnreadable

_MEANING: dict[int, type[StationError]] = {
    dbapi2.SQLITE_FULL: StoreFull,
    dbapi2.SQLITE_NOTADB: StoreLocked,
    dbapi2.SQLITE_BUSY: StoreBusy,
    dbapi2.SQLITE_LOCKED: StoreBusy,
    dbapi2.SQLITE_PROTOCOL: StoreBusy,
    dbapi2.SQLITE_IOERR: StoreUnreadable,
    dbapi2.SQLITE_CORRUPT: StoreUnreadable,
    dbapi2.SQLITE_CANTOPEN: StoreUnreadable,
    dbapi2.SQLITE_READONLY: StoreUnreadable,
}


def from_outside(exc: dbapi2.DatabaseError, *, writing: bool) -> StationError | None:
    """Return the coded failure behind an error of SQLite; None if it is a bug of ours.

    Args:
        writing: An input-output error is then a refused write: over a quota, for example.

    Source:
        https://www.sqlite.org/rescode.html: the low byte of a result code is its family, and
        sqlcipher3 gives no more than that.
    """
    family = getattr(exc, "sqlite_errorcode", dbapi2.SQLITE_ERROR) & 0xFF
    kind = _MEANING.get(family)
    if writing and family == dbapi2.SQLITE_IOERR:
        kind = StoreFull
    return kind(reason=str(exc)) if kind else None
