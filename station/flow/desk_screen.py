"""The admission desk's state, as its window shows it."""

from dataclasses import dataclass

from station.camera.port import Frame
from station.errors import StationError
from station.flow.desk_reasons import why_two_persons
from station.flow.desk_tools import Visitor
from station.flow.desk_view import DeskState, GlyphPage, Other, Step, Verdict, Waiting
from station.flow.papers import OpenSession
from station.identity.check_in import COMPARISONS, CheckIn, CheckInPhase
from station.identity.check_in_events import Band, Doubt
from station.identity.document import TypedDocument
from station.identity.face_quality import Advice
from station.identity.liveness_facts import Cue
from station.identity.names import normalise_name, stand_ins
from station.identity.roster import RosterEntry
from station.ids import CandidateId, MonoMs

VERDICTS = {Band.PASS: Verdict.PASS, Band.GREY: Verdict.GREY, Band.REFUSE: Verdict.REFUSE}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeskSight:
    """What is to be seen at the desk besides the person at it.

    Attributes:
        live: The camera's picture.
        trouble: What went wrong last with nobody in particular.
        no_camera: Why there is no picture.
    """

    session: OpenSession
    live: Frame | None
    typing: bool
    trouble: StationError | None
    no_camera: StationError | None
    can_speak: bool
    waiting: tuple[Visitor, ...]
    now: MonoMs
    warning: StationError | None = None
    advice: Advice = Advice.NONE
    cue: Cue | None = None
    glyphs: GlyphPage | None = None


def show_desk(visitor: Visitor | None, sight: DeskSight) -> DeskState:
    """Return what the desk shows, with somebody at it or with nobody."""
    waiting = tuple(_waiting(each, sight.now) for each in sight.waiting)
    if visitor is None:
        return DeskState(
            step=Step.TYPING if sight.typing else Step.CARD,
            live=None,
            trouble=sight.trouble,
            waiting=waiting,
            warning=sight.warning,
        )
    state, entry, session = visitor.live.state, visitor.entry, sight.session
    compared, accepted = state.compared, state.document
    consents = session.rules.consents
    doubts = accepted.doubts if accepted else ()
    return DeskState(
        step=_step(visitor) if sight.glyphs is None else Step.GLYPHS,
        live=sight.live if state.may_picture else None,
        candidate=entry.candidate,
        name=visitor.name,
        tail=entry.tail,
        seat=entry.seat,
        chip_photo=visitor.chip_photo,
        enrolment_photo=entry.photo,
        captured_photo=visitor.captured,
        similarity=compared.similarity if compared else None,
        threshold=compared.pass_at if compared else None,
        verdict=_verdict(state),
        admitted=state.phase is CheckInPhase.ADMITTED,
        to_decide=_to_decide(visitor, sight.no_camera),
        trouble=visitor.trouble or sight.trouble or sight.no_camera,
        consent=consents[visitor.tongue][1] if state.asks_consent and consents else "",
        tongues=tuple(code for code, _ in consents),
        tongue=visitor.tongue,
        can_speak=sight.can_speak,
        front=visitor.front,
        doubts=why_two_persons(state),
        glyphs=sight.glyphs,
        lacks=len(stand_ins(visitor.name)),
        rare=Doubt.RARE_GLYPH in doubts,
        chip_name=_chip_name(visitor) if Doubt.RARE_GLYPH in doubts else "",
        namesakes=_namesakes(session, entry),
        alike=_other(session, state.alike.other) if state.alike else None,
        region_unknown=visitor.region_unknown,
        pictured=state.consent is None or state.consent.given,
        unfit=state.phase is CheckInPhase.DOCUMENT_REFUSED,
        sent_away=state.phase is CheckInPhase.REFUSED,
        waiting=waiting,
        warning=sight.warning,
        advice=sight.advice,
        cue=sight.cue,
    )


def _step(visitor: Visitor) -> Step:
    state = visitor.live.state
    if state.asks_consent:
        return Step.CONSENT
    typed = isinstance(visitor.document, TypedDocument)
    unseen = state.pictured is None and not visitor.sides_skipped
    if typed and unseen and state.may_picture and state.phase is CheckInPhase.PRESENTED:
        return Step.SIDES
    return Step.PERSON


def _to_decide(visitor: Visitor, no_camera: StationError | None) -> bool:
    """Whether the camera has had its say: it saw, it could not see, or it may not again."""
    state = visitor.live.state
    if _step(visitor) is not Step.PERSON:
        return False
    if state.phase is CheckInPhase.PRESENTED:
        unseen = visitor.trouble is not None or no_camera is not None
        return unseen or state.comparisons >= COMPARISONS or visitor.document is None
    return state.phase in (CheckInPhase.TO_DECIDE, CheckInPhase.REFUSED)


def _waiting(visitor: Visitor, now: MonoMs) -> Waiting:
    entry = visitor.entry
    return Waiting(
        candidate=entry.candidate,
        name=entry.name,
        tail=entry.tail,
        seat=entry.seat,
        verdict=_verdict(visitor.live.state),
        seconds=max(0, now - visitor.since) // 1_000,
    )


def _verdict(state: CheckIn) -> Verdict:
    return VERDICTS[state.compared.band] if state.compared else Verdict.NONE


def _chip_name(visitor: Visitor) -> str:
    return visitor.document.name if visitor.document is not None else ""


def _namesakes(session: OpenSession, entry: RosterEntry) -> tuple[Other, ...]:
    name = normalise_name(entry.name)
    same = (
        other
        for other in session.package.roster
        if normalise_name(other.name) == name and other.candidate != entry.candidate
    )
    return tuple(Other(name=other.name, tail=other.tail, seat=other.seat) for other in same)


def _other(session: OpenSession, candidate: CandidateId) -> Other | None:
    found = (each for each in session.package.roster if each.candidate == candidate)
    entry = next(found, None)
    return Other(name=entry.name, tail=entry.tail, seat=entry.seat) if entry else None
