"""Failures of the day's work itself: at the desk and in the room."""

from station.errors import StationError


class CardNotLaid(StationError):
    """Somebody asked for a card to be read, and none lies on the reader."""

    code = "FLO-01"


class FaceNotSeen(StationError):
    """No frame of the look was fit to be compared; nobody was judged."""

    code = "FLO-02"


class AttemptNotHere(StationError):
    """A seat spoke of an attempt that was not given to it."""

    code = "FLO-03"


class EnvelopeForeign(StationError):
    """A seat delivered an envelope that is not its own, or a second one of the same attempt."""

    code = "FLO-04"


class CardPictureMissing(StationError):
    """The card's picture is not here any more; nothing was sent to the printer."""

    code = "FLO-05"


class CameTooLate(StationError):
    """The session began longer ago than the rule pack lets a candidate be late."""

    code = "FLO-06"


class IncidentNotHere(StationError):
    """Somebody decided over an incident that no attempt of this session has."""

    code = "FLO-08"


class ReasonMissing(StationError):
    """A decision of two persons needs a reason of each, of at most 200 characters."""

    code = "FLO-09"


class StockEntryRefused(StationError):
    """An entry of the stock makes no sense, such as a box that came in before; nothing is noted."""

    code = "FLO-10"


class DayNotClosed(StationError):
    """The day does not balance, was not counted, or is closed already."""

    code = "FLO-11"


class ManyPersonsStored(StationError):
    """Pictures of so many persons are kept here that the centre must soon register.

    Facts: `count` of persons.
    """

    code = "FLO-12"


class SlipNotShown(StationError):
    """No program here opens a PDF; the slip lies in the folder of the reports as `name`."""

    code = "FLO-13"


class ClockFarAhead(StationError):
    """This machine's date is far beyond what others name: nothing was deleted by it."""

    code = "FLO-14"
