"""Marks an attempt again from its own records, as if the seat had said nothing of its mark."""

from dataclasses import dataclass

from station.errors.province import (
    AttemptMismatched,
    AttemptUnfinished,
    CandidateNotExpected,
    PaperNotDrawn,
)
from station.exam.attempt import Attempt, Phase
from station.exam.attempt_events import Opened
from station.exam.key_sheet import KeySheet, tally
from station.province.archive import SessionFile
from station.province.check_in_audit import audit_check_in
from station.province.retrace import retrace
from station.sync.attempt_bundle import AttemptCover

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the province marked an attempt with.

    Attributes:
        of: Marks of the whole paper.
        equal: Whether the seat marked it the same.
    """

    marks: int
    of: int
    passed: bool
    equal: bool


def remark(cover: AttemptCover, file: SessionFile, sheet: KeySheet) -> Mark:
    """Check that an attempt was held as it was issued, and mark it.

    Args:
        file: The session as the province issued it.
        sheet: Of the paper that the bank gives this candidate.

    Raises:
        CandidateNotExpected: Not on the roster, or barred.
        AttemptMismatched: The bundle or its first event differs from the session package.
        PaperNotDrawn: The paper is another than the one the bank gives this candidate.
        StreamForked: The chain of the attempt or of the check-in does not hold.
        CheckInWrong: The candidate was not rightly let in.
        EventsImpossible, DocumentMalformed: An event that the rules would have refused.
        AttemptUnfinished: It was not handed in and marked.
    """
    if cover.rule_pack != file.package.rule_pack:
        raise AttemptMismatched(field="rule_pack")
    if cover.candidate not in file.expected:
        raise CandidateNotExpected
    if cover.paper != sheet.paper:
        raise PaperNotDrawn
    check_in = cover.check_in.followed()
    texts = tuple(text for _, text in file.rules.consents)
    audit_check_in(check_in, cover.candidate, file.rules.face, file.staff, texts)
    attempt = retrace(cover.records.followed(), file.staff)
    graded = attempt.graded
    if attempt.phase is not Phase.GRADED or graded is None or attempt.opened is None:
        raise AttemptUnfinished
    _check_opened(attempt, attempt.opened, cover, sheet)
    again = tally(sheet, attempt.answers, file.rules.exam.partial_marks)
    same = (graded.marks, graded.of, graded.passed) == (again.marks, again.of, again.passed)
    return Mark(marks=again.marks, of=again.of, passed=again.passed, equal=same)


def _check_opened(attempt: Attempt, opened: Opened, cover: AttemptCover, sheet: KeySheet) -> None:
    """Check that what was opened is what the bundle speaks of."""
    expected = {
        "session": opened.session == cover.session,
        "candidate": opened.candidate == cover.candidate,
        "seat": attempt.seat == cover.seat,
        "rule_pack": opened.rule_pack == cover.rule_pack,
        "paper": opened.paper == cover.paper,
        "places": _places_fit(opened, sheet),
        "duration": 0 < opened.duration <= sheet.minutes * MINUTE_MS,
    }
    wrong = [field for field, holds in expected.items() if not holds]
    if wrong:
        raise AttemptMismatched(field=wrong[0])


def _places_fit(opened: Opened, sheet: KeySheet) -> bool:
    asked = [(place.question, place.options, place.several) for place in opened.places]
    return asked == [(key.question, key.options, key.several) for key in sheet.keys]
