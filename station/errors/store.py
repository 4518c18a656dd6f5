"""Failures of the encrypted database."""

from station.errors import StationError


class StoreFull(StationError):
    """The disk refused a write; nothing of it was saved."""

    code = "STO-01"


class StoreLocked(StationError):
    """The database does not open with this key, or is not one of ours."""

    code = "STO-02"


class StoreTooNew(StationError):
    """The database was written by a newer version of the program."""

    code = "STO-03"


class StreamForked(StationError):
    """Records do not continue the stream that is saved: rewritten, or from the wrong place."""

    code = "STO-04"


class StreamFenced(StationError):
    """The writer's epoch has passed: the candidate was moved to another seat."""

    code = "STO-05"


class StoreUnreadable(StationError):
    """The disk gave an error or a damaged page."""

    code = "STO-06"


class StoreBusy(StationError):
    """Another process kept the database to itself for too long; nothing was saved."""

    code = "STO-07"


class PictureNotKept(StationError):
    """The disk is so full that its last room is left to answers and records."""

    code = "STO-08"
