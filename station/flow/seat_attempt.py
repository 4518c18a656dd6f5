"""The exam of the candidate who sits here: from the ticket to the coordinator's last word on it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from station.errors import StationError
from station.errors.camera import CameraAbsent
from station.errors.document import DrillMixedWithProduction
from station.errors.session import DiskTooSmall, HistoryMissing
from station.exam.attempt_commands import Command, Start, Submit
from station.exam.attempt_events import Cause
from station.flow.doorstep import Doorstep
from station.flow.live_stream import Ledger
from station.flow.presence import Presence
from station.flow.replication import Replication
from station.flow.seat_check import SeatCheck
from station.flow.seat_fault import SeatFault
from station.flow.seat_limits import LEAST_DISK_MB
from station.flow.seat_orders import Order, commands
from station.flow.seat_pages import SeatPages
from station.flow.seat_result import SeatResult
from station.flow.seat_tools import SeatTools
from station.flow.sitting import SavedSitting, Sitting
from station.identity.rules import FaceRules
from station.ids import StaffId, StreamId
from station.lan.messages import (
    Acknowledge,
    Delivered,
    FromHub,
    Go,
    HistoryLost,
    Hold,
    MovedOn,
    Vouch,
)
from station.lan.ticket import Ticket
from station.store.stream import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPlace:
    """What an exam has around it at its seat.

    Attributes:
        doorstep: Where messages wait while the store is asked.
        fault: Why the seat cannot go on, if it cannot.
        began: Hears that a candidate sits down.
        show: Draws the screen anew.
    """

    tools: SeatTools
    doorstep: Doorstep[FromHub]
    fault: SeatFault
    began: Callable[[], None]
    show: Callable[[], None]


class SeatAttempt:
    """One candidate's exam at a time, or none.

    Attributes:
        sitting: The candidate who sits here; None if nobody does.
        check: The looks at the candidate's face before the exam.
        pages: Where in the paper the candidate is.
        result: From the hand-in to the delivered envelope.
    """

    def __init__(self, place: SeatPlace) -> None:
        tools = place.tools
        self._place = place
        self._tools = tools
        self._fault = place.fault
        self._replication: Replication | None = None
        self._presence = Presence(tools, b"", FaceRules())
        self._busy = False
        self.sitting: Sitting | None = None
        self.check = SeatCheck(tools, b"", FaceRules())
        self.pages = SeatPages(tools.seat, drill=tools.drill)
        self.result = SeatResult(tools, self.give, self.not_saved)

    @property
    def twice(self) -> bool:
        """Whether the coordinator has saved all there is."""
        return self._replication is not None and self._replication.twice

    def at(self, stream: StreamId) -> Sitting | None:
        """The sitting at this seat, if it is this attempt."""
        here = self.sitting is not None and self.sitting.ticket.stream == stream
        return self.sitting if here else None

    # Coming and going

    def gives_way(self, ticket: Ticket) -> bool:
        """Whether nothing is lost if the next candidate sits down."""
        return self.sitting is None or self.sitting.gives_way(ticket, self.twice)

    def take_ticket(self, ticket: Ticket) -> None:
        """Save a candidate's ticket, and let the candidate sit down."""
        here = self.at(ticket.stream)
        if here is not None and ticket.epoch <= here.ticket.epoch:
            return
        failed = self._fault.have_until(partial(self.take_ticket, ticket))
        if self._tools.free_disk_mb() < LEAST_DISK_MB:
            failed(DiskTooSmall())
            return

        def not_taken(error: StationError) -> None:
            if isinstance(error, HistoryMissing):
                self._tools.send(HistoryLost(ticket.stream))
            failed(error)

        take = partial(self._tools.memory.take_ticket, ticket)
        self._place.doorstep.look_up(take, self.begin, not_taken)

    def begin(self, saved: SavedSitting) -> None:
        """Let a candidate sit down whose ticket is saved; or go on, after a restart."""
        tools = self._tools
        try:
            ledger = Ledger(log=tools.memory.log, lane=tools.store, clock=tools.clock)
            sitting = Sitting(saved, tools.seat, ledger)
            if tools.drill and not sitting.drill:
                raise DrillMixedWithProduction
        except StationError as error:
            self._fault.have_until(partial(self.begin, saved))(error)
            return
        self.sitting = sitting
        self._place.began()
        self._replication = Replication(saved.ticket.stream, saved.records, tools.send)
        self.pages = SeatPages(tools.seat, drill=tools.drill)
        self.check = SeatCheck(tools, saved.ticket.reference, saved.rules.face)
        self._presence = Presence(tools, saved.ticket.reference, saved.rules.face)
        self._go_on(sitting)

    def _go_on(self, sitting: Sitting) -> None:
        def gone_on(records: tuple[Record, ...]) -> None:
            self._saved(records)
            self.catch_up()
            self._fault.mend()

        sitting.begin_or_go_on(gone_on, self._fault.have_until(partial(self._go_on, sitting)))

    def leave(self, moved: MovedOn) -> Ticket | None:
        """Stop, because the candidate was moved away; return the ticket of who sat here."""
        sitting = self.at(moved.stream)
        if sitting is None:
            return None
        self.sitting, self._replication = None, None
        self._fault.mend()
        self.check = SeatCheck(self._tools, b"", FaceRules())
        return sitting.ticket

    # What is said of it

    def take_go(self, go: Go) -> None:
        """Save the paper's key, then begin with the room."""
        sitting = self.at(go.stream)
        if sitting is None or sitting.paper is not None:
            return
        failed = self._fault.have_until(partial(self.take_go, go))
        self._place.doorstep.look_up(partial(self._tools.memory.take_go, go), self._go, failed)

    def _go(self, go: Go) -> None:
        sitting = self.at(go.stream)
        try:
            if sitting is not None:
                sitting.unlock(go)
        except StationError as error:
            self._fault.have(error)
            return
        self._begin_with_room()
        self._fault.mend()

    def obey(self, order: Order) -> None:
        """Do what the staff ordered."""
        sitting = self.at(order.stream)
        if sitting is None:
            return
        lifted = False
        if isinstance(order, Hold):
            lifted = sitting.held and not order.paused
            sitting.held = order.paused
        for command in commands(sitting.attempt, order):
            self.give(command)
        if lifted:
            self._begin_with_room()

    def _begin_with_room(self) -> None:
        """Whoever is checked begins with the room; the others press Begin."""
        if self.sitting is not None and self.sitting.may_begin:
            self.give(Start())

    def vouch(self, vouch: Vouch) -> None:
        """Two persons know the candidate."""
        if self.at(vouch.stream):
            self._confirm(self.check, (vouch.first, vouch.second))

    def acknowledged(self, message: Acknowledge) -> bool:
        """Hear how far the coordinator has saved it; False if it is not of this attempt.

        Raises:
            StreamForked: The coordinator has records that this seat does not.
        """
        replication = self._replication
        if replication is None or replication.stream != message.stream:
            return False
        replication.acknowledge(message.next_seq)
        return True

    def delivered(self, message: Delivered) -> None:
        """Hear that an envelope is safe."""
        sitting = self.at(message.stream)
        if sitting is not None:
            sitting.delivered = True
        self.result.note_delivered(message.stream)

    # What is given to it

    def give(self, command: Command) -> None:
        """Give a command to the attempt, and save what it makes happen."""
        if self.sitting is not None:
            self._busy = True
            self.sitting.give(command, self._saved, self.not_saved)

    def _saved(self, records: tuple[Record, ...]) -> None:
        self._busy = False
        if self._replication:
            self._replication.saved(records)
        if records:
            self.pages.trouble = None
        self._go_further()
        self._place.show()

    def not_saved(self, error: StationError) -> None:
        """Something could not be saved; the candidate should know."""
        self._busy = False
        self.pages.trouble = error
        self._place.show()

    def _go_further(self) -> None:
        if self.sitting is not None:
            self.result.go_further(self.sitting)

    def catch_up(self) -> None:
        """Offer the coordinator whatever it may not have."""
        if self._replication:
            self._replication.restart()
        self._go_further()

    def try_again(self) -> None:
        """Do what could not be done: a disk has room again, or an answer never came."""
        if self.sitting is not None and not self._busy:
            self.catch_up() if not self.twice else self._go_further()

    def tick(self) -> None:
        """Look at the candidate, and at the clock."""
        sitting = self.sitting
        if sitting is None:
            return
        if sitting.attempt.unchecked:
            self.check.take_look(partial(self._seen, self.check), self._not_seen)
        if sitting.time_is_up and not self._busy:
            self.give(Submit(Cause.TIME_UP))
        if self._replication is not None:
            self._presence.tick(sitting, self.give, idle=self.twice)

    def _confirm(self, check: SeatCheck, by: tuple[StaffId, ...] = ()) -> None:
        sitting = self.sitting
        if sitting is not None and check is self.check:  # a look at the candidate before is void
            command = check.confirmation(sitting, by)
            if command is not None:
                self.give(command)
        self._place.show()

    def _seen(self, check: SeatCheck) -> None:
        if isinstance(self.pages.trouble, CameraAbsent):
            self.pages.trouble = None  # it is back
        self._confirm(check)

    def _not_seen(self, error: StationError) -> None:
        self.pages.trouble = error  # the invigilator is called; two persons vouch
        self._place.show()
