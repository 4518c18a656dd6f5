"""Says to the seats how things stand: what was ordered, and the tickets of their candidates.

Everything said is how things stand, not what has changed, so that it may be said again to a seat
that was away.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from station.errors.lan import MessageTooLarge
from station.flow.attempt_copy import AttemptCopy, SeatLife
from station.flow.papers import IssuedTicket
from station.flow.room_moves import moved_on
from station.flow.room_orders import RoomOrders
from station.flow.room_tools import RoomTools
from station.ids import SeatNumber, StreamId
from station.lan.messages import FromHub
from station.store.stream import Record


class RoomTelling:
    """Only speaks; whose attempts there are, and what was ordered, is for others to change."""

    def __init__(
        self,
        tools: RoomTools,
        orders: RoomOrders,
        seats: Mapping[SeatNumber, SeatLife],
        copies: Mapping[StreamId, AttemptCopy],
    ) -> None:
        self._tools = tools
        self._orders = orders
        self._seats = seats
        self._copies = copies

    def send(self, seat: SeatNumber, message: FromHub) -> None:
        """Say something to a seat, if it is connected."""
        try:
            self._tools.send(seat, message)
        except MessageTooLarge as error:
            self._tools.failed(error)

    def all(self) -> None:
        """Say to every seat how things stand; a seat that is away hears it later."""
        for seat, life in self._seats.items():
            if life.connected:
                self._seat(seat)
        for copy in self._copies.values():
            self.of(copy)
        self._tools.changed()

    def of(self, copy: AttemptCopy) -> None:
        """Say to an attempt's seat how things stand with it."""
        if copy.over:
            return
        issued = copy.issued
        go = (issued.go,) if self._orders.state.started_at is not None else ()
        for message in (*self._orders.before_go(issued), *go, *self._orders.after_go(issued)):
            self.send(issued.seat, message)

    def _seat(self, seat: SeatNumber) -> None:
        for message in self._orders.of_seat(seat):
            self.send(seat, message)

    def missed(self, seat: SeatNumber) -> None:
        """Say to a seat that came, or came back, whatever it may have missed."""
        self._seat(seat)
        for copy in self._copies.values():
            if copy.issued.seat == seat and not copy.delivered:
                self.offer(copy)
            if seat in copy.left:
                self.send(seat, moved_on(copy, seat))

    def offer(self, copy: AttemptCopy) -> None:
        """Offer a ticket to its seat; one that was moved goes with all that is held of it."""
        issued, memory = copy.issued, self._tools.memory
        epoch = issued.ticket.epoch
        if not copy.saved or epoch in copy.heads or epoch == 1:
            self._offer_with(copy, issued, ())
            return
        read = partial(memory.history, issued.ticket.stream)
        self._tools.store.run(read, partial(self._offer_with, copy, issued), self._tools.failed)

    def _offer_with(
        self, copy: AttemptCopy, issued: IssuedTicket, history: tuple[Record, ...]
    ) -> None:
        if copy.issued is not issued:
            return  # moved on meanwhile
        clock = self._tools.clock
        ticket = replace(
            issued.ticket,
            history=history,
            held=copy.saved,
            elapsed=copy.elapsed,
            away_ms=copy.silent_ms(clock.wall(), clock.mono()),
        )
        self.send(issued.seat, ticket)
        self.of(copy)
