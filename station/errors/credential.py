"""Failures of composing a card."""

from station.errors import StationError


class CardPhotoUnusable(StationError):
    """The holder's photo is not an image that can be printed."""

    code = "CRD-01"


class CardCharacterMissing(StationError):
    """A name has a character that none of the card's fonts can draw; nothing was composed."""

    code = "CRD-02"


class CardTextTooLong(StationError):
    """A text does not fit on the card even at its smallest legible size."""

    code = "CRD-03"


class CardCodeTooLong(StationError):
    """The QR code would be too fine to be read at 300 dpi."""

    code = "CRD-04"


class CardPictureUnreadable(StationError):
    """What was given as a picture of a card cannot be read."""

    code = "CRD-05"


class NoCodeRead(StationError):
    """No code was given, and none was seen in a picture or before a camera."""

    code = "CRD-06"
