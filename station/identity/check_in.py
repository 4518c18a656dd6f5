"""A check-in: one candidate at the admission desk, as two pure functions.

A document is presented, a live face is held against a photo, and the candidate is admitted
if the face passes and nothing is in doubt. Otherwise two different persons decide, and they
may always do so: a face is never the only way in. Once a face was refused, no later
comparison lets the candidate in, and neither does laying the card down again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import reduce
from typing import assert_never

from station.identity.check_in_events import (
    Admitted,
    Against,
    Band,
    CheckInEvent,
    DocumentAccepted,
    DocumentRefused,
    FaceCompared,
    Reason,
    Source,
    TwoPersonsDecided,
)
from station.identity.document import IdentityDocument
from station.identity.document_check import doubts, refusal
from station.identity.face_judgement import judge, thresholds
from station.identity.face_quality import FaceMeasures
from station.identity.liveness_facts import Liveness, Suspicion
from station.identity.roster import RosterEntry
from station.identity.rules import FaceRules
from station.ids import Digest, SeatNumber, StaffId

COMPARISONS = 3
"""How often a candidate may look into the camera before two persons decide; RULES 4.2, F05."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Lay a document down.

    Attributes:
        entry: The roster's line for the document's number; None if there is none.
        fingerprint: Of the document, made with the centre's key.
        today: The day in the centre's time zone.
    """

    document: IdentityDocument
    entry: RosterEntry | None
    fingerprint: Digest
    today: date
    source: Source = Source.CHIP


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
    """

    similarity: float
    rules: FaceRules
    model: str
    against: Against
    captured: Digest | None = None
    measures: FaceMeasures | None = None
    liveness: Liveness = Liveness.NOT_ASKED
    suspicions: tuple[Suspicion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideTogether:
    """Two persons, each signed in for this decision, say who stands before them."""

    admit: bool
    first: StaffId
    second: StaffId


@dataclass(frozen=True, slots=True)
class Admit:
    """Let the candidate in."""

    seat: SeatNumber


CheckInCommand = Present | Compare | DecideTogether | Admit


class CheckInPhase(StrEnum):
    """How far a check-in has come."""

    NEW = "new"
    DOCUMENT_REFUSED = "document-refused"
    PRESENTED = "presented"
    TO_DECIDE = "to-decide"
    CLEARED = "cleared"
    REFUSED = "refused"
    ADMITTED = "admitted"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The state of a check-in.

    Attributes:
        document: The document that was accepted last.
        refused: Why the last document was refused; None if it was not.
        compared: The last comparison of this document's holder.
        comparisons: How many there were, whichever document lay there.
        face_refused: A face was refused at some time; two persons must decide.
        decided: The last decision of two persons.
        seat: Where the candidate was admitted to.
    """

    phase: CheckInPhase = CheckInPhase.NEW
    document: DocumentAccepted | None = None
    refused: DocumentRefused | None = None
    compared: FaceCompared | None = None
    comparisons: int = 0
    face_refused: bool = False
    decided: TwoPersonsDecided | None = None
    seat: SeatNumber | None = None


_COMPARING = (CheckInPhase.PRESENTED, CheckInPhase.TO_DECIDE)
_DECIDING = (*_COMPARING, CheckInPhase.CLEARED, CheckInPhase.REFUSED)


def decide(check_in: CheckIn, command: CheckInCommand) -> tuple[CheckInEvent, ...]:
    """Judge a command and name what it makes happen; nothing, if it is refused."""
    phase = check_in.phase
    match command:
        case Present() if phase is not CheckInPhase.ADMITTED:
            return (_presented(command),)
        case Compare() if phase in _COMPARING and check_in.comparisons < COMPARISONS:
            return (_compared(command),)
        case DecideTogether(admit=admit, first=first, second=second) if (
            phase in _DECIDING and first != second
        ):
            return (TwoPersonsDecided(admit=admit, first=first, second=second),)
        case Admit(seat) if phase is CheckInPhase.CLEARED:
            return (Admitted(seat),)
        case Present() | Compare() | DecideTogether() | Admit():
            return ()
    assert_never(command)


def evolve(check_in: CheckIn, event: CheckInEvent) -> CheckIn:
    """Apply one saved event."""
    match event:
        case DocumentAccepted():
            return replace(_next(check_in), phase=CheckInPhase.PRESENTED, document=event)
        case DocumentRefused():
            return replace(_next(check_in), phase=CheckInPhase.DOCUMENT_REFUSED, refused=event)
        case FaceCompared():
            return _after(check_in, event)
        case TwoPersonsDecided(admit=admit):
            phase = CheckInPhase.CLEARED if admit else CheckInPhase.REFUSED
            return replace(check_in, phase=phase, decided=event)
        case Admitted(seat):
            return replace(check_in, phase=CheckInPhase.ADMITTED, seat=seat)
    assert_never(event)


def replay(events: Iterable[CheckInEvent]) -> CheckIn:
    """Rebuild a check-in after a power cut."""
    return reduce(evolve, events, CheckIn())


def _presented(command: Present) -> DocumentAccepted | DocumentRefused:
    document, entry = command.document, command.entry
    reason = refusal(document, entry, command.today)
    if entry is None or reason is not None:
        return DocumentRefused(
            reason=reason or Reason.NOT_ON_ROSTER,
            source=command.source,
            fingerprint=command.fingerprint,
        )
    return DocumentAccepted(
        candidate=entry.candidate,
        seat=entry.seat,
        source=command.source,
        fingerprint=command.fingerprint,
        doubts=doubts(document, entry, command.source),
    )


def _compared(command: Compare) -> FaceCompared:
    pass_at, grey_at = thresholds(command.rules, command.against)
    return FaceCompared(
        similarity=command.similarity,
        band=judge(
            command.similarity,
            command.against,
            command.rules,
            measures=command.measures,
            liveness=command.liveness,
            suspicions=command.suspicions,
        ),
        pass_at=pass_at,
        grey_at=grey_at,
        model=command.model,
        against=command.against,
        captured=command.captured,
        measures=command.measures,
        liveness=command.liveness,
        suspicions=command.suspicions,
    )


def _next(check_in: CheckIn) -> CheckIn:
    """Forget the last document, but not what the camera has seen of its holder."""
    return CheckIn(comparisons=check_in.comparisons, face_refused=check_in.face_refused)


def _after(check_in: CheckIn, event: FaceCompared) -> CheckIn:
    face_refused = check_in.face_refused or event.band is Band.REFUSE
    doubtful = check_in.document is None or bool(check_in.document.doubts)
    clear = event.band is Band.PASS and not face_refused and not doubtful
    return replace(
        check_in,
        phase=CheckInPhase.CLEARED if clear else CheckInPhase.TO_DECIDE,
        compared=event,
        comparisons=check_in.comparisons + 1,
        face_refused=face_refused,
    )
