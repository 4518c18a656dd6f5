"""What the admission desk shows, and what its staff can ask for."""

from dataclasses import dataclass
from enum import StrEnum

from station.camera.port import Frame
from station.errors import StationError
from station.flow.signatures import Signature
from station.identity.admission_rules import Paper
from station.identity.check_in_events import Refused
from station.identity.face_quality import Advice
from station.identity.liveness_facts import Cue
from station.identity.number import NumberKind
from station.ids import CandidateId, SeatNumber


class Verdict(StrEnum):
    """What the comparison at the desk came to."""

    NONE = "none"
    PASS = "pass"  # noqa: S105 - a verdict
    GREY = "grey"
    REFUSE = "refuse"


class Step(StrEnum):
    """What the desk asks for now."""

    CARD = "card"
    TYPING = "typing"
    CONSENT = "consent"
    SIDES = "sides"
    GLYPHS = "glyphs"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody who stands beside the desk until two persons have decided.

    Attributes:
        seconds: Since the decision became due.
    """

    candidate: CandidateId
    name: str
    tail: str
    seat: SeatNumber
    verdict: Verdict
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another candidate of the session who must not be taken for this one."""

    name: str
    tail: str
    seat: SeatNumber


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GlyphFound:
    """A character that may be chosen.

    Attributes:
        picture: SVG, so that it is seen whatever fonts the machine has.
    """

    character: str
    picture: bytes


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GlyphPage:
    """Where a character is chosen that no keyboard gives.

    Attributes:
        name: As far as it is known.
        places: Of the name: there a character is to be chosen.
        place: The one that it is about now.
        found: On this page.
        asked: Something was looked for; if nothing is found, it is not in our fonts.
    """

    name: str
    places: tuple[int, ...]
    place: int
    found: tuple[GlyphFound, ...] = ()
    page: int = 0
    pages: int = 0
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeskState:
    """The admission desk: one person at it, and others who wait for a decision beside it.

    Attributes:
        live: The camera's picture; None unless somebody stands there who may be pictured.
        chip_photo: JPEG or PNG from the ID chip; empty if there is none.
        enrolment_photo: JPEG from the roster; empty if there is none.
        captured_photo: JPEG of the frame that was compared; empty before.
        similarity: Of the frame and the photo it was held against; None before.
        to_decide: Two persons can decide now, be there a comparison or not.
        trouble: What went wrong last, to be explained; None if nothing.
        consent: The text to agree to, at that step; empty otherwise.
        tongues: Codes of the languages that it is there in; the one that is shown is `tongue`.
        can_speak: The text can be read aloud here.
        front: JPEG of a typed document's front, once photographed; empty before.
        doubts: Why two persons must look, each to be explained.
        glyphs: Where characters are chosen; None unless that is the step.
        lacks: How many characters of the name are still to be chosen.
        rare: The name holds a character that needs two pairs of eyes.
        chip_name: As the document has it then; empty if nobody read it or typed it.
        namesakes: Others of the session who have the same name.
        alike: Who was let in before and looks like this person.
        region_unknown: The number's region is in no list; a hint, and never a reason.
        unfit: The document is refused, or its holder may not sit this exam: nobody is looked at.
        pictured: The person did not refuse to be pictured.
        sent_away: Two persons have refused this person.
        waiting: Beside the desk, the one who waits longest first.
        warning: What the staff should know about the station; None if nothing.
        advice: How the person would be seen better.
        cue: What the person is asked to do, to show that it is no photo; None if nothing.
    """

    step: Step = Step.CARD
    live: Frame | None
    candidate: CandidateId | None = None
    name: str = ""
    tail: str = ""
    seat: SeatNumber | None = None
    chip_photo: bytes = b""
    enrolment_photo: bytes = b""
    captured_photo: bytes = b""
    similarity: float | None = None
    threshold: float | None = None
    verdict: Verdict = Verdict.NONE
    admitted: bool = False
    to_decide: bool = False
    trouble: StationError | None
    consent: str = ""
    tongues: tuple[str, ...] = ()
    tongue: int = 0
    can_speak: bool = False
    front: bytes = b""
    doubts: tuple[StationError, ...] = ()
    glyphs: GlyphPage | None = None
    lacks: int = 0
    rare: bool = False
    chip_name: str = ""
    namesakes: tuple[Other, ...] = ()
    alike: Other | None = None
    region_unknown: bool = False
    unfit: bool = False
    pictured: bool = True
    sent_away: bool = False
    waiting: tuple[Waiting, ...] = ()
    warning: StationError | None = None
    advice: Advice = Advice.NONE
    cue: Cue | None = None

    @classmethod
    def of_nobody(cls, live: Frame | None, trouble: StationError | None) -> "DeskState":
        """Return the desk with nobody at it."""
        return cls(live=live, trouble=trouble)


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Read the ID card that lies on the reader, then look into the camera."""


@dataclass(frozen=True, slots=True)
class StartTyping:
    """The card does not answer, or there is none: its number will be typed."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TypeDocument:
    """What was read from a document with the eyes.

    Attributes:
        kind: None for the kinds that are told by the form of their number.
    """

    kind: NumberKind | None
    paper: Paper
    number: str
    name: str

    def __repr__(self) -> str:
        return f"TypeDocument({self.paper})"


