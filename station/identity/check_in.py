"""A check-in: one candidate at the admission desk, as two pure functions.

A document is presented, a live face is held against a photo, and the candidate is admitted
if the face passes and nothing is in doubt. Otherwise two different persons decide, and they
may always do so: a face is never the only way in. Once a face was refused, no later
comparison lets the candidate in, and neither does laying the card down again; the same holds
once two persons sent the candidate away.

Where the rule pack asks for consent, no face is compared before it was given. Whoever does not
give it is let in by two persons, and never pictured.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from typing import assert_never

from station.identity.check_in_commands import (
    Admit,
    AnswerConsent,
    CheckInCommand,
    Compare,
    DecideTogether,
    PictureDocument,
    Present,
)
from station.identity.check_in_events import (
    Admitted,
    Band,
    CheckInEvent,
    ConsentAnswered,
    DocumentAccepted,
    DocumentPictured,
    DocumentRefused,
    Doubt,
    FaceCompared,
    FoundAlike,
    Reason,
    Source,
    TwoPersonsDecided,
)
from station.identity.document import TypedDocument
from station.identity.document_check import doubts, paper_of, refusal
from station.identity.face_judgement import judge, thresholds
from station.identity.names import Glyph, stand_ins
from station.ids import Digest, SeatNumber

COMPARISONS = 3
"""How often a candidate may look into the camera before two persons decide; RULES 4.2, F05."""


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
        consent: What the person answered last; None before.
        pictured: The last pictures of a typed document.
        alike: The person let in before whom this one is like; None if there is none.
        face_refused: A face was refused at some time, or two persons sent the candidate away:
            only two persons can decide now.
        decided: The last decision of two persons.
        seat: Where the candidate was admitted to.
    """

    phase: CheckInPhase = CheckInPhase.NEW
    document: DocumentAccepted | None = None
    refused: DocumentRefused | None = None
    consent: ConsentAnswered | None = None
    pictured: DocumentPictured | None = None
    alike: FoundAlike | None = None
    compared: FaceCompared | None = None
    comparisons: int = 0
    face_refused: bool = False
    decided: TwoPersonsDecided | None = None
    seat: SeatNumber | None = None

    @property
    def glyphs(self) -> tuple[Glyph, ...]:
        """What two persons who let the candidate in put into the name."""
        return self.decided.glyphs if self.decided is not None and self.decided.admit else ()

    @property
    def asks_consent(self) -> bool:
        """Whether the person has still to say if pictures may be taken."""
        presented = self.phase is CheckInPhase.PRESENTED
        return presented and not self.may_picture and self.consent is None

    @property
    def may_picture(self) -> bool:
        """Whether pictures of this person may be taken and compared."""
        if self.document is None:
            return False
        answered = self.consent
        if self.document.consent is None:
            return True
        return answered is not None and answered.given and _is_asked(self, answered.text)


_COMPARING = (CheckInPhase.PRESENTED, CheckInPhase.TO_DECIDE)
_DECIDING = (*_COMPARING, CheckInPhase.CLEARED, CheckInPhase.REFUSED)


def decide(check_in: CheckIn, command: CheckInCommand) -> tuple[CheckInEvent, ...]:
    """Judge a command and name what it makes happen; nothing, if it is refused."""
    phase = check_in.phase
    match command:
        case Present() if phase is not CheckInPhase.ADMITTED:
            return (_presented(command),)
        case AnswerConsent() if check_in.asks_consent and _is_asked(check_in, command.text):
            answered = ConsentAnswered(
                given=command.given, text=command.text, version=command.version
            )
            return (answered,)
        case PictureDocument(front=front, back=back) if (
            phase in _COMPARING and check_in.may_picture
        ):
            return (DocumentPictured(front=front, back=back),)
        case Compare() if (
            phase in _COMPARING and check_in.may_picture and check_in.comparisons < COMPARISONS
        ):
            return (*_found_alike(command), _compared(command))
        case DecideTogether(first=first, second=second) if (
            phase in _DECIDING
            and first != second
            and _name_was_seen(check_in, command)
            and glyphs_fit(check_in, command)
        ):
            return (_decided(command),)
        case Admit(seat) if phase is CheckInPhase.CLEARED:
            return (Admitted(seat),)
        case (
            Present() | AnswerConsent() | PictureDocument() | Compare() | DecideTogether() | Admit()
        ):
            return ()
    assert_never(command)


