"""A candidate was moved away from this seat: it stops, hands over what it alone holds, is free."""

from collections.abc import Callable
from functools import partial

from station.errors import StationError
from station.flow import seat_view as view
from station.flow.doorstep import Doorstep
from station.flow.seat_tools import SeatTools
from station.ids import StreamId
from station.lan.messages import FromHub, Leftovers, MovedOn, Ticket


class SeatLeaving:
    """Offers what is left here of a moved attempt until the coordinator says it holds it."""

    def __init__(self, tools: SeatTools, doorstep: Doorstep[FromHub]) -> None:
        self._tools = tools
        self._doorstep = doorstep
        self._moved: MovedOn | None = None
        self._ticket: Ticket | None = None
        self._owed: Leftovers | None = None

    @property
    def busy(self) -> bool:
        """Whether somebody's answers are here and nowhere else: nobody else may sit down."""
        return self._owed is not None and bool(self._owed.records)

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

    def say_again(self) -> None:
        """Offer it once more, if nobody has said to hold it."""
        if self._owed is not None:
            self._tools.send(self._owed)

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
