"""What can happen at the admission desk. A saved event is final and means the same for ever.

No event holds a name, a number or a picture: a document is a fingerprint, a picture a digest.
"""

from dataclasses import dataclass
from enum import StrEnum

from station.codec import Codec, later
from station.identity.face_quality import FaceMeasures
from station.identity.liveness_facts import Liveness, Suspicion
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


class Doubt(StrEnum):
    """Why two persons decide even where the face passes."""

    NAME_UNLIKE = "name-unlike"
    RARE_GLYPH = "rare-glyph"
    TYPED = "typed"


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
    """

    candidate: CandidateId
    seat: SeatNumber
    source: Source
    fingerprint: Digest
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRefused:
    """The document does not do; another one may be presented."""

    reason: Reason
    source: Source
    fingerprint: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceCompared:
    """A live face was held against a photo.

    Attributes:
        similarity: Cosine, -1..1.
        pass_at: The similarity from which it passes, as the rule pack had it.
        grey_at: The similarity from which two persons decide; below it is refused.
        model: Name and version of the weights.
        captured: SHA-256 of the JPEG of the live frame, if it was kept.
        measures: Of the live frame; None if they were not taken.
        liveness: Whether the person did what was asked for.
        suspicions: What spoke for a photo or a screen.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPersonsDecided:
    """Two different persons looked at the photos and the person, and decided."""

    admit: bool
    first: StaffId
    second: StaffId


@dataclass(frozen=True, slots=True)
class Admitted:
    """The candidate was let in; the check-in is closed."""

    seat: SeatNumber


CheckInEvent = DocumentAccepted | DocumentRefused | FaceCompared | TwoPersonsDecided | Admitted

CHECK_IN_EVENT: Codec[CheckInEvent] = Codec(CheckInEvent)
