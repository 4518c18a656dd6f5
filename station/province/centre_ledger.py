"""What centres wrote down themselves, record by record, locked in the province's database.

A record is known by its centre, its stream and its number, so that it may come as often as it
likes. Another record under the same name is a fork: the first stays, and an officer is told.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from station.errors.document import EnvelopeSealed
from station.errors.province import ArchiveDamaged
from station.errors.store import StreamForked
from station.ids import CentreId, Digest, SessionId, StreamId, UnixMs
from station.province.database import Connection, Database
from station.province.keys import ProvinceKeys
from station.seal.shut import shut, unshut
from station.store.stream import RECORD, Head, Record, follow
from station.sync.centre_records import CentreRecords

_INSERT = """
    INSERT INTO centre_record VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
_HELD = "SELECT digest FROM centre_record WHERE centre = %s AND stream = %s AND seq = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedRecord:
    """A record as it lies in the database: its words may name persons."""

    centre: CentreId
    session: SessionId
    stream: StreamId
    seq: int
    digest: Digest
    shut: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldStream:
    """A stream as far as it can be believed.

    Attributes:
        records: From the first one on, each with the hash of the one before.
        whole: Nothing that was received of it stands apart from these.
    """

    records: tuple[Record, ...]
    whole: bool


class CentreLedger:
    """Locks records, and reads them."""

    def __init__(self, keys: ProvinceKeys, database: Database) -> None:
        self._keys = keys
        self._database = database

    def lock(self, told: CentreRecords) -> tuple[LockedRecord, ...]:
        """Lock what a centre tells, to be kept."""
        return tuple(
            LockedRecord(
                centre=told.centre,
                session=told.session,
                stream=record.stream,
                seq=record.seq,
                digest=record.digest,
                shut=shut(
                    RECORD.pack(record),
                    self._keys.vault,
                    _context(told.centre, record.stream, record.seq),
                ),
            )
            for record in told.records
        )

    def of_session(self, centre: CentreId, session: SessionId) -> dict[StreamId, HeldStream]:
        """Return the streams that a centre told of one session; none is of the centre itself.

        Raises:
            ArchiveDamaged: A record was changed in the database.
        """
        query = (
            "SELECT stream, seq, shut FROM centre_record WHERE centre = %s AND session = %s"
            " ORDER BY stream, seq"
        )
        with self._database.transaction() as db:
            rows = db.execute(query, (centre, session)).fetchall()
        found: defaultdict[StreamId, list[Record]] = defaultdict(list)
        for stream, seq, locked in rows:
            found[StreamId(stream)].append(self._unlock(centre, StreamId(stream), seq, locked))
        return {stream: _held(stream, records) for stream, records in found.items()}

    def centres(self) -> tuple[CentreId, ...]:
        """Name the centres that told anything of themselves."""
        query = "SELECT DISTINCT centre FROM centre_record WHERE session = '' ORDER BY centre"
        with self._database.transaction() as db:
            return tuple(CentreId(centre) for (centre,) in db.execute(query).fetchall())

    def _unlock(self, centre: CentreId, stream: StreamId, seq: int, locked: bytes) -> Record:
        try:
            raw = unshut(bytes(locked), self._keys.vault, _context(centre, stream, seq))
        except EnvelopeSealed as exc:
            raise ArchiveDamaged from exc
        return RECORD.unpack(raw)


def keep_records(db: Connection, records: Iterable[LockedRecord], now: UnixMs) -> bool:
    """Save records within a transaction; tell whether none of them contradicts one held before."""
    agree = True
    for record in records:
        name = (record.centre, record.stream, record.seq)
        db.execute(
            _INSERT,
            (
                record.centre,
                record.session,
                record.stream,
                record.seq,
                record.digest,
                record.shut,
                now,
            ),
        )
        held = db.execute(_HELD, name).fetchone()
        agree = agree and held is not None and bytes(held[0]) == record.digest
    return agree


def _held(stream: StreamId, records: list[Record]) -> HeldStream:
    """Walk the chain from its first record as far as it holds."""
    head, good = Head(), []
    for record in records:
        try:
            head = follow(head, (record,), stream)
        except StreamForked:
            break
        good.append(record)
    return HeldStream(records=tuple(good), whole=len(good) == len(records))


def _context(centre: CentreId, stream: StreamId, seq: int) -> bytes:
    return f"exam-station/province/record/{centre}/{stream}/{seq}".encode()
