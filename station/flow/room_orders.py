"""The session's own stream: orders of the staff are saved, then said to the seats."""

from collections.abc import Callable

from station.errors import StationError
from station.exam.session import Session, decide, evolve
from station.exam.session_orders import ORDER, Order
from station.flow.live_stream import Ledger, LiveStream, Machine
from station.flow.papers import IssuedTicket
from station.flow.room_memory import session_stream
from station.ids import SeatNumber, SessionId
from station.lan.messages import Curtain, Draw, ExtraTime, Finish, FromHub, Hold, Tell
from station.store.stream import Record

SESSION: Machine[Session, Order, Order] = Machine(
    start=Session(), decide=decide, evolve=evolve, codec=ORDER
)


class RoomOrders:
    """What was ordered, and what a seat must therefore be told, now or when it comes back.

    Args:
        failed: Hears that an order could not be saved; then nobody is told of it.
    """

    def __init__(
        self, session: SessionId, ledger: Ledger, failed: Callable[[StationError], None]
    ) -> None:
        self._stream = LiveStream(session_stream(session), SESSION, ledger)
        self._failed = failed

    @property
    def state(self) -> Session:
        return self._stream.state

    def replay(self, records: tuple[Record, ...]) -> None:
        """Bring the orders up to what is saved, after a restart."""
        self._stream.replay(records)

    def give(self, order: Order, done: Callable[[], None]) -> None:
        """Save an order; `done` is called once it is on disk, not if it changes nothing."""

        def saved(records: tuple[Record, ...]) -> None:
            if records:
                done()

        self._stream.give(order, saved, self._failed)

    def of_seat(self, seat: SeatNumber) -> tuple[FromHub, ...]:
        """What a seat must be told, whoever sits there."""
        curtain = Curtain.OPEN
        if seat in self.state.locked:
            curtain = Curtain.LOCKED
        if self.state.stopped:
            curtain = Curtain.EVACUATE
        words = self.state.words_for(seat)
        told = (Tell(*words),) if words is not None else ()
        return (Draw(curtain), *told)

    def before_go(self, issued: IssuedTicket) -> tuple[FromHub, ...]:
        """What a seat must be told of an attempt before it begins: a held room begins with none.

        A pause that nobody signed would cost the candidate the whole result.
        """
        stream = issued.ticket.stream
        hold = self.state.hold_of(stream)
        given = self.state.credits.get(stream, ())
        held = (Hold(stream, *hold),) if hold is not None else ()
        return (*held, ExtraTime(stream, given)) if given else held

    def after_go(self, issued: IssuedTicket) -> tuple[FromHub, ...]:
        """What a seat must be told of an attempt once it may have begun."""
        ended = self.state.ended.get(issued.ticket.stream)
        return (Finish(issued.ticket.stream, ended),) if ended is not None else ()
