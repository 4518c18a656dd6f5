"""What was noticed at the seats of a session, and what two persons at the centre decided over it.

The first is read from the sealed attempts, which no centre can change; the second from the records
that the centre told. Nothing is kept: it is worked out each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from station.errors.document import DocumentMalformed
from station.exam.attempt_events import EVENT, Amiss, Noticed
from station.exam.incident import (
    INCIDENT_EVENT,
    CloseIncident,
    Decisions,
    IncidentClosed,
    decide,
)
from station.ids import CandidateId, SeatNumber, SessionId, StaffId, StreamId, UnixMs
from station.province.archive import Archive
from station.province.centre_ledger import CentreLedger, HeldStream
from station.province.database import Database
from station.province.keys import ProvinceKeys
from station.seal.envelope import check_envelope, unseal
from station.store.stream import Record
from station.sync.attempt_bundle import ATTEMPT_BUNDLE, AttemptBundle
from station.sync.centre_records import Told, told_by

_ATTEMPTS = """
    SELECT e.raw, e.received_at FROM envelope e JOIN result r
    ON r.session = e.session AND r.candidate = e.candidate
    WHERE e.session = %s AND e.outcome = 'accepted' AND e.raw IS NOT NULL ORDER BY e.candidate
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentEntry:
    """One thing that was noticed, or decided over, without a name or a number.

    Attributes:
        seat: None where the attempt has not come.
        seq: Of the event in the attempt.
        what: None for a decision over something that no attempt tells of.
        at: When it was noticed, by the seat's clock.
        decided: The last word of two persons; None if there is none.
        sound: The decision can be believed: two persons of this session's staff, each with a
            reason, over something that was noticed, in an unbroken record.
    """

    candidate: CandidateId
    seat: SeatNumber | None
    seq: int
    what: Amiss | None
    at: UnixMs | None
    decided: IncidentClosed | None
    decided_at: UnixMs | None
    sound: bool

    @property
    def amiss(self) -> bool:
        """Whether an officer should look."""
        return not self.sound or self.decided is None or not self.decided.harmless


Decided = dict[int, tuple[IncidentClosed, UnixMs]]


class IncidentRegister:
    """Answers what was noticed in a session, and what became of it."""

    def __init__(
        self, keys: ProvinceKeys, database: Database, archive: Archive, records: CentreLedger
    ) -> None:
        self._keys = keys
        self._database = database
        self._archive = archive
        self._records = records

    def incidents(self, session: SessionId) -> tuple[IncidentEntry, ...]:
        """List them by candidate and time; what is decided over nothing comes with them.

        Raises:
            SessionUnknown: No such session was issued.
        """
        package = self._archive.session(session).package
        staff = frozenset(person.id for person in package.staff)
        told = self._records.of_session(package.centre, session)
        attempts = self._attempts(session)
        found: list[IncidentEntry] = []
        for entry in package.roster:
            stream = StreamId(f"{Told.DECISIONS}/attempt/{session}/{entry.candidate}")
            held = told.get(stream, HeldStream(records=(), whole=True))
            found += _entries(entry.candidate, attempts.get(entry.candidate), held, staff)
        return tuple(found)

    def _attempts(self, session: SessionId) -> dict[CandidateId, AttemptBundle]:
        with self._database.transaction() as db:
            rows = db.execute(_ATTEMPTS, (session,)).fetchall()
        bundles = [self._opened(bytes(raw), UnixMs(at)) for raw, at in rows]
        return {bundle.candidate: bundle for bundle in bundles}

    def _opened(self, raw: bytes, received_at: UnixMs) -> AttemptBundle:
        signed = check_envelope(raw, self._keys.trust, received_at)
        return ATTEMPT_BUNDLE.unpack(unseal(signed, self._keys.sealing.private).content)


def _entries(
    candidate: CandidateId,
    bundle: AttemptBundle | None,
    held: HeldStream,
    staff: frozenset[StaffId],
) -> list[IncidentEntry]:
    noticed = _noticed(bundle.records) if bundle else {}
    decided, whole = _decided(held.records)
    whole = whole and held.whole
    return [
        IncidentEntry(
            candidate=candidate,
            seat=bundle.seat if bundle else None,
            seq=seq,
            what=noticed[seq][0].what if seq in noticed else None,
            at=noticed[seq][1] if seq in noticed else None,
            decided=decided[seq][0] if seq in decided else None,
            decided_at=decided[seq][1] if seq in decided else None,
            sound=whole and _is_sound(seq, noticed, decided, staff),
        )
        for seq in sorted(noticed.keys() | decided.keys())
    ]


def _noticed(records: tuple[Record, ...]) -> dict[int, tuple[Noticed, UnixMs]]:
    events = ((record, EVENT.unpack(record.body)) for record in records)
    return {
        record.seq: (event, record.wall) for record, event in events if isinstance(event, Noticed)
    }


def _decided(records: tuple[Record, ...]) -> tuple[Decided, bool]:
    """Return the last word over each incident, and whether every record says one."""
    decided: Decided = {}
    for record in records:
        if told_by(record.stream) is not Told.DECISIONS:
            return decided, False
        try:
            event = INCIDENT_EVENT.unpack(record.body)
        except DocumentMalformed:
            return decided, False
        decided[event.seq] = (event, record.wall)
    return decided, True


def _is_sound(
    seq: int,
    noticed: Mapping[int, tuple[Noticed, UnixMs]],
    decided: Decided,
    staff: frozenset[StaffId],
) -> bool:
    """Put a decision to the rules once more, as the centre should have."""
    if seq not in decided:
        return True
    closed, _ = decided[seq]
    asked = CloseIncident(
        seq=closed.seq,
        harmless=closed.harmless,
        first=closed.first,
        first_reason=closed.first_reason,
        second=closed.second,
        second_reason=closed.second_reason,
    )
    granted = decide(Decisions(), asked) == (closed,)
    return granted and seq in noticed and {closed.first, closed.second} <= staff
