"""Failures of an identity check: numbers, documents, faces, signatures."""

from station.errors import StationError


class NumberMalformed(StationError):
    """The number has not the form of any document that we admit."""

    code = "IDN-01"


class NumberMistyped(StationError):
    """The check digit does not fit: at least one digit is wrong."""

    code = "IDN-02"


class NumberBirthImpossible(StationError):
    """The birth date in the number does not exist, lies ahead, or is too long ago."""

    code = "IDN-03"


class NumberOutdated(StationError):
    """A 15-digit number of the first generation, out of use since 2013."""

    code = "IDN-04"


class IdentityDocumentExpired(StationError):
    """The identity document was valid once, and is no longer."""

    code = "IDN-05"


class IdentityDocumentNotYetValid(StationError):
    """The identity document's first day is still to come."""

    code = "IDN-06"


class NotOnRoster(StationError):
    """Nobody with this number is expected in this session."""

    code = "IDN-07"


class CandidateBarred(StationError):
    """The province lists a reason why this person may not sit the exam."""

    code = "IDN-08"


class CandidateTooYoung(StationError):
    """The person has not reached the age for this exam."""

    code = "IDN-09"


class TwoPersonsNeeded(StationError):
    """The same person signed twice; the decision was not taken."""

    code = "IDN-11"


class PinWrong(StationError):
    """A PIN does not fit the person who signs; the decision was not taken."""

    code = "IDN-12"


class NameUnlike(StationError):
    """The number is on the roster, under another name; two persons must decide."""

    code = "IDN-13"


class BirthUnlike(StationError):
    """The birth date that the chip states is not the one in the number."""

    code = "IDN-16"


class RareGlyph(StationError):
    """The name holds a character that this system has no code for; two persons confirm it."""

    code = "IDN-17"


class TypedByHand(StationError):
    """The chip did not answer and the number was typed; two persons must decide."""

    code = "IDN-18"


class SignerMustWait(StationError):
    """Too many wrong PINs of this person one after the other; this one was not looked at.

    Facts: `seconds` until the next one is.
    """

    code = "IDN-19"


class CandidateTooOld(StationError):
    """The person has reached the age up to which this exam may be sat."""

    code = "IDN-20"


class ExpectedElsewhere(StationError):
    """The person is on the roster of another session at this centre.

    Facts: `session`, its title; `starts`, when it begins.
    """

    code = "IDN-21"


class NoRetakeLeft(StationError):
    """The person has used up the attempts of this application."""

    code = "IDN-22"


class HoursMissing(StationError):
    """Training hours are missing; online hours count up to the rule pack's share.

    Facts: `missing`, how many.
    """

    code = "IDN-23"


class EducationMissing(StationError):
    """The person has not been to school for as long as this trade asks for."""

    code = "IDN-24"


class PaperExpired(StationError):
    """The rule pack does not let anybody in with an expired card."""

    code = "IDN-25"


class PaperTemporary(StationError):
    """The rule pack does not let anybody in with a temporary card."""

    code = "IDN-26"


class PaperElectronic(StationError):
    """The rule pack does not let anybody in with an electronic card."""

    code = "IDN-27"


class PaperHousehold(StationError):
    """The rule pack does not let anybody in with a paper of the household register."""

    code = "IDN-28"


class PaperForeign(StationError):
    """The rule pack does not let anybody in with a permit or passport that is typed."""

    code = "IDN-29"


class PaperUnreadable(StationError):
    """The rule pack does not let anybody in with a card whose chip does not answer."""

    code = "IDN-30"


class NoPaper(StationError):
    """The person has nothing that says who it is."""

    code = "IDN-31"


class BornAlike(StationError):
    """Somebody of the same birthday and region is in this session; two persons look."""

    code = "IDN-32"


class LooksAlike(StationError):
    """Somebody who looks like this person was let in already; two persons look."""

    code = "IDN-33"


class CardExpiredAccepted(StationError):
    """The card has expired and the rule pack lets two persons accept it."""

    code = "IDN-34"


class AgeUnknown(StationError):
    """Nothing that was typed states a birth date: two persons look at the age."""

    code = "IDN-35"


class BarredUntil(StationError):
    """The person is barred from exams, and it is known until when."""

    code = "IDN-36"


class BarredBecause(StationError):
    """The province lets the person sit no exam, and says why."""

    code = "IDN-37"
