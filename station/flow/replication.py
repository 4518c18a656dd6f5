"""Keeps the coordinator's copy of the attempt up with the seat's."""

from collections.abc import Callable

from station.ids import StreamId
from station.lan.messages import Append
from station.lan.replica import Outgoing
from station.store.stream import Record


class Replication:
    """Sends what the coordinator does not have, and nothing twice on one connection.

    Args:
        send: Says something to the coordinator; False if it is not there.
    """

    def __init__(
        self, stream: StreamId, records: tuple[Record, ...], send: Callable[[Append], bool]
    ) -> None:
        self.stream = stream
        self._send = send
        self._outgoing = Outgoing(stream=stream).saved(records).connected()

    @property
    def twice(self) -> bool:
        """Whether the coordinator has saved all there is."""
        return self._outgoing.saved_twice

    def saved(self, records: tuple[Record, ...]) -> None:
        """Records were saved here."""
        self._outgoing = self._outgoing.saved(records)
        self._pump()

    def restart(self) -> None:
        """The coordinator is there (again)."""
        self._outgoing = self._outgoing.connected()
        self._pump()

    def acknowledge(self, next_seq: int) -> None:
        """The coordinator says how far it has saved the stream.

        Raises:
            StreamForked: It has records that are not saved here.
        """
        self._outgoing = self._outgoing.acknowledged(next_seq)
        self._pump()

    def _pump(self) -> None:
        while (batch := self._outgoing.batch()) is not None and self._send(batch):
            self._outgoing = self._outgoing.sent(batch)