@dataclass(frozen=True, slots=True)
class AnswerConsent:
    """The candidate agrees to being pictured, or does not."""

    given: bool


@dataclass(frozen=True, slots=True)
class ShowConsentIn:
    """Show the text to agree to in another language, by its place among them."""

    tongue: int


@dataclass(frozen=True, slots=True)
class ReadAloud:
    """Say the text on the screen."""


@dataclass(frozen=True, slots=True)
class PictureSide:
    """Photograph the side of the document that is held before the camera."""


@dataclass(frozen=True, slots=True)
class SkipSides:
    """The document cannot be photographed: two persons look at it all the same."""


@dataclass(frozen=True, slots=True)
class CompareAgain:
    """Take another look at the same person."""


@dataclass(frozen=True, slots=True)
class EaseLiveness:
    """This person cannot do what is asked before the camera: take the easier way."""


@dataclass(frozen=True, slots=True)
class OpenGlyphs:
    """Choose the characters that the name on the roster lacks."""


@dataclass(frozen=True, slots=True)
class FindByStrokes:
    """Look for characters of a radical, 1 to 214, with so many strokes besides."""

    radical: int
    strokes: int


@dataclass(frozen=True, slots=True)
class FindByWords:
    """Look for a code point, a sound, or a character that was typed after all."""

    words: str


@dataclass(frozen=True, slots=True)
class TurnGlyphs:
    """Show another page of what was found."""

    page: int


@dataclass(frozen=True, slots=True)
class ChooseGlyph:
    """This is the character that the document shows."""

    character: str


@dataclass(frozen=True, slots=True)
class LeaveGlyphs:
    """Choose no more characters now."""


GlyphIntent = OpenGlyphs | FindByStrokes | FindByWords | TurnGlyphs | ChooseGlyph | LeaveGlyphs


@dataclass(frozen=True, slots=True)
class ClearDesk:
    """Done with this person; the next one, please."""


@dataclass(frozen=True, slots=True)
class TurnTo:
    """Somebody who waited beside the desk is to be decided on now."""

    candidate: CandidateId


@dataclass(frozen=True, slots=True)
class DecideTogether:
    """Two persons decide over the one they see on the screen.

    Attributes:
        name_compared: They held the name as it will be printed against the document.
        why: Why they send the person away.
        candidate: Whom they saw; nobody else is decided on, whoever came to the desk since.
            None for whoever is at the desk.
    """

    admit: bool
    first: Signature
    second: Signature
    name_compared: bool = False
    why: Refused | None = None
    candidate: CandidateId | None = None


DeskIntent = (
    ReadCard
    | StartTyping
    | TypeDocument
    | AnswerConsent
    | ShowConsentIn
    | ReadAloud
    | PictureSide
    | SkipSides
    | CompareAgain
    | EaseLiveness
    | GlyphIntent
    | ClearDesk
    | TurnTo
    | DecideTogether
)
