"""What can be asked of a check-in at the admission desk."""

from dataclasses import dataclass
from datetime import date

from station.identity.admission_rules import AdmissionRules
from station.identity.check_in_events import Against, Refused, Source
from station.identity.document import IdentityDocument, TypedDocument
from station.identity.document_check import DEFAULT_RULES, NO_TRADE
from station.identity.face_quality import FaceMeasures
from station.identity.liveness_facts import Liveness, Suspicion
from station.identity.names import Glyph
from station.identity.roster import RosterEntry
from station.identity.rules import FaceRules
from station.ids import CandidateId, Digest, ItemCode, SeatNumber, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Lay a document down.

    Attributes:
        entry: The roster's line for the document's number; None if there is none.
        fingerprint: Of the document, made with the centre's key.
        today: The day in the centre's time zone.
        trade: What the exam is for.
        elsewhere: The number is on the roster of another session.
        born_alike: Somebody else of this session has the same birthday and region.
        consent: SHA-256 of the text that must be agreed to before any picture; None if none.
        consent_in: Of the same text in other languages.
    """

    document: IdentityDocument | TypedDocument
    entry: RosterEntry | None
    fingerprint: Digest
    today: date
    source: Source = Source.CHIP
    rules: AdmissionRules = DEFAULT_RULES
    trade: ItemCode = NO_TRADE
    elsewhere: bool = False
    born_alike: bool = False
    consent: Digest | None = None
    consent_in: tuple[Digest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerConsent:
    """The candidate agrees to being pictured, or does not."""

    given: bool
    text: Digest
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureDocument:
    """Both sides of a typed document were photographed; SHA-256 of each JPEG."""

    front: Digest
    back: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Somebody of this session, let in before, whom the live face is like."""

    other: CandidateId
    similarity: float
    alike_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """Hold a live face against the photo of the document or of the roster.

    Attributes:
        similarity: Cosine, -1..1.
        model: Name and version of the weights.
        captured: SHA-256 of the JPEG of the live frame, if it is kept.
        measures: Of the live frame; None if they were not taken.
        liveness: Whether the person did what was asked for.
        suspicions: What speaks for a photo or a screen.
        similarities: Of every frame that was compared; their middle one is `similarity`.
        alike: The likest person who was let in before, if one is too like.
    """

    similarity: float
    rules: FaceRules
    model: str
    against: Against
    captured: Digest | None = None
    measures: FaceMeasures | None = None
    liveness: Liveness = Liveness.NOT_ASKED
    suspicions: tuple[Suspicion, ...] = ()
    similarities: tuple[float, ...] = ()
    alike: Alike | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideTogether:
    """Two persons, each signed in for this decision, say who stands before them.

    Attributes:
        name: SHA-256 of the name as shown and printed, if they compared it with the document;
            without it nobody whose name holds a rare character is let in.
        why: Why they send the person away.
        glyphs: Characters at open places of the name, chosen by how the document shows them.
    """

    admit: bool
    first: StaffId
    second: StaffId
    name: Digest | None = None
    why: Refused | None = None
    glyphs: tuple[Glyph, ...] = ()


@dataclass(frozen=True, slots=True)
class Admit:
    """Let the candidate in."""

    seat: SeatNumber


CheckInCommand = Present | AnswerConsent | PictureDocument | Compare | DecideTogether | Admit
