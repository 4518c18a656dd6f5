"""The review desk: opens the archive when a score is disputed or a question was wrong.

Nothing of a result is changed. A voided question is a decision beside it, and what a result comes
to with the decisions of its session is worked out again each time, from the sealed attempt.
"""

import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from station.errors import StationError
from station.errors.document import EnvelopeSealed
from station.errors.province import DatabaseAway, QuestionNotAsked, ResultUnknown
from station.exam.attempt import Attempt
from station.exam.attempt_events import EVENT, Answered
from station.exam.grading import Grade, Voided, grade
from station.exam.key_sheet import key_sheet
from station.exam.paper import Paper
from station.ids import CandidateId, Digest, QuestionId, SessionId, StaffId, UnixMs, digest_of
from station.printer.answer_sheet import AnswerRecord, Change
from station.province.archive import Archive
from station.province.database import Database
from station.province.keys import ProvinceKeys
from station.province.ledger import SessionCount
from station.province.remark import remark
from station.province.retrace import retrace
from station.seal.documents import Signed
from station.seal.envelope import check_envelope, unseal
from station.store.stream import Record
from station.sync.attempt_bundle import ATTEMPT_BUNDLE, AttemptBundle, cover_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPersons:
    """Two holders of a bank's keys, and what their keys open together."""

    first: StaffId
    second: StaffId
    content_key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked:
    """One result before and after a question was voided."""

    candidate: CandidateId
    marks_before: int
    of_before: int
    passed_before: bool
    marks_after: int
    of_after: int
    passed_after: bool

    @property
    def turned(self) -> bool:
        """Whether it was passed now and not before, or the other way: the card is looked at."""
        return self.passed_before != self.passed_after


@dataclass(frozen=True, slots=True)
class SessionReview:
    """What was decided of a session's questions, and what each result comes to with it.

    Attributes:
        corrected: By candidate; empty if nothing was voided.
    """

    voided: Mapping[QuestionId, Voided] = field(default_factory=dict)
    corrected: Mapping[CandidateId, Remarked] = field(default_factory=dict)


_Passed = tuple[int, tuple[tuple[QuestionId, Voided], ...], int]
"""Of a session: results received, decisions over its questions, and how many have passed then."""


@dataclass(frozen=True, slots=True)
class _Held:
    """An accepted attempt, opened and checked once more."""

    bundle: AttemptBundle
    signed: Signed
    envelope: Digest
    received_at: UnixMs
    attempt: Attempt


