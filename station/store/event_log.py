"""Event streams on disk, in the order in which things happened."""

from collections.abc import Sequence

from station.errors.store import StreamFenced, StreamForked
from station.ids import ElapsedMs, Epoch, StreamId, UnixMs
from station.store.database import Database, Row
from station.store.stream import Head, Record, follow

_LAST = """
    SELECT stream, seq, epoch, elapsed, wall, previous, body FROM record
    WHERE stream = ? ORDER BY seq DESC LIMIT 1
"""
_FROM = """
    SELECT stream, seq, epoch, elapsed, wall, previous, body FROM record
    WHERE stream = ? AND seq >= ? ORDER BY seq
"""
_INSERT = """
    INSERT INTO record (stream, seq, epoch, elapsed, wall, previous, body)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_REGISTER = "INSERT INTO stream (stream) VALUES (?) ON CONFLICT DO NOTHING"
_FENCE = "SELECT fence FROM stream WHERE stream = ?"
_RAISE_FENCE = """
    INSERT INTO stream (stream, fence) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET fence = max(fence, excluded.fence)
"""
_STREAMS = """
    SELECT stream FROM stream
    WHERE stream >= ?1 AND stream < ?1 || char(1114111)
        AND EXISTS (SELECT 1 FROM record WHERE record.stream = stream.stream)
    ORDER BY stream
"""


class EventLog:
    """Appends to streams and reads them.

    When a method that saves returns, a power cut cannot take it back; when it raises,
    nothing of it was saved.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def head(self, stream: StreamId) -> Head:
        """Return where a stream ends; the empty head if nothing was saved."""
        last = self.last(stream)
        if last is None:
            return Head()
        return Head(seq=last.seq, epoch=last.epoch, digest=last.digest)

    def last(self, stream: StreamId) -> Record | None:
        """Return a stream's newest record, its chain not checked; None if nothing was saved."""
        row = self._db.row(_LAST, (stream,))
        return None if row is None else _record(row)

    def read(self, stream: StreamId) -> tuple[Record, ...]:
        """Return a stream from its first record, its chain checked.

        Raises:
            StreamForked: Somebody who holds the key changed what was saved.
        """
        records = self._from(stream, 1)
        follow(Head(), records, stream)
        return records

    def streams(self, prefix: str) -> tuple[StreamId, ...]:
        """Return the streams with at least one record whose names begin so, in order."""
        return tuple(StreamId(name) for (name,) in self._db.rows(_STREAMS, (prefix,)))

    def write(
        self,
        stream: StreamId,
        epoch: Epoch,
        elapsed: ElapsedMs,
        wall: UnixMs,
        bodies: Sequence[bytes],
    ) -> tuple[Record, ...]:
        """Save events as the next records of our own stream, all or none.

        Raises:
            StreamFenced: The stream has a later writer.
            StoreFull: The disk has no room.
        """
        if not bodies:
            return ()
        with self._db.writing():
            head = self.head(stream)
            if epoch < max(head.epoch, self._fence(stream)):
                raise StreamFenced(epoch=epoch)
            records: list[Record] = []
            for body in bodies:
                record = Record(
                    stream=stream,
                    seq=head.seq + 1,
                    epoch=epoch,
                    elapsed=elapsed,
                    wall=wall,
                    previous=head.digest,
                    body=body,
                )
                records.append(record)
                if len(records) < len(bodies):
                    head = Head(seq=record.seq, epoch=epoch, digest=record.digest)
            self._save(records)
        return tuple(records)

    def append(self, records: Sequence[Record]) -> Head:
        """Save records that somebody else wrote; those held already are passed over.

        Raises:
            StreamForked: They differ from what is held, leave a gap, break the chain, or
                are no records at all.
            StreamFenced: The same, from a writer whose epoch has passed.
            StoreFull: The disk has no room.
        """
        if not records:
            raise StreamForked(seq=0)
        stream = records[0].stream
        with self._db.writing():
            head = self.head(stream)
            held = {record.seq: record for record in self._from(stream, records[0].seq)}
            news = [record for record in records if held.get(record.seq) != record]
            passed = max(head.epoch, self._fence(stream))
            for record in news:
                if record.epoch < passed:
                    raise StreamFenced(epoch=record.epoch)
            head = follow(head, news, stream)
            self._save(news)
        return head

    def fence(self, stream: StreamId, epoch: Epoch) -> None:
        """From now on refuse new records of an older epoch; a fence never falls."""
        with self._db.writing():
            self._db.execute(_RAISE_FENCE, (stream, epoch))

    def _fence(self, stream: StreamId) -> int:
        row = self._db.row(_FENCE, (stream,))
        return int(row[0]) if row else 0

    def _from(self, stream: StreamId, seq: int) -> tuple[Record, ...]:
        return tuple(_record(row) for row in self._db.rows(_FROM, (stream, seq)))

    def _save(self, records: Sequence[Record]) -> None:
        for record in records:
            if record.seq == 1:
                self._db.execute(_REGISTER, (record.stream,))
            self._db.execute(
                _INSERT,
                (
                    record.stream,
                    record.seq,
                    record.epoch,
                    record.elapsed,
                    record.wall,
                    record.previous,
                    record.body,
                ),
            )


def _record(row: Row) -> Record:
    stream, seq, epoch, elapsed, wall, previous, body = row
    return Record(
        stream=stream,
        seq=seq,
        epoch=epoch,
        elapsed=elapsed,
        wall=wall,
        previous=previous,
        body=body,
    )
