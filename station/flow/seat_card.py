"""An ID card laid on the reader of a free seat: its holder asks to go on here."""

from collections.abc import Callable

from station.errors import StationError
from station.flow.seat_tools import SeatTools
from station.identity.document import IdentityDocument
from station.lan.messages import CardLaid

EVERY_S = 2
AGAIN_S = 10
"""A coordinator that did not hear it the first time is told again."""


class SeatCard:
    """Reads while nobody sits here; what it reads goes to the coordinator and is not kept.

    Args:
        show: Draws the screen anew.

    Attributes:
        laid: A card lies there, and the coordinator knows.
    """

    def __init__(self, tools: SeatTools, show: Callable[[], None]) -> None:
        self.laid = False
        self._tools = tools
        self._show = show
        self._reading = False
        self._second = 0
        self._told_at: int | None = None

    def each_second(self, *, free: bool) -> None:
        """Look whether a card lies there, if the seat is free."""
        self._second += 1
        reader = self._tools.reader
        if not free:
            self._is_laid(False)
        elif reader is not None and not self._reading and self._second % EVERY_S == 0:
            self._reading = True
            self._tools.reader_lane.run(reader.read_card, self._read, self._not_read)

    def _read(self, document: IdentityDocument | None) -> None:
        self._reading = False
        if document is None:
            self._is_laid(False)
            return
        due = self._told_at is None or self._second - self._told_at >= AGAIN_S
        if due and self._tools.send(CardLaid(document.number)):
            self._told_at = self._second
            self._is_laid(True)

    def _not_read(self, _: StationError) -> None:
        """No reader, or no good card: an invigilator moves the candidate on the console."""
        self._reading = False
        self._is_laid(False)

    def _is_laid(self, laid: bool) -> None:
        if not laid:
            self._told_at = None
        if laid != self.laid:
            self.laid = laid
            self._show()
