"""What seats hand over is saved, then acknowledged: records, envelopes, and what one alone held."""

from collections.abc import Callable, Mapping, MutableMapping
from functools import partial

from station.errors import StationError
from station.errors.flow import AttemptNotHere
from station.errors.store import StreamFenced, StreamForked
from station.exam.session_orders import Dispute
from station.flow.attempt_copy import AttemptCopy
from station.flow.room_memory import Leftover, are_events
from station.flow.room_moves import matters, moved_on
from station.flow.room_orders import RoomOrders
from station.flow.room_telling import RoomTelling
from station.flow.room_tools import RoomTools
from station.ids import Digest, SeatNumber, StreamId
from station.lan.messages import (
    Acknowledge,
    Append,
    Deliver,
    Delivered,
    Leftovers,
    LeftoversKept,
    Refused,
)
from station.store.stream import Head


class RoomIntake:
    """Takes in only what is the seat's own, and never overwrites.

    Args:
        finished: Hears of an attempt of which something was saved.
    """

    def __init__(
        self,
        tools: RoomTools,
        orders: RoomOrders,
        telling: RoomTelling,
        copies: Mapping[StreamId, AttemptCopy],
        leftovers: MutableMapping[tuple[StreamId, SeatNumber], Leftover],
        finished: Callable[[AttemptCopy], None],
    ) -> None:
        self._tools = tools
        self._orders = orders
        self._telling = telling
        self._copies = copies
        self._leftovers = leftovers
        self._finished = finished

    def own(self, seat: SeatNumber, stream: StreamId) -> AttemptCopy | None:
        """The attempt, if it is this seat's to write; else the seat is told why not."""
        copy = self._copies.get(stream)
        if copy is not None and seat in copy.left:
            self._telling.send(seat, moved_on(copy, seat))
            return None
        if copy is None or copy.issued.seat != seat:
            self._telling.send(seat, Refused(AttemptNotHere.code, stream))
            return None
        return copy

    def append(self, seat: SeatNumber, message: Append) -> None:
        """Save records that continue an attempt."""
        copy = self.own(seat, message.stream)
        if copy is None:
            return
        foreign = any(record.stream != message.stream for record in message.records)
        if foreign or not are_events(message.records):
            self._telling.send(seat, Refused(StreamForked.code, message.stream))
            return
        if any(record.epoch > copy.issued.ticket.epoch for record in message.records):
            self._telling.send(seat, Refused(StreamFenced.code, message.stream))
            return

        def saved(head: Head) -> None:
            copy.follow(record for record in message.records if record.seq <= head.seq)
            copy.heard(self._tools.clock.wall(), self._tools.clock.mono())
            self._telling.send(seat, Acknowledge(message.stream, head.seq + 1))
            self._finished(copy)
            self._tools.changed()

        def not_saved(error: StationError) -> None:
            self._telling.send(seat, Refused(error.code, message.stream))
            self._tools.failed(error)

        self._tools.store.run(partial(self._tools.memory.save_records, message), saved, not_saved)

    def keep(self, seat: SeatNumber, message: Deliver) -> None:
        """Save the sealed result of an attempt."""

        def kept(digest: Digest) -> None:
            copy = self._copies.get(message.stream)  # None, if it is of a session before
            if copy is not None:
                copy.delivered = True
            self._telling.send(seat, Delivered(message.stream, digest))
            self._tools.changed()

        def not_kept(error: StationError) -> None:
            self._telling.send(seat, Refused(error.code, message.stream))
            if not isinstance(error, AttemptNotHere):
                self._tools.failed(error)

        self._tools.store.run(
            partial(self._tools.memory.save_envelope, seat, message), kept, not_kept
        )

    def keep_leftovers(self, seat: SeatNumber, message: Leftovers) -> None:
        """Save what a seat alone held of an attempt that was moved away: evidence."""
        copy = self._copies.get(message.stream)
        epoch = copy.left.get(seat) if copy is not None else None
        if copy is None or epoch is None or not are_events(message.records):
            self._telling.send(seat, LeftoversKept(message.stream))
            return
        kept = Leftover(seat=seat, stream=message.stream, epoch=epoch, records=message.records)

        def saved(_: None) -> None:
            self._telling.send(seat, LeftoversKept(message.stream))
            self.keep_apart(kept)

        save = partial(self._tools.memory.save_leftover, kept)
        self._tools.store.run(save, saved, self._tools.failed)

    def keep_apart(self, leftover: Leftover) -> None:
        """What a seat alone held is saved: two persons compare it, if it could matter."""
        copy = self._copies.get(leftover.stream)
        if copy is not None:
            copy.left.pop(leftover.seat, None)
        self._leftovers[leftover.stream, leftover.seat] = leftover
        self.dispute(leftover)
        self._tools.changed()

    def dispute(self, leftover: Leftover) -> None:
        """Ask two persons, unless they were asked already or nothing was answered there."""
        if matters(leftover.records):
            about = Dispute(leftover.stream, leftover.seat, len(leftover.records))
            self._orders.give(about, self._tools.changed)
