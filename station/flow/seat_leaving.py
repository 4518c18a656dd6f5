"""What this seat alone holds of a candidate who is no longer here; somebody must have it.

A candidate was moved away: the seat stops, hands over what it alone holds, and is free. Or the
sealed result was faster than the last records, and then the power went: they follow.
"""

from collections.abc import Callable
from functools import partial

from station.errors import StationError
from station.errors.flow import AttemptNotHere
from station.errors.store import StreamFenced, StreamForked
from station.flow import seat_view as view
from station.flow.doorstep import Doorstep
from station.flow.replication import Replication
from station.flow.seat_tools import SeatTools
from station.flow.sitting import SavedSitting
from station.ids import StreamId
from station.lan.messages import Acknowledge, FromHub, Leftovers, MovedOn, Refused
from station.lan.ticket import Ticket

FOR_GOOD = (AttemptNotHere.code, StreamForked.code, StreamFenced.code)


class SeatLeaving:
    """Offers what is left here of a moved attempt until the coordinator says it holds it."""

    def __init__(self, tools: SeatTools, doorstep: Doorstep[FromHub]) -> None:
        self._tools = tools
        self._doorstep = doorstep
        self._moved: MovedOn | None = None
        self._ticket: Ticket | None = None
        self._owed: Leftovers | None = None
        self._tail: Replication | None = None

    @property
    def busy(self) -> bool:
        """Whether somebody's answers are here and nowhere else: nobody else may sit down."""
        moved = self._owed is not None and bool(self._owed.records)
        return moved or (self._tail is not None and not self._tail.twice)

    def begin(
        self, moved: MovedOn, ticket: Ticket | None, failed: Callable[[StationError], None]
    ) -> None:
        """Write no more, and say what is here alone.

        Args:
            ticket: Of the candidate who sat here; None if somebody else does, or nobody.
        """

        def left(owed: Leftovers) -> None:
            self._owed = owed
            self.say_again()

        if ticket is not None:
            self._moved, self._ticket = moved, ticket
        self._doorstep.look_up(partial(self._tools.memory.leave, moved), left, failed)

    def follow(self, saved: SavedSitting | None) -> None:
        """Somebody's sealed result was delivered before a restart; perhaps not every record."""
        if saved is not None:
            self._tail = Replication(saved.ticket.stream, saved.records, self._tools.send)

    def acknowledged(self, message: Acknowledge) -> None:
        """The coordinator says how far it has saved a stream.

        Raises:
            StreamForked: It has records that are not saved here.
        """
        tail = self._tail
        if tail is not None and tail.stream == message.stream:
            tail.acknowledge(message.next_seq)

    def refused(self, message: Refused) -> None:
        """The coordinator will never have it: what is sealed must do."""
        tail = self._tail
        if tail is not None and message.stream == tail.stream and message.code in FOR_GOOD:
            self._tail = None

    def say_again(self) -> None:
        """Offer it once more, if nobody has said to hold it."""
        if self._owed is not None:
            self._tools.send(self._owed)
        if self._tail is not None and not self._tail.twice:
            self._tail.restart()

    def kept(self, stream: StreamId) -> None:
        """The coordinator holds it."""
        if self._owed is None or self._owed.stream != stream:
            return
        self._owed = None
        memory, ticket = self._tools.memory, self._ticket
        if ticket is not None and ticket.stream == stream:
            note = partial(memory.note_left, ticket)
        else:
            note = partial(memory.note_delivered, stream)
        self._tools.store.run(note, lambda _: None, lambda _: None)

    def forget(self) -> None:
        """Somebody else sits down."""
        self._moved, self._ticket = None, None

    def screen(self, *, drill: bool) -> view.SeatScreen | None:
        """Where the exam goes on; None if nobody was moved away."""
        if self._moved is None:
            return None
        return view.MovedScreen(seat=self._tools.seat, to=self._moved.seat, drill=drill)
