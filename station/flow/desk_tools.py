"""What the admission desk works with, and who stands at it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import SystemRandom

from station.camera.live_look import Points
from station.camera.liveness import Course
from station.camera.port import Camera, FaceEngine
from station.clock import Clock
from station.errors import StationError
from station.flow.desk_eye import Comparison
from station.flow.desk_file import Admission, DeskFile, Live
from station.flow.lane import Lane
from station.flow.papers import OpenSession
from station.flow.picture_keeping import PictureKeeping
from station.flow.signing import Signing
from station.flow.voice import Voice
from station.identity.document import IdentityDocument, TypedDocument
from station.identity.liveness_facts import Cue
from station.identity.names import Glyph, with_glyphs
from station.identity.roster import RosterEntry
from station.ids import CandidateId, MonoMs, UnixMs
from station.reader.port import IdCardReader, PhotoDecoder

PAUSES_MS = (500, 2_500)
"""Between these lies the pause before a movement is asked for."""


def by_chance() -> Course:
    """Return the movements in an order, and after pauses, that nobody can foresee."""
    chance = SystemRandom()
    order = tuple(chance.sample(tuple(Cue), len(Cue)))
    return Course(order, tuple(chance.randint(*PAUSES_MS) for _ in range(5)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another session at this centre, for which a candidate is expected."""

    session: str
    starts_at: UnixMs


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTools:
    """What the desk works with; the mode chooses each.

    Attributes:
        started_at: When the session was started; None before.
        fingerprint_key: The centre's secret by which documents are known again.
        elsewhere: The other sessions here, by the ID numbers of their rosters.
        admitted: Called once a candidate's admission is saved.
        handed_over: Called when two persons have decided over an impostor who came as somebody.
        came_back: Called when somebody lays the card down who was let in before.
        open_meter: Opens what measures eyes and mouth, on the camera's lane; None where there
            is nothing: then a person looks where the rules ask for movements.
        course: Makes, by chance, what one look asks for and when.
    """

    session: OpenSession
    clock: Clock
    store: Lane
    file: DeskFile
    reader_lane: Lane
    reader: IdCardReader
    decoder: PhotoDecoder
    eye: Lane
    camera: Camera
    faces: FaceEngine
    signing: Signing
    voice: Voice
    fingerprint_key: bytes
    keeping: PictureKeeping
    elsewhere: Mapping[str, Elsewhere]
    started_at: Callable[[], UnixMs | None]
    admitted: Callable[[Admission], None]
    changed: Callable[[], None]
    handed_over: Callable[[CandidateId], None] = lambda _: None
    came_back: Callable[[CandidateId], None] = lambda _: None
    open_meter: Callable[[], Points] | None = None
    course: Callable[[], Course] = by_chance


@dataclass(slots=True, eq=False)
class Visitor:
    """Whoever stands at the desk, or beside it.

    Attributes:
        document: None for somebody whose decision was still due when the program started.
        captured: JPEG of the frame that was compared; empty before.
        front, back: JPEG of the sides of a typed document; empty until photographed.
        tongue: In which of the rule pack's languages the consent is shown.
        glyphs: What was chosen for places of the name, before two persons decide.
        sides_skipped: It could not be photographed.
        region_unknown: The number's region is in no list; a hint to the staff.
        since: When this person came to the desk.
        trouble: What went wrong last with this person.
    """

    document: IdentityDocument | TypedDocument | None
    chip_photo: bytes
    entry: RosterEntry
    live: Live
    since: MonoMs
    comparison: Comparison | None = None
    captured: bytes = b""
    front: bytes = b""
    back: bytes = b""
    sides_skipped: bool = False
    region_unknown: bool = False
    trouble: StationError | None = None
    tongue: int = 0
    glyphs: dict[int, Glyph] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name with what was chosen and decided of it."""
        return with_glyphs(self.entry.name, (*self.live.state.glyphs, *self.glyphs.values()))
