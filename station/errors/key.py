"""Failures of the files that hold private keys."""

from station.errors import StationError


class KeyFileMissing(StationError):
    """The key file is not there, or this user may not read it."""

    code = "KEY-01"


class KeyFileUnwritable(StationError):
    """The disk refused to save the key; a key that was there before is unchanged."""

    code = "KEY-02"
