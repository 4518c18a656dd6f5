"""Failures at the province: what it will not take, and what it cannot do now."""

from station.errors import StationError


class BodyTooLarge(StationError):
    """The request is larger than anything that we take; it was not read to its end."""

    code = "PRV-01"


class TokenUnknown(StationError):
    """The request carries no token of an enrolled centre, or no officer's password."""

    code = "PRV-02"


class InvitationUnknown(StationError):
    """The enrolment code is wrong, too old, or was used for another key."""

    code = "PRV-03"


class SeatOfAnotherCentre(StationError):
    """The envelope was signed at another centre than the one it speaks of."""

    code = "PRV-04"


class SessionUnknown(StationError):
    """The province issued no such session to that centre."""

    code = "PRV-05"


class CandidateNotExpected(StationError):
    """The candidate is not on the session's roster, or is barred from it."""

    code = "PRV-06"


class PaperNotDrawn(StationError):
    """The paper is not the one that bank, blueprint and seed give this candidate."""

    code = "PRV-07"


class EventsImpossible(StationError):
    """The stream holds an event that the rules would have refused at record `seq`."""

    code = "PRV-08"


class AttemptUnfinished(StationError):
    """The attempt was not handed in and marked; there is no result in it yet."""

    code = "PRV-09"


class AttemptConflict(StationError):
    """The province holds a result for this attempt with other content; both are kept."""

    code = "PRV-10"


class DatabaseAway(StationError):
    """The province's database does not answer; whether the last write counted is unknown."""

    code = "PRV-11"


class DocumentUnknown(StationError):
    """The province has no such document for this centre."""

    code = "PRV-12"


class SessionIssued(StationError):
    """A session of this name was issued before; a name is never used twice."""

    code = "PRV-13"


class OrderWrong(StationError):
    """The file that orders a session or a rule pack is wrong at `field`."""

    code = "PRV-14"


class CheckInWrong(StationError):
    """The check-in does not lead to this candidate being rightly let in; see record `seq`."""

    code = "PRV-15"


class AttemptMismatched(StationError):
    """The attempt was not held as it was issued: `field` differs from the package."""

    code = "PRV-16"


class ProvinceFounded(StationError):
    """The folder holds a province's keys already; they were not touched."""

    code = "PRV-17"


class DatabaseTooNew(StationError):
    """The database was made by a newer version of the program."""

    code = "PRV-18"


class ProvinceMissing(StationError):
    """The folder holds no province's keys."""

    code = "PRV-19"


class ArchiveDamaged(StationError):
    """A document in the database does not open with this province's key, or is missing."""

    code = "PRV-20"


class AddressTaken(StationError):
    """The server cannot listen at this address; another program may be there."""

    code = "PRV-21"


class DatabaseUnstarted(StationError):
    """The embedded database does not start; its log in the folder says why."""

    code = "PRV-22"


class ResultUnknown(StationError):
    """No result of this candidate lies in the archive for this session."""

    code = "PRV-31"


class QuestionNotAsked(StationError):
    """No paper of the session had this question, or it was voided in another way before."""

    code = "PRV-32"


class CardNotGranted(StationError):
    """The session's package grants no card of this `serial`; nothing was taken back."""

    code = "PRV-33"


class RecordsConflict(StationError):
    """A centre's records contradict those that are held of the same stream; the first ones stay."""

    code = "PRV-34"


class CheckerLost(StationError):
    """A process that checks results died at its work; nothing was promised, send it again."""

    code = "PRV-35"
