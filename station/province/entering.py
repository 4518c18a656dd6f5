"""Enters what was found of envelopes into the tables, many at once, and signs their receipts.

Those that have nothing to do with each other go in together: one statement for the results, one
for the envelopes. Where an attempt or an envelope comes twice, the second waits until the first is
in, and is found there.
"""

from collections.abc import Iterable, Iterator, Sequence

from station.errors.province import AttemptConflict, RecordsConflict
from station.ids import CandidateId, Digest, SessionId, UnixMs
from station.province.centre_ledger import keep_records
from station.province.database import Connection
from station.province.judgement import Arrival, Judgement
from station.seal.documents import sign
from station.seal.identity import Identity
from station.seal.kinds import DocumentKind
from station.sync.receipt import RECEIPT, Outcome, Receipt

Name = tuple[SessionId, CandidateId]
Verdict = tuple[Outcome, str]

_RESULTS = """
    INSERT INTO result SELECT * FROM unnest(
        %s::text[], %s::text[], %b::bytea[], %s::int[], %s::int[], %s::bool[], %s::bool[],
        %s::bigint[])
    ON CONFLICT DO NOTHING RETURNING session, candidate
"""
_ENVELOPES = """
    INSERT INTO envelope SELECT * FROM unnest(
        %b::bytea[], %s::text[], %s::text[], %s::text[], %s::text[], %b::bytea[], %b::bytea[],
        %s::bigint[])
    ON CONFLICT DO NOTHING RETURNING digest
"""
_HELD = "SELECT 1 FROM result WHERE session = %s AND candidate = %s AND bundle = %s"


def enter(db: Connection, arrivals: Iterable[Arrival], signer: Identity) -> list[bytes]:
    """Enter arrivals in their order within a transaction, and return their receipts.

    Args:
        signer: The province.
    """
    receipts: list[bytes] = []
    for group in _apart(arrivals):
        receipts += _enter_together(db, group, signer)
    return receipts


def receipt_of(db: Connection, envelope: Digest) -> bytes | None:
    """Return the receipt that an envelope got, if it came before."""
    row = db.execute("SELECT receipt FROM envelope WHERE digest = %s", (envelope,)).fetchone()
    return bytes(row[0]) if row else None


def _apart(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """Cut arrivals into groups in which no attempt and no envelope comes twice."""
    group: list[Arrival] = []
    names: set[Name | Digest] = set()
    for arrival in arrivals:
        own: set[Name | Digest] = {arrival.judgement.envelope}
        if arrival.judgement.mark:
            own.add(_name(arrival.judgement))
        if own & names:
            yield group
            group, names = [], set()
        group.append(arrival)
        names |= own
    if group:
        yield group


def _enter_together(
    db: Connection, arrivals: Sequence[Arrival], signer: Identity
) -> Iterator[bytes]:
    verdicts = _verdicts(db, arrivals)
    receipts = [
        _receipt(arrival, verdict, signer)
        for arrival, verdict in zip(arrivals, verdicts, strict=True)
    ]
    rows = [
        (
            arrival.judgement.envelope,
            outcome.value,
            code,
            *_name(arrival.judgement),
            arrival.raw if arrival.judgement.signed else None,
            receipt,
            arrival.at,
        )
        for arrival, (outcome, code), receipt in zip(arrivals, verdicts, receipts, strict=True)
    ]
    fresh = {bytes(digest) for (digest,) in db.execute(_ENVELOPES, _columns(rows)).fetchall()}
    for arrival, receipt in zip(arrivals, receipts, strict=True):
        held = arrival.judgement.envelope not in fresh
        yield (receipt_of(db, arrival.judgement.envelope) if held else None) or receipt


def _verdicts(db: Connection, arrivals: Sequence[Arrival]) -> list[Verdict]:
    """Enter the results among these, and say of each arrival what became of it."""
    rows = [
        (*_name(judgement), judgement.bundle, mark.marks, mark.of, mark.passed, mark.equal, at)
        for judgement, at in ((arrival.judgement, arrival.at) for arrival in arrivals)
        if (mark := judgement.mark)
    ]
    fresh = set(db.execute(_RESULTS, _columns(rows)).fetchall()) if rows else set()
    return [_verdict(db, arrival.judgement, arrival.at, fresh) for arrival in arrivals]


def _verdict(
    db: Connection, judgement: Judgement, at: UnixMs, fresh: set[tuple[str, ...]]
) -> Verdict:
    if judgement.told:
        whole = keep_records(db, judgement.told, at)
        return (Outcome.ACCEPTED, "") if whole else (Outcome.CONFLICT, RecordsConflict.code)
    if judgement.mark is None:
        return Outcome.REFUSED, judgement.code
    name = _name(judgement)
    if name in fresh or db.execute(_HELD, (*name, judgement.bundle)).fetchone():
        return Outcome.ACCEPTED, ""
    return Outcome.CONFLICT, AttemptConflict.code


def _receipt(arrival: Arrival, verdict: Verdict, signer: Identity) -> bytes:
    judgement, mark = arrival.judgement, arrival.judgement.mark
    receipt = Receipt(
        envelope=judgement.envelope,
        outcome=verdict[0],
        code=verdict[1],
        session=judgement.session,
        candidate=judgement.candidate,
        marks=mark.marks if mark else None,
        mark_equal=mark is not None and mark.equal,
        received_at=arrival.at,
    )
    return sign(DocumentKind.RECEIPT, RECEIPT.pack(receipt), signer)


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _name(judgement: Judgement) -> Name:
    return judgement.session, judgement.candidate
