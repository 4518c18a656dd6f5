"""What hangs before a seat's screen: a lock, the way out, or words to be read."""

from collections.abc import Callable
from functools import partial

from station.errors import StationError
from station.flow import seat_view as view
from station.flow.lane import Lane
from station.flow.seat_memory import SeatMemory
from station.ids import SeatNumber
from station.lan.messages import Curtain, Tell


class SeatCurtain:
    """Covers the pages; the exam's clock is the coordinator's own order.

    A curtain outlives the seat's program, so that pulling the plug opens none.

    Args:
        failed: Hears that the disk did not take it; the screen is covered all the same.
    """

    def __init__(
        self,
        seat: SeatNumber,
        lane: Lane,
        memory: SeatMemory,
        failed: Callable[[StationError], None],
    ) -> None:
        self._seat = seat
        self._lane = lane
        self._memory = memory
        self._failed = failed
        self._drawn = Curtain.OPEN
        self._words: Tell | None = None
        self._read = 0

    @property
    def way_out(self) -> bool:
        """Whether everybody leaves the room: then nothing else is shown."""
        return self._drawn is Curtain.EVACUATE

    def start(self) -> None:
        """Hang up again what hung there when the seat last stopped; nothing is shown before."""

        def found(saved: tuple[Curtain, int]) -> None:
            self._drawn, self._read = saved

        self._lane.run(self._memory.curtain, found, self._failed)

    def draw(self, curtain: Curtain) -> None:
        """Draw or open the curtain: at once to cover, and only once saved to uncover."""
        if curtain is self._drawn:
            return
        if curtain is not Curtain.OPEN:
            self._drawn = curtain

        def saved(_: None) -> None:
            self._drawn = curtain

        self._lane.run(partial(self._memory.save_curtain, curtain), saved, self._failed)

    def tell(self, words: Tell) -> None:
        """Show words until they are read; those read before are not shown again."""
        if words.number > self._read:
            self._words = words

    def read(self) -> None:
        """The candidate has read the words."""
        if self._words is not None:
            self._read, self._words = self._words.number, None
            note = partial(self._memory.save_read, self._read)
            self._lane.run(note, lambda _: None, self._failed)

    def screen(self, *, drill: bool) -> view.SeatScreen | None:
        """Return what hangs before the pages; None if nothing does."""
        if self._drawn is not Curtain.OPEN:
            return view.CurtainScreen(seat=self._seat, curtain=self._drawn, drill=drill)
        if self._words is not None:
            return view.WordsScreen(seat=self._seat, text=self._words.text, drill=drill)
        return None
