"""The console's side of a USB stick: what seats gave up is taken in, and said."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from station.clock import Clock
from station.errors import StationError
from station.errors.session import StickMissing
from station.flow.lane import Lane
from station.flow.room import RoomFlow
from station.flow.room_memory import RoomMemory
from station.flow.stick import TakenIn, take_in
from station.ids import CentreId
from station.seal.identity import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class StickTools:
    """What taking in needs.

    Attributes:
        find: Where a stick is; None if none is plugged in. Called on the store's lane.
    """

    find: Callable[[], Path | None]
    store: Lane
    memory: RoomMemory
    room: RoomFlow
    trust: Trust
    centre: CentreId
    clock: Clock
    changed: Callable[[], None]
    failed: Callable[[StationError], None]


class StickDesk:
    """Takes in what is on a stick, once for each press.

    Attributes:
        taken: How many exams the last stick brought; None before any did.
    """

    def __init__(self, tools: StickTools) -> None:
        self._tools = tools
        self.taken: int | None = None

    def take_in(self) -> None:
        """Take in what is on the stick that is plugged in."""
        self.taken = None
        self._tools.store.run(self._read, self._taken, self._tools.failed)

    def _read(self) -> TakenIn:
        tools, stick = self._tools, self._tools.find()
        if stick is None:
            raise StickMissing
        taken = take_in(tools.memory, tools.trust, tools.centre, tools.clock, stick)
        if not taken.count:
            raise taken.failure or StickMissing
        return taken

    def _taken(self, taken: TakenIn) -> None:
        self.taken = taken.count
        self._tools.room.took_in(taken)
        self._tools.changed()
        if taken.failure is not None:
            self._tools.failed(taken.failure)
