"""Looks at a check-in again: was this candidate rightly let in?

As with the attempt, the stream is a claim. A face that did not pass by the rule pack's own
thresholds, or one person deciding alone, is found here even if the centre's program lied.
"""

from collections.abc import Sequence

from station.errors.province import CheckInWrong
from station.identity.check_in import CheckIn, CheckInPhase, evolve, glyphs_fit
from station.identity.check_in_events import (
    CHECK_IN_EVENT,
    Admitted,
    CheckInEvent,
    FaceCompared,
    TwoPersonsDecided,
)
from station.identity.face_judgement import rejudge
from station.identity.rules import FaceRules
from station.ids import CandidateId, StaffId, digest_of
from station.store.stream import Record
from station.store.stream_in_place import Step


def audit_check_in(
    records: Sequence[Record | Step],
    candidate: CandidateId,
    rules: FaceRules,
    staff: frozenset[StaffId],
    consents: tuple[str, ...] = (),
) -> None:
    """Check a check-in whose chain holds.

    Args:
        staff: Who may decide at this centre.
        consents: As the rule pack has it, by language; no face may be compared before one of
            these texts was agreed to.

    Raises:
        DocumentMalformed: A body is not an event.
        CheckInWrong: It does not end with this candidate rightly admitted.
    """
    check_in = CheckIn()
    for record in records:
        event = CHECK_IN_EVENT.unpack(record.body)
        consented = not isinstance(event, FaceCompared) or _agreed(check_in, consents)
        if not consented or not _may_happen(check_in, event, rules, staff):
            raise CheckInWrong(seq=record.seq)
        check_in = evolve(check_in, event)
    admitted = check_in.phase is CheckInPhase.ADMITTED
    if not admitted or check_in.document is None or check_in.document.candidate != candidate:
        raise CheckInWrong(seq=len(records))


def _agreed(check_in: CheckIn, consents: tuple[str, ...]) -> bool:
    if not consents:
        return True
    answered, texts = check_in.consent, {digest_of(text.encode()) for text in consents}
    return answered is not None and answered.given and answered.text in texts


def _may_happen(
    check_in: CheckIn, event: CheckInEvent, rules: FaceRules, staff: frozenset[StaffId]
) -> bool:
    if check_in.phase is CheckInPhase.ADMITTED:
        return False
    match event:
        case Admitted():
            return check_in.phase is CheckInPhase.CLEARED
        case FaceCompared():
            return event.band is rejudge(event, rules)
        case TwoPersonsDecided(first=first, second=second):
            return first != second and {first, second} <= staff and glyphs_fit(check_in, event)
        case _:
            return True
