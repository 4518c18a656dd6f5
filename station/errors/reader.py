"""Failures of the ID card reader and of what a chip says."""

from station.errors import StationError


class ReaderAbsent(StationError):
    """No reader answers, or it was unplugged; nothing was read."""

    code = "RDR-01"


class CardUnreadable(StationError):
    """A card lies on the reader and does not give its data; nothing of it is known.

    Facts: `sw3`, what the reader answered, where it did answer.
    """

    code = "RDR-02"


class ReaderFaulty(StationError):
    """The reader answers that it is broken, not authorised, or does not know the request.

    Facts: `sw3`, what the reader answered.
    """

    code = "RDR-03"


class PhotoUndecodable(StationError):
    """This station has no decoder for the chip's photo, or the photo is damaged."""

    code = "RDR-04"


class CardLifted(CardUnreadable):
    """The card was taken away while it was being read; nothing of it is known."""

    code = "RDR-05"


class CardNotAccepted(CardUnreadable):
    """Card and reader do not accept each other: the chip is damaged, or not a genuine one."""

    code = "RDR-06"


class CardOfOtherKind(CardUnreadable):
    """The chip was read, and it is none of the four kinds of ID card that we know."""

    code = "RDR-07"


class CardContradictory(CardUnreadable):
    """The chip was read, and a field is missing, malformed, or contradicts another one.

    Facts: `field`, the name of the field, never what it holds.
    """

    code = "RDR-08"


class LineGarbled(CardUnreadable):
    """Reader and computer do not understand each other's bytes, twice in a row: 10 or 11.

    Facts: `sw3`; so have all of these.
    """

    code = "RDR-14"


class CardRejectsReader(CardNotAccepted):
    """The card did not accept the reader's security module: 31."""

    code = "RDR-15"


class ReaderRejectsCard(CardNotAccepted):
    """The security module did not accept the card: 32."""

    code = "RDR-16"


class CardNotVerified(CardNotAccepted):
    """The card's proof did not hold: 33. The chip is damaged, or it is not a genuine one."""

    code = "RDR-17"


class CardAskedInVain(CardUnreadable):
    """The card did not answer the reader's challenge: 47."""

    code = "RDR-18"


class CardNotSelected(CardUnreadable):
    """The card was found and could not be addressed: 81; often two cards lie there."""

    code = "RDR-19"


class CardItemAbsent(CardUnreadable):
    """The card does not hold what was asked for: 91."""

    code = "RDR-20"


class ReaderOfOtherKind(ReaderFaulty):
    """The reader does not know a request that every reader of its kind knows: 21 or 24."""

    code = "RDR-21"


class ReaderForbids(ReaderFaulty):
    """The reader does not permit what it is asked: 23."""

    code = "RDR-22"


class ReaderBroken(ReaderFaulty):
    """The self-test of the reader's security module failed: 60."""

    code = "RDR-23"


class ReaderNotAuthorised(ReaderFaulty):
    """The reader's security module was not authorised for use: 66."""

    code = "RDR-24"


class ReaderNeedsCloud(ReaderAbsent):
    """The only reader is one that decodes on the internet; it cannot work here."""

    code = "RDR-09"


class ReaderNeedsVendor(ReaderAbsent):
    """The only reader speaks a secret protocol, and its vendor's library is not installed."""

    code = "RDR-10"


class ReaderHeld(ReaderAbsent):
    """A reader is plugged in, and the system does not let this program use it."""

    code = "RDR-11"


class ReaderLibraryFailed(ReaderFaulty):
    """The vendor's library crashed or did not answer in time; nothing was read, and it is ended."""

    code = "RDR-12"


class ReaderLibraryMissing(ReaderAbsent):
    """The vendor's library is not there, or is not made for this system."""

    code = "RDR-13"
