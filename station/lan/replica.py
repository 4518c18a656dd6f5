"""What a stream still owes the coordinator. Pure: the seat's flow asks what to send."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from station.errors.store import StreamForked
from station.ids import StreamId
from station.lan.messages import Append
from station.store.stream import Record

BATCH = 64
"""Records in one message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One stream on its way to the coordinator.

    Attributes:
        records: All of it, from 1, as it is saved here.
        next_seq: The coordinator has saved everything before it.
        next_to_send: On this connection, everything before it was sent.
    """

    stream: StreamId
    records: tuple[Record, ...] = ()
    next_seq: int = 1
    next_to_send: int = 1

    @property
    def saved_twice(self) -> bool:
        """Whether the coordinator has saved all there is."""
        return self.next_seq > len(self.records)

    def saved(self, records: Iterable[Record]) -> "Outgoing":
        """Records were saved here: they follow the ones before.

        Raises:
            ValueError: They do not; a bug of the caller.
        """
        longer = (*self.records, *records)
        if any(record.seq != n for n, record in enumerate(longer, start=1)):
            raise ValueError(f"{self.stream}: records out of number")
        return replace(self, records=longer)

    def connected(self) -> "Outgoing":
        """The coordinator is there (again): what it has not acknowledged goes once more."""
        return replace(self, next_to_send=self.next_seq)

    def batch(self) -> Append | None:
        """Return the next message to send; None if all was sent."""
        first = self.next_to_send - 1
        records = self.records[first : first + BATCH]
        return Append(self.stream, records) if records else None

    def sent(self, batch: Append) -> "Outgoing":
        """A batch is on its way."""
        return replace(self, next_to_send=batch.records[-1].seq + 1)

    def acknowledged(self, next_seq: int) -> "Outgoing":
        """The coordinator says how far it has saved the stream.

        A number lower than before means that the coordinator is another machine, or lost its
        disk: the rest is owed again.

        Raises:
            StreamForked: It has records that are not saved here.
        """
        if not 1 <= next_seq <= len(self.records) + 1:
            raise StreamForked(seq=next_seq)
        behind = next_seq < self.next_seq
        next_to_send = next_seq if behind else max(self.next_to_send, next_seq)
        return replace(self, next_seq=next_seq, next_to_send=next_to_send)
