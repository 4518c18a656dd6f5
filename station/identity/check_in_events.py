"""What can happen at the admission desk. A saved event is final and means the same for ever.

No event holds a name, a number or a picture: a document is a fingerprint, a picture a digest; of a
name that no roster could hold whole, there are the characters that it lacks.
"""

from dataclasses import dataclass
from enum import StrEnum

from station.codec import Codec, later
from station.identity.admission_rules import Paper
from station.identity.face_quality import FaceMeasures
from station.identity.liveness_facts import Liveness, Suspicion
from station.identity.names import Glyph
from station.ids import CandidateId, Digest, SeatNumber, StaffId


class Source(StrEnum):
    """Where the data of a document came from."""

    CHIP = "chip"
    TYPED = "typed"


class Reason(StrEnum):
    """Why a document is refused; nobody at the desk can decide otherwise."""

    NUMBER_WRONG = "number-wrong"
    BIRTH_UNLIKE = "birth-unlike"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    NOT_ON_ROSTER = "not-on-roster"
    BARRED = "barred"
    TOO_YOUNG = "too-young"
    TOO_OLD = "too-old"
    ANOTHER_SESSION = "another-session"
    NO_RETAKE_LEFT = "no-retake-left"
    HOURS_MISSING = "hours-missing"
    EDUCATION_MISSING = "education-missing"
    PAPER_EXPIRED = "paper-expired"
    PAPER_TEMPORARY = "paper-temporary"
    PAPER_ELECTRONIC = "paper-electronic"
    PAPER_HOUSEHOLD = "paper-household"
    PAPER_FOREIGN = "paper-foreign"
    PAPER_UNREADABLE = "paper-unreadable"
    NO_PAPER = "no-paper"


class Doubt(StrEnum):
    """Why two persons decide even where the face passes."""

    NAME_UNLIKE = "name-unlike"
    RARE_GLYPH = "rare-glyph"
    TYPED = "typed"
    EXPIRED = "card-expired"
    BORN_ALIKE = "born-alike"
    AGE_UNKNOWN = "age-unknown"


class Refused(StrEnum):
    """Why two persons send somebody away."""

    NOT_SURE = "not-sure"
    ANOTHER_PERSON = "another-person"


class Against(StrEnum):
    """The photo that the live face was held against."""

    CHIP = "chip"
    ENROLMENT = "enrolment"


class Band(StrEnum):
    """What a similarity comes to."""

    PASS = "pass"  # noqa: S105 - a verdict
    GREY = "grey"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAccepted:
    """The document is genuine enough to look at the face.

    Attributes:
        fingerprint: See station.identity.document_check.fingerprint.
        seat: As the roster gives it.
        paper: What was shown where no valid card answered; None for a card that did.
        consent: SHA-256 of the text that the person must agree to before any picture is taken;
            None if the rule pack rests on another basis.
        consent_in: SHA-256 of the same text in other languages: one of them is agreed to.
        open_places: Of the roster's name: there something stands for a character and is none.
    """

    candidate: CandidateId
    seat: SeatNumber
    source: Source
    fingerprint: Digest
    doubts: tuple[Doubt, ...]
    paper: Paper | None = later(None)
    consent: Digest | None = later(None)
    open_places: tuple[int, ...] = later(())
    consent_in: tuple[Digest, ...] = later(())


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRefused:
    """The document does not do; another one may be presented."""

    reason: Reason
    source: Source
    fingerprint: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAnswered:
    """The person was shown how pictures are used, heard it if wished, and answered.

    Attributes:
        given: False means that no picture is ever taken of this person; two persons look.
        text: SHA-256 of the text that was shown.
        version: Of the rule pack that holds the text.
    """

    given: bool
    text: Digest
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPictured:
    """Both sides of a document without a chip that answers were photographed.

    Attributes:
        front, back: SHA-256 of each JPEG.
    """

    front: Digest
    back: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAlike:
    """Somebody who looks like this person was let in to the same session before.

    Attributes:
        other: Whom this person is like most.
        similarity: Of the two live faces.
        alike_at: From where on two persons look, as the rule pack had it.
    """

    other: CandidateId
    similarity: float
    alike_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceCompared:
    """A live face was held against a photo.

    Attributes:
        similarity: Cosine, -1..1; where several frames were compared, of the middle one.
        pass_at: The similarity from which it passes, as the rule pack had it.
        grey_at: The similarity from which two persons decide; below it is refused.
        model: Name and version of the weights.
        captured: SHA-256 of the JPEG of the live frame, if it was kept.
        measures: Of the live frame; None if they were not taken.
        liveness: Whether the person did what was asked for.
        suspicions: What spoke for a photo or a screen.
        similarities: Of every frame that was compared; empty if there was but one.
    """

    similarity: float
    band: Band
    pass_at: float
    grey_at: float
    model: str
    against: Against
    captured: Digest | None
    measures: FaceMeasures | None = later(None)
    liveness: Liveness = later(Liveness.NOT_ASKED)
    suspicions: tuple[Suspicion, ...] = later(())
    similarities: tuple[float, ...] = later(())


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPersonsDecided:
    """Two different persons looked at the photos and the person, and decided.

    Attributes:
        name: SHA-256 of the name as it will be shown and printed, where they compared it with
            the document for a rare character.
        why: Why they sent the person away; None if they did not, or did not say.
        glyphs: What they put at open places of the name, as the document shows it.
    """

    admit: bool
    first: StaffId
    second: StaffId
    name: Digest | None = later(None)
    why: Refused | None = later(None)
    glyphs: tuple[Glyph, ...] = later(())


@dataclass(frozen=True, slots=True)
class Admitted:
    """The candidate was let in; the check-in is closed."""

    seat: SeatNumber


CheckInEvent = (
    DocumentAccepted
    | DocumentRefused
    | ConsentAnswered
    | DocumentPictured
    | FoundAlike
    | FaceCompared
    | TwoPersonsDecided
    | Admitted
)

CHECK_IN_EVENT: Codec[CheckInEvent] = Codec(CheckInEvent)
