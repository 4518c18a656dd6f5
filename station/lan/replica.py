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

    On each new connection the coordinator is asked first how far it has come, so that nothing
    goes again that it holds already: the last acknowledgement may have been lost with the
    connection, or with this seat's own power.

    Attributes:
        records: All of it, from 1, as it is saved here.
        next_seq: The coordinator has saved everything before it.
        next_to_send: On this connection, everything before it was sent.
        to_ask: The coordinator must be asked how far it has come.
        asked: It was asked, and has not answered.
    """

    stream: StreamId
    records: tuple[Record, ...] = ()
    next_seq: int = 1
    next_to_send: int = 1
    to_ask: bool = False
    asked: bool = False

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
        """The coordinator is there (again): what it does not have goes once more."""
        return replace(self, to_ask=bool(self.records), asked=False)

    def batch(self) -> Append | None:
        """Return the next message to send; None if all was sent, or an answer comes first.

        An Append without records asks: it is acknowledged like any other.
        """
        if self.to_ask:
            return Append(self.stream, ())
        first = self.next_to_send - 1
        records = self.records[first : first + BATCH]
        return Append(self.stream, records) if records and not self.asked else None

    def sent(self, batch: Append) -> "Outgoing":
        """A batch is on its way."""
        if not batch.records:
            return replace(self, to_ask=False, asked=True)
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
        anew = self.asked or next_seq < self.next_seq
        next_to_send = next_seq if anew else max(self.next_to_send, next_seq)
        return replace(self, next_seq=next_seq, next_to_send=next_to_send, asked=False)
