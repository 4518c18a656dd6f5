"""Somebody sits at the wrong seat: the right one is told by the end of the ID number.

Nobody is looked for by the face (ADR 17). What is typed goes to the coordinator and nowhere else;
it is neither saved nor kept on the screen for the next person.
"""

from station.flow import seat_view as view
from station.flow.seat_tools import SeatTools
from station.identity.number import normalise_number
from station.ids import MonoMs
from station.lan.messages import FindSeat, SeatsFound

QUIET_MS = 30_000
"""The page goes when nobody has touched it for so long."""


class SeatFinder:
    """One page, on which nobody works at an exam."""

    def __init__(self, tools: SeatTools) -> None:
        self._tools = tools
        self._asked = ""
        self._found: SeatsFound | None = None
        self._until: MonoMs | None = None

    def hear(self, intent: view.FinderIntent) -> None:
        """Hear what the person wishes."""
        self._asked, self._found = "", None
        self._until = MonoMs(self._tools.clock.mono() + QUIET_MS)
        match intent:
            case view.OpenFinder():
                pass
            case view.AskForSeat(tail):
                self._asked = normalise_number(tail)
                self._tools.send(FindSeat(self._asked))
            case view.CloseFinder():
                self._until = None

    def told(self, message: SeatsFound) -> None:
        """Hear where somebody sits; an answer to what was asked before is dropped."""
        if self._until is not None and message.tail == self._asked:
            self._found = message

    def screen(self, *, online: bool, drill: bool) -> view.FinderScreen | None:
        """The page, if it is open."""
        if self._until is None or self._tools.clock.mono() >= self._until:
            self._until = None
            return None
        found = self._found
        return view.FinderScreen(
            seat=self._tools.seat,
            asked=self._asked,
            found=found.seats if found else None,
            across=found.across if found else 0,
            last=found.last if found else self._tools.seat,
            online=online,
            drill=drill,
        )
