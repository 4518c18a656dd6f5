"""Failures on the way between a centre and its province."""

from station.errors import StationError


class ProvinceUnreachable(StationError):
    """The province does not answer; whatever was not receipted is still in the outbox."""

    code = "SYN-01"


class ProvinceRefused(StationError):
    """The province answered with an error; `reason` is its code, or the HTTP status."""

    code = "SYN-02"


class AnswerUnreadable(StationError):
    """The province's answer is not what was asked for; nothing was taken from it."""

    code = "SYN-03"


class ProvinceUntrusted(StationError):
    """Whoever answers at the address cannot prove to be our province; nothing was sent."""

    code = "SYN-04"


class PackageForAnotherCentre(StationError):
    """The session package names another centre; nothing was imported."""

    code = "SYN-05"


class ReceiptForAnother(StationError):
    """The receipt is for another envelope; ours stays in the outbox."""

    code = "SYN-06"
