"""Results and receipts, each kept in one transaction and never changed again.

The database refuses what must never happen: two results for one attempt, two receipts for one
envelope. Uploads of the same attempt at the same moment wait for each other there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from station.ids import CandidateId, CentreId, Digest, SessionId, UnixMs
from station.province.database import Database
from station.province.entering import enter, receipt_of
from station.province.judgement import Arrival
from station.seal.identity import Identity
from station.sync.receipt import Outcome


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
            return receipt_of(db, envelope)

    def keep(self, arrivals: Sequence[Arrival]) -> list[bytes]:
        """Save judgements with their receipts, or find those that were saved before: all or none.

        Args:
            arrivals: In the order in which they came.

        Raises:
            DatabaseAway: Nothing was promised; the same envelopes may come again.
        """
        with self._database.transaction() as db:
            return enter(db, arrivals, self._signer)

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
