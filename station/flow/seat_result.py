"""From the hand-in to the coordinator's word that the sealed result is safe."""

from collections.abc import Callable
from functools import partial

from station.errors import StationError
from station.exam.attempt import Phase
from station.exam.attempt_commands import Command, RecordGrade
from station.flow.hand_in import mark, seal_bundle
from station.flow.seat_tools import SeatTools
from station.flow.sitting import Sitting
from station.ids import StreamId
from station.lan.messages import Deliver


class SeatResult:
    """Marks, seals and delivers, as often as it takes.

    Args:
        give: Gives a command to the sitting.
        failed: Hears that something could not be saved; it is tried again before long.
    """

    def __init__(
        self,
        tools: SeatTools,
        give: Callable[[Command], None],
        failed: Callable[[StationError], None],
    ) -> None:
        self._tools = tools
        self._give = give
        self._failed = failed

    def go_further(self, sitting: Sitting) -> None:
        """Take the step that follows by itself from where the attempt stands."""
        if sitting.paper is None:
            return
        if sitting.attempt.phase is Phase.SUBMITTED:
            grade = mark(sitting, sitting.paper)
            self._give(RecordGrade(marks=grade.marks, of=grade.of, passed=grade.passed))
        elif sitting.attempt.phase is Phase.GRADED and not sitting.delivered:
            self._hand_in(sitting)

    def offer_owed(self) -> None:
        """Offer the coordinator every envelope that nobody has said to hold."""
        self._tools.store.run(self._tools.memory.owed, self._deliver, self._failed)

    def note_delivered(self, stream: StreamId) -> None:
        """Note that the coordinator holds an envelope."""
        note = partial(self._tools.memory.note_delivered, stream)
        self._tools.store.run(note, lambda _: None, self._failed)

    def _hand_in(self, sitting: Sitting) -> None:
        tools, paper = self._tools, sitting.paper
        if paper is None:
            return
        make = partial(seal_bundle, sitting, paper, tools.seat, tools.identity)
        stream = sitting.ticket.stream
        tools.store.run(
            partial(tools.memory.envelope, stream, make),
            lambda envelope: self._deliver((Deliver(stream, envelope),)),
            self._failed,
        )

    def _deliver(self, owed: tuple[Deliver, ...]) -> None:
        for delivery in owed:
            self._tools.send(delivery)
