"""A saved event and the chain that it hangs on.

A stream is append-only. Its records count from 1 without a gap, and each carries the hash
of the one before it, so that nobody can take one out, change one or slip one in.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from station.codec import Codec
from station.errors.store import StreamForked
from station.ids import Digest, ElapsedMs, Epoch, StreamId, UnixMs, digest_of

ROOT = Digest(bytes(32))
"""The hash before the first record."""

_LIMIT = 2**63
"""The database's integers end here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One event as it was saved.

    Attributes:
        body: The event in its room's codec; the store does not look into it.
        previous: Digest of the record before this one; ROOT before the first.
    """

    stream: StreamId
    seq: int
    epoch: Epoch
    elapsed: ElapsedMs
    wall: UnixMs
    previous: Digest
    body: bytes

    def __post_init__(self) -> None:
        seq_and_time = 0 < self.seq < _LIMIT and 0 <= self.wall < _LIMIT
        if not (seq_and_time and 0 <= self.epoch < _LIMIT and 0 <= self.elapsed < _LIMIT):
            raise ValueError("a record's numbers are not negative, and its own counts from 1")
        if not self.stream or len(self.previous) != len(ROOT):
            raise ValueError("a record names its stream and carries a whole digest")

    @property
    def digest(self) -> Digest:
        """The hash that the next record carries."""
        return digest_of(RECORD.pack(self))


RECORD: Codec[Record] = Codec(Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a stream ends: what the next record must continue."""

    seq: int = 0
    epoch: Epoch = Epoch(0)
    digest: Digest = ROOT


def follow(head: Head, records: Iterable[Record], stream: StreamId) -> Head:
    """Walk the chain onwards from a head.

    Returns:
        The head after the last record.

    Raises:
        StreamForked: A record is of another stream, out of number, of an older epoch than
            the one before it, or does not carry the hash of the one before it.
    """
    walked = tuple(records)
    seq, epoch, digest = head.seq, head.epoch, head.digest
    for record, raw in zip(walked, RECORD.pack_each(walked), strict=True):
        seq += 1
        if (
            record.stream != stream
            or record.seq != seq
            or record.epoch < epoch
            or record.previous != digest
        ):
            raise StreamForked(seq=record.seq)
        epoch, digest = record.epoch, digest_of(raw)
    return Head(seq=seq, epoch=epoch, digest=digest)
