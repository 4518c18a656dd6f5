"""What SQLite's result codes mean to the station."""

from sqlcipher3 import dbapi2

from station.errors import StationError
from station.errors.store import StoreBusy, StoreFull, StoreLocked, StoreUnreadable

_EXACT: dict[str, type[StationError]] = {
    "SQLITE_IOERR_WRITE": StoreFull,  # over a quota or a size limit; ENOSPC is SQLITE_FULL
    "SQLITE_IOERR_SHMSIZE": StoreFull,
    "SQLITE_IOERR_SHMMAP": StoreFull,
}
_BY_FAMILY: dict[int, type[StationError]] = {
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


def from_outside(exc: dbapi2.DatabaseError) -> StationError | None:
    """Return the coded failure behind an error of SQLite; None if it is a bug of ours.

    Source:
        https://www.sqlite.org/rescode.html: the low byte of a result code is its family.
    """
    code = getattr(exc, "sqlite_errorcode", dbapi2.SQLITE_ERROR)
    name = getattr(exc, "sqlite_errorname", "SQLITE_ERROR")
    kind = _EXACT.get(name) or _BY_FAMILY.get(code & 0xFF)
    return kind(reason=name) if kind else None