def evolve(check_in: CheckIn, event: CheckInEvent) -> CheckIn:
    """Apply one saved event."""
    match event:
        case DocumentAccepted():
            return replace(_next(check_in), phase=CheckInPhase.PRESENTED, document=event)
        case DocumentRefused():
            return replace(_next(check_in), phase=CheckInPhase.DOCUMENT_REFUSED, refused=event)
        case ConsentAnswered(given=given):
            phase = check_in.phase if given else CheckInPhase.TO_DECIDE
            return replace(check_in, phase=phase, consent=event)
        case DocumentPictured():
            return replace(check_in, pictured=event)
        case FoundAlike():
            return replace(check_in, alike=event)
        case FaceCompared():
            return _after(check_in, event)
        case TwoPersonsDecided(admit=admit):
            phase = CheckInPhase.CLEARED if admit else CheckInPhase.REFUSED
            locked = check_in.face_refused or not admit
            return replace(check_in, phase=phase, decided=event, face_refused=locked)
        case Admitted(seat):
            return replace(check_in, phase=CheckInPhase.ADMITTED, seat=seat)
    assert_never(event)


def replay(events: Iterable[CheckInEvent]) -> CheckIn:
    """Rebuild a check-in after a power cut."""
    return reduce(evolve, events, CheckIn())


def _presented(command: Present) -> DocumentAccepted | DocumentRefused:
    document, entry = command.document, command.entry
    source = Source.TYPED if isinstance(document, TypedDocument) else command.source
    reason = refusal(
        document,
        entry,
        command.today,
        rules=command.rules,
        trade=command.trade,
        elsewhere=command.elsewhere,
    )
    if entry is None or reason is not None:
        return DocumentRefused(
            reason=reason or Reason.NOT_ON_ROSTER,
            source=source,
            fingerprint=command.fingerprint,
        )
    return DocumentAccepted(
        candidate=entry.candidate,
        seat=entry.seat,
        source=source,
        fingerprint=command.fingerprint,
        doubts=doubts(document, entry, source, today=command.today, born_alike=command.born_alike),
        open_places=stand_ins(entry.name),
        paper=paper_of(document, command.today),
        consent=command.consent,
        consent_in=command.consent_in,
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
        similarities=command.similarities,
    )


def _found_alike(command: Compare) -> tuple[FoundAlike, ...]:
    if command.alike is None:
        return ()
    alike = command.alike
    found = FoundAlike(other=alike.other, similarity=alike.similarity, alike_at=alike.alike_at)
    return (found,)


def _is_asked(check_in: CheckIn, text: Digest) -> bool:
    document = check_in.document
    return document is not None and text in (document.consent, *document.consent_in)


def _name_was_seen(check_in: CheckIn, command: DecideTogether) -> bool:
    rare = check_in.document is not None and Doubt.RARE_GLYPH in check_in.document.doubts
    return not command.admit or not rare or command.name is not None


def glyphs_fit(check_in: CheckIn, decided: DecideTogether | TwoPersonsDecided) -> bool:
    """Tell whether characters are put at open places alone, by two who let the person in.

    A name that has all its characters is changed by nobody.
    """
    if not decided.glyphs:
        return True
    places = [glyph.place for glyph in decided.glyphs]
    free = check_in.document.open_places if check_in.document is not None else ()
    once = len(set(places)) == len(places)
    return decided.admit and decided.name is not None and once and set(places) <= set(free)


def _decided(command: DecideTogether) -> TwoPersonsDecided:
    return TwoPersonsDecided(
        admit=command.admit,
        first=command.first,
        second=command.second,
        name=command.name,
        why=command.why,
        glyphs=command.glyphs,
    )


def _next(check_in: CheckIn) -> CheckIn:
    """Forget the last document, but not what the camera has seen of its holder.

    A consent once given holds; who did not give it is asked again with the next document.
    """
    given = check_in.consent is not None and check_in.consent.given
    return CheckIn(
        consent=check_in.consent if given else None,
        alike=check_in.alike,
        comparisons=check_in.comparisons,
        face_refused=check_in.face_refused,
    )


def _after(check_in: CheckIn, event: FaceCompared) -> CheckIn:
    face_refused = check_in.face_refused or event.band is Band.REFUSE
    doubtful = check_in.document is None or bool(check_in.document.doubts)
    alike = check_in.alike is not None
    clear = event.band is Band.PASS and not (face_refused or doubtful or alike)
    return replace(
        check_in,
        phase=CheckInPhase.CLEARED if clear else CheckInPhase.TO_DECIDE,
        compared=event,
        comparisons=check_in.comparisons + 1,
        face_refused=face_refused,
    )
