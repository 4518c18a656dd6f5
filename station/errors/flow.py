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