class ReviewDesk:
    """Opens attempts for two persons, and voids questions."""

    def __init__(self, keys: ProvinceKeys, database: Database, archive: Archive) -> None:
        self._keys = keys
        self._database = database
        self._archive = archive
        self._passed: dict[SessionId, _Passed] = {}

    def answers(
        self, session: SessionId, candidate: CandidateId, by: TwoPersons, now: UnixMs
    ) -> AnswerRecord:
        """Open one attempt; who opened it is noted first.

        Raises:
            EnvelopeSealed: The two keys are not those of the session's bank.
            ResultUnknown: There is no result of this candidate.
            StationError: What was received no longer stands up to the checks of its day.
        """
        self._check_persons(session, by)
        held = self._held(session, candidate)
        with self._database.transaction() as db:
            db.execute(
                "INSERT INTO answers_opened VALUES (%s, %s, %s, %s, %s)",
                (session, candidate, by.first, by.second, now),
            )
        signer, bundle = held.signed.signer, held.bundle
        return AnswerRecord(
            session=session,
            candidate=candidate,
            seat=bundle.seat,
            signer=f"{signer.centre} {signer.name}",
            envelope=held.envelope,
            rule_pack=bundle.rule_pack,
            received_at=held.received_at,
            paper=bundle.paper,
            changes=_changes(bundle.records),
            grade=self._grade(held, self.voided(session)),
            seat_marks=held.attempt.graded.marks if held.attempt.graded else 0,
            opened_by=(by.first, by.second),
            opened_at=now,
        )

    def voided(self, session: SessionId) -> dict[QuestionId, Voided]:
        """Return the decisions on a session's questions."""
        query = "SELECT question, how FROM voided WHERE session = %s ORDER BY question"
        with self._database.transaction() as db:
            rows = db.execute(query, (session,)).fetchall()
        return {QuestionId(question): Voided(how) for question, how in rows}

    def of_session(self, session: SessionId) -> SessionReview:
        """Say what was decided of a session, and mark every result again if anything was.

        Raises:
            StationError: What was received no longer stands up to the checks of its day.
        """
        decided = self.voided(session)
        if not decided:
            return SessionReview()
        corrected = {
            candidate: self._compare(self._held(session, candidate), {}, decided)
            for candidate in self._candidates(session)
        }
        return SessionReview(decided, corrected)

    def passed_with(self, counts: Iterable[SessionCount]) -> dict[SessionId, int | None]:
        """Count who has passed in each session in which a question was voided.

        Returns:
            None for a session whose results no longer stand up to the checks of their day.
        """
        with self._database.transaction() as db:
            rows = db.execute("SELECT DISTINCT session FROM voided").fetchall()
        voided = {SessionId(session) for (session,) in rows}
        return {
            count.session: self._counted(count.session, count.received)
            for count in counts
            if count.session in voided
        }

    def _counted(self, session: SessionId, received: int) -> int | None:
        """Count once for as many results and decisions as there are; they only become more."""
        decided = tuple(sorted(self.voided(session).items()))
        if self._passed.get(session, (0, (), 0))[:2] != (received, decided):
            try:
                again = self.of_session(session).corrected.values()
            except DatabaseAway:
                raise
            except StationError:
                return None
            self._passed[session] = (received, decided, sum(each.passed_after for each in again))
        return self._passed[session][2]

    def void(
        self, session: SessionId, question: QuestionId, how: Voided, by: TwoPersons, now: UnixMs
    ) -> tuple[Remarked, ...]:
        """Void a question for a whole session and mark every result again.

        A second time changes nothing and returns the same list: it compares with the marking that
        would hold without this decision.

        Raises:
            EnvelopeSealed: The two keys are not those of the session's bank.
            QuestionNotAsked: No paper of the session had it, or it was voided in another way.
        """
        self._check_persons(session, by)
        attempts = [self._held(session, candidate) for candidate in self._candidates(session)]
        if not any(_asks(held.bundle.paper, question) for held in attempts):
            raise QuestionNotAsked(question=question)
        with self._database.transaction() as db:
            db.execute(
                "INSERT INTO voided VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (session, question, how.value, by.first, by.second, now),
            )
        decided = self.voided(session)
        if decided[question] is not how:
            raise QuestionNotAsked(question=question)
        before = {each: how for each, how in decided.items() if each != question}
        return tuple(self._compare(held, before, decided) for held in attempts)

    def _compare(
        self, held: _Held, before: dict[QuestionId, Voided], after: dict[QuestionId, Voided]
    ) -> Remarked:
        old, new = self._grade(held, before), self._grade(held, after)
        return Remarked(
            candidate=held.bundle.candidate,
            marks_before=old.marks,
            of_before=old.of,
            passed_before=old.passed,
            marks_after=new.marks,
            of_after=new.of,
            passed_after=new.passed,
        )

    def _grade(self, held: _Held, voided: dict[QuestionId, Voided]) -> Grade:
        partial = self._archive.session(held.bundle.session).rules.exam.partial_marks
        return grade(held.bundle.paper, held.attempt.answers, partial, voided)

    def _held(self, session: SessionId, candidate: CandidateId) -> _Held:
        """Find the accepted attempt and check it as on the day it came."""
        query = (
            "SELECT e.digest, e.raw, e.received_at, r.bundle FROM result r JOIN envelope e"
            " ON e.session = r.session AND e.candidate = r.candidate AND e.outcome = 'accepted'"
            " WHERE r.session = %s AND r.candidate = %s ORDER BY e.received_at LIMIT 1"
        )
        with self._database.transaction() as db:
            row = db.execute(query, (session, candidate)).fetchone()
        if row is None:
            raise ResultUnknown(session=session, candidate=candidate)
        digest, raw, received_at, bundle_digest = row
        signed = check_envelope(bytes(raw), self._keys.trust, UnixMs(received_at))
        content = unseal(signed, self._keys.sealing.private).content
        if digest_of(content) != bytes(bundle_digest):
            raise ResultUnknown(session=session, candidate=candidate)
        bundle = ATTEMPT_BUNDLE.unpack(content)
        file = self._archive.session(session)
        drawn = self._archive.papers(session).draw_for(candidate)  # not as kept: as the bank has it
        remark(cover_of(bundle), file, key_sheet(drawn))
        attempt = retrace(bundle.records, file.staff)
        return _Held(bundle, signed, Digest(bytes(digest)), UnixMs(received_at), attempt)

    def _candidates(self, session: SessionId) -> list[CandidateId]:
        query = "SELECT candidate FROM result WHERE session = %s ORDER BY candidate"
        with self._database.transaction() as db:
            return [CandidateId(name) for (name,) in db.execute(query, (session,)).fetchall()]

    def _check_persons(self, session: SessionId, by: TwoPersons) -> None:
        bank = self._archive.session(session).package.bank
        if by.first == by.second or not hmac.compare_digest(
            self._archive.bank_key(bank), by.content_key
        ):
            raise EnvelopeSealed


def _changes(records: tuple[Record, ...]) -> dict[QuestionId, tuple[Change, ...]]:
    made: defaultdict[QuestionId, list[Change]] = defaultdict(list)
    for record in records:
        event = EVENT.unpack(record.body)
        if isinstance(event, Answered):
            change = Change(at=record.elapsed, wall=record.wall, choices=event.choices)
            made[event.question].append(change)
    return {question: tuple(changes) for question, changes in made.items()}


def _asks(paper: Paper, question: QuestionId) -> bool:
    return any(item.question == question for item in paper.items)
