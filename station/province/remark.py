"""Marks an attempt again from its own records, as if the seat had said nothing of its mark."""

from dataclasses import dataclass

from station.errors.province import (
    AttemptMismatched,
    AttemptUnfinished,
    CandidateNotExpected,
    PaperNotDrawn,
)
from station.errors.store import StreamForked
from station.exam.attempt import Attempt, Phase
from station.exam.attempt_events import Opened
from station.exam.grading import grade
from station.exam.paper import PAPER, Paper
from station.exam.question import QuestionKind
from station.ids import digest_of
from station.province.archive import SessionFile
from station.province.check_in_audit import audit_check_in
from station.province.retrace import retrace
from station.store.stream import Head, Record, follow
from station.sync.attempt_bundle import AttemptBundle
from station.sync.session_papers import SessionPapers

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


def remark(bundle: AttemptBundle, file: SessionFile, papers: SessionPapers) -> Mark:
    """Check that an attempt was held as it was issued, and mark it.

    Args:
        file: The session as the province issued it.
        papers: Draws the session's papers again.

    Raises:
        CandidateNotExpected: Not on the roster, or barred.
        AttemptMismatched: The bundle or its first event differs from the session package.
        PaperNotDrawn: The paper is another than the one the bank gives this candidate.
        StreamForked: The chain of the attempt or of the check-in does not hold.
        CheckInWrong: The candidate was not rightly let in.
        EventsImpossible, DocumentMalformed: An event that the rules would have refused.
        AttemptUnfinished: It was not handed in and marked.
    """
    check_expected(bundle, file)
    check_paper(bundle, papers)
    staff = frozenset(person.id for person in file.package.staff)
    check_chain(bundle.check_in)
    audit_check_in(
        bundle.check_in, bundle.candidate, file.rules.face, staff, file.rules.consent_text
    )
    check_chain(bundle.records)
    attempt = retrace(bundle.records, staff)
    graded = attempt.graded
    if attempt.phase is not Phase.GRADED or graded is None or attempt.opened is None:
        raise AttemptUnfinished
    check_opened(attempt, attempt.opened, bundle)
    again = grade(bundle.paper, attempt.answers, file.rules.exam.partial_marks)
    same = (graded.marks, graded.of, graded.passed) == (again.marks, again.of, again.passed)
    return Mark(marks=again.marks, of=again.of, passed=again.passed, equal=same)


def check_expected(bundle: AttemptBundle, file: SessionFile) -> None:
    """Check that this candidate was to sit this session under these rules."""
    package = file.package
    if bundle.rule_pack != package.rule_pack:
        raise AttemptMismatched(field="rule_pack")
    entry = next((each for each in package.roster if each.candidate == bundle.candidate), None)
    if entry is None or entry.barred:
        raise CandidateNotExpected


def check_paper(bundle: AttemptBundle, papers: SessionPapers) -> None:
    """Draw the paper again and compare, so that no centre can write an easier one."""
    if papers.draw_for(bundle.candidate) != bundle.paper:
        raise PaperNotDrawn


def check_chain(records: tuple[Record, ...]) -> None:
    """Follow a whole stream from its first record."""
    if not records:
        raise StreamForked(seq=0)
    follow(Head(), records, records[0].stream)


def check_opened(attempt: Attempt, opened: Opened, bundle: AttemptBundle) -> None:
    """Check that what was opened is what the bundle speaks of."""
    expected = {
        "session": opened.session == bundle.session,
        "candidate": opened.candidate == bundle.candidate,
        "seat": attempt.seat == bundle.seat,
        "rule_pack": opened.rule_pack == bundle.rule_pack,
        "paper": opened.paper == digest_of(PAPER.pack(bundle.paper)),
        "places": _places_fit(opened, bundle.paper),
        "duration": 0 < opened.duration <= bundle.paper.minutes * MINUTE_MS,
    }
    wrong = [field for field, holds in expected.items() if not holds]
    if wrong:
        raise AttemptMismatched(field=wrong[0])


def _places_fit(opened: Opened, paper: Paper) -> bool:
    asked = [(place.question, place.options, place.several) for place in opened.places]
    several = QuestionKind.MULTIPLE
    return asked == [
        (item.question, len(item.options), item.kind is several) for item in paper.items
    ]
