"""Failures in the running of a session: seats, moves, orders."""

from station.errors import StationError


class HistoryMissing(StationError):
    """An attempt began at this seat, and its disk knows nothing of it: the disk was replaced."""

    code = "SES-01"


class DiskTooSmall(StationError):
    """This seat has too little room on its disk for an exam; none was begun."""

    code = "SES-02"


class SeatTaken(StationError):
    """Somebody else's exam is at the seat that a candidate was to be moved to."""

    code = "SES-03"


class SeatNotReady(StationError):
    """The seat that a candidate was to be moved to is silent, or cannot take an exam now."""

    code = "SES-04"


class SeatHoldsOther(StationError):
    """The seat holds answers of the same exam that differ from what goes on elsewhere."""

    code = "SES-05"


class AttemptOver(StationError):
    """The exam is handed in and its result is safe: nothing is left to be moved or changed."""

    code = "SES-06"


class ReasonMissing(StationError):
    """Nobody said why."""

    code = "SES-07"


class CoordinatorPassed(StationError):
    """Another coordinator has taken over this room since."""

    code = "SES-08"


class SeatRevoked(StationError):
    """The centre has withdrawn this seat's certificate."""

    code = "SES-09"


class SessionNotBegun(StationError):
    """The exam was not started yet."""

    code = "SES-10"


class StartMissing(StationError):
    """The stick holds no start for the candidate of this seat, or nobody sits here."""

    code = "SES-11"


class StandbyNotRaised(StationError):
    """The folder is a copy that stands by; nobody has taken over with it."""

    code = "SES-13"


class CoordinatorTwin(StationError):
    """Another coordinator of the same term serves seats of this room."""

    code = "SES-14"


class FolderInUse(StationError):
    """The folder for the copy belongs to a coordinator of its own; it is not written over."""

    code = "SES-15"


class StickUnwritable(StationError):
    """A stick took nothing: it is full, write-protected, or was pulled out."""

    code = "SES-16"


class StickMissing(StationError):
    """No USB stick is plugged in, or there is nothing of ours on it."""

    code = "SES-17"


class UpsSilent(StationError):
    """The UPS that was named when the coordinator was started is not heard."""

    code = "SES-18"


class NobodyOnDuty(StationError):
    """Nobody is signed in at the console, so nobody stands for an order."""

    code = "SES-12"
