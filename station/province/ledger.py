"""Results and receipts, each kept in one transaction and never changed again.

The database refuses what must never happen: two results for one attempt, two receipts for one
envelope. Uploads of the same attempt at the same moment wait for each other there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from station.errors.province import AttemptConflict, RecordsConflict
from station.ids import CandidateId, CentreId, Digest, SessionId, UnixMs
from station.province.centre_ledger import LockedRecord, keep_records
from station.province.database import Connection, Database
from station.province.remark import Mark
from station.seal.documents import sign
from station.seal.identity import Identity
from station.seal.kinds import DocumentKind
from station.sync.receipt import RECEIPT, Outcome, Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What became of one envelope, before it is known whether the attempt was held already.

    Attributes:
        code: Why it is refused; empty if it is a result.
        signed: Its signature holds, so that it is worth keeping.
        bundle: SHA-256 of the content. Sealing is random, so this and not the envelope tells
            whether an attempt comes with other content.
        told: What a centre wrote down, if the envelope holds that and no attempt.
    """

    envelope: Digest
    signed: bool = False
    code: str = ""
    session: SessionId = SessionId("")
    candidate: CandidateId = CandidateId("")
    bundle: Digest | None = None
    mark: Mark | None = None
    told: tuple[LockedRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """An envelope as it came, and what was found of it."""

    raw: bytes
    at: UnixMs
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCount:
    """How far the results of one session have come."""

    session: SessionId
    centre: CentreId
    title: str
    drill: bool
    expected: int
    received: int
    passed: int
    unequal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """One result, without the person's name or number."""

    candidate: CandidateId
    marks: int
    of: int
    passed: bool
    equal: bool
    received_at: UnixMs


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One envelope that did not become a result; empty names could not be read."""

    outcome: Outcome
    code: str
    session: SessionId
    candidate: CandidateId
    received_at: UnixMs


class Ledger:
    """Keeps what came in.

    Args:
        signer: The province, who signs receipts.
    """

    def __init__(self, database: Database, signer: Identity) -> None:
        self._database = database
        self._signer = signer

    def check(self) -> None:
        """Raise DatabaseAway unless the database answers."""
        with self._database.transaction() as db:
            db.execute("SELECT 1")

    def receipt(self, envelope: Digest) -> bytes | None:
        """Return the receipt that an envelope got, if it came before."""
        with self._database.transaction() as db:
            return _receipt(db, envelope)

    def keep(self, arrivals: Sequence[Arrival]) -> list[bytes]:
        """Save judgements with their receipts, or find those that were saved before: all or none.

        Args:
            arrivals: In the order in which they came.

        Raises:
            DatabaseAway: Nothing was promised; the same envelopes may come again.
        """
        with self._database.transaction() as db:
            return [self._keep(db, arrival) for arrival in arrivals]

    def _keep(self, db: Connection, arrival: Arrival) -> bytes:
        judgement = arrival.judgement
        outcome, code = _outcome(db, judgement, arrival.at)
        mark = judgement.mark
        receipt = Receipt(
            envelope=judgement.envelope,
            outcome=outcome,
            code=code,
            session=judgement.session,
            candidate=judgement.candidate,
            marks=mark.marks if mark else None,
            mark_equal=mark is not None and mark.equal,
            received_at=arrival.at,
        )
        raw = sign(DocumentKind.RECEIPT, RECEIPT.pack(receipt), self._signer)
        fresh = db.execute(
            "INSERT INTO envelope VALUES (%b, %s, %s, %s, %s, %b, %b, %s)"
            " ON CONFLICT DO NOTHING RETURNING 1",
            (
                judgement.envelope,
                outcome.value,
                code,
                judgement.session,
                judgement.candidate,
                arrival.raw if judgement.signed else None,
                raw,
                arrival.at,
            ),
        ).fetchone()
        return raw if fresh else _receipt(db, judgement.envelope) or raw

    def sessions(self) -> tuple[SessionCount, ...]:
        """Count the results of every session, the newest session first."""
        query = (
            "SELECT s.id, s.centre, s.title, s.drill, s.expected, count(r.candidate),"
            " count(*) FILTER (WHERE r.passed), count(*) FILTER (WHERE NOT r.mark_equal)"
            " FROM session s LEFT JOIN result r ON r.session = s.id"
            " GROUP BY s.id ORDER BY s.starts_at DESC, s.id LIMIT 500"
        )
        with self._database.transaction() as db:
            rows = db.execute(query).fetchall()
        return tuple(
            SessionCount(
                session=SessionId(session),
                centre=CentreId(centre),
                title=title,
                drill=drill,
                expected=expected,
                received=received,
                passed=passed,
                unequal=unequal,
            )
            for session, centre, title, drill, expected, received, passed, unequal in rows
        )

    def results(self, session: SessionId) -> tuple[ResultLine, ...]:
        """List the results of one session."""
        query = (
            "SELECT candidate, marks, of_marks, passed, mark_equal, received_at FROM result"
            " WHERE session = %s ORDER BY candidate"
        )
        with self._database.transaction() as db:
            rows = db.execute(query, (session,)).fetchall()
        return tuple(
            ResultLine(
                candidate=CandidateId(candidate),
                marks=marks,
                of=of,
                passed=passed,
                equal=equal,
                received_at=UnixMs(at),
            )
            for candidate, marks, of, passed, equal, at in rows
        )

    def troubles(self) -> tuple[Trouble, ...]:
        """List the latest conflicts and refusals, the newest first."""
        query = (
            "SELECT outcome, code, session, candidate, received_at FROM envelope"
            " WHERE outcome <> 'accepted' ORDER BY received_at DESC, digest LIMIT 200"
        )
        with self._database.transaction() as db:
            rows = db.execute(query).fetchall()
        return tuple(
            Trouble(
                outcome=Outcome(outcome),
                code=code,
                session=SessionId(session),
                candidate=CandidateId(candidate),
                received_at=UnixMs(at),
            )
            for outcome, code, session, candidate, at in rows
        )


def _receipt(db: Connection, envelope: Digest) -> bytes | None:
    row = db.execute("SELECT receipt FROM envelope WHERE digest = %s", (envelope,)).fetchone()
    return bytes(row[0]) if row else None


def _outcome(db: Connection, judgement: Judgement, now: UnixMs) -> tuple[Outcome, str]:
    if judgement.told:
        whole = keep_records(db, judgement.told, now)
        return (Outcome.ACCEPTED, "") if whole else (Outcome.CONFLICT, RecordsConflict.code)
    mark = judgement.mark
    if mark is None:
        return Outcome.REFUSED, judgement.code
    names = (judgement.session, judgement.candidate)
    fresh = db.execute(
        "INSERT INTO result VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT DO NOTHING RETURNING 1",
        (*names, judgement.bundle, mark.marks, mark.of, mark.passed, mark.equal, now),
    ).fetchone()
    if fresh is not None:
        return Outcome.ACCEPTED, ""
    query = "SELECT 1 FROM result WHERE session = %s AND candidate = %s AND bundle = %s"
    if db.execute(query, (*names, judgement.bundle)).fetchone():
        return Outcome.ACCEPTED, ""
    return Outcome.CONFLICT, AttemptConflict.code
