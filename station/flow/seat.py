"""The seat's flow: what the candidate wishes, the coordinator says and the clock brings."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from station.errors import StationError
from station.errors.document import DrillMixedWithProduction
from station.errors.flow import AttemptNotHere
from station.errors.lan import MessageTooLarge
from station.errors.store import StreamFenced, StreamForked
from station.exam.attempt import Phase
from station.exam.attempt_commands import Command, Continue, Pause, RecordGrade, Start, Submit
from station.exam.attempt_events import Cause
from station.flow import seat_view as view
from station.flow.doorstep import Doorstep
from station.flow.hand_in import mark, seal_bundle
from station.flow.live_stream import Ledger
from station.flow.presence import Presence
from station.flow.replication import Replication
from station.flow.seat_beat import heartbeat
from station.flow.seat_check import SeatCheck
from station.flow.seat_pages import SeatPages
from station.flow.seat_tools import SeatTools
from station.flow.set_aside import SetAside
from station.flow.sitting import SavedSitting, Sitting
from station.identity.rules import FaceRules
from station.ids import StaffId, StreamId
from station.lan.messages import (
    Acknowledge,
    Deliver,
    Delivered,
    FromHub,
    FromSeat,
    Go,
    Hold,
    Refused,
    Ticket,
    Vouch,
    Welcome,
)
from station.store.stream import Record

SECOND_MS = 1_000
TRY_AGAIN_SECONDS = 5

NOT_BEGUN = (Phase.NEW, Phase.OPENED, Phase.CONFIRMED)


class SeatFlow:
    """One seat. It is called on one thread, and calls `show` on the same.

    Args:
        show: Draws a screen.
    """

    def __init__(self, tools: SeatTools, show: Callable[[view.SeatScreen], None]) -> None:
        self._tools = tools
        self._show_screen = show
        self._online = False
        self._fault: StationError | None = None
        self._sitting: Sitting | None = None
        self._replication: Replication | None = None
        self._pages = SeatPages(tools.seat, drill=tools.drill)
        self._check = SeatCheck(tools, b"", FaceRules())
        self._presence = Presence(tools, b"", FaceRules())
        self._last_second = -1
        self._busy = False
        self._doorstep: Doorstep[FromHub] = Doorstep(tools.store, self._hear)
        self._aside = SetAside()
        self._again: Callable[[], None] | None = None

    # What happens to a seat

    def start(self) -> None:
        """Find out what this seat was at when it last stopped."""
        failed = self._will_retry(self.start)
        self._doorstep.look_up(self._tools.memory.newest, self._found, failed)

    def online(self, online: bool) -> None:
        """Hear that the coordinator came or went."""
        self._online = online
        self._show()

    def received(self, message: FromHub) -> None:
        """Hear what the coordinator says."""
        self._doorstep.knock(message)

    def _hear(self, message: FromHub) -> None:
        if self._aside.takes(message):
            return
        match message:
            case Welcome():
                self._catch_up()
                self._tools.store.run(self._tools.memory.owed, self._deliver, self._not_saved)
            case Ticket():
                self._take_ticket(message)
            case Go():
                self._take_go(message)
            case Acknowledge():
                self._acknowledged(message)
            case Delivered():
                self._note_delivered(message)
            case Hold():
                self._take_hold(message)
            case Vouch(stream, first, second):
                if self._at(stream):
                    self._confirm(self._check, (first, second))
            case Refused():
                self._refused(message)
            case _:
                assert_never(message)
        self._show()

    def intent(self, intent: view.SeatIntent) -> None:
        """Hear what the candidate wishes."""
        sitting = self._sitting
        if sitting is None:
            return
        command = self._pages.command(sitting, intent)
        if command is not None:
            self._give(command)
        else:
            self._show()

    def tick(self) -> None:
        """Hear that a tenth of a second went by."""
        sitting = self._sitting
        if sitting is not None and sitting.attempt.phase is Phase.OPENED:
            self._check.take_look(partial(self._confirm, self._check), self._not_seen)
        if sitting is not None and sitting.time_is_up and not self._busy:
            self._give(Submit(Cause.TIME_UP))
        if sitting is not None and self._replication is not None:
            self._presence.tick(sitting, self._give, idle=self._replication.twice)
        second = self._tools.clock.mono() // SECOND_MS
        if second != self._last_second:
            self._last_second = second
            self._each_second()

    # The candidate's sitting

    def _found(self, saved: SavedSitting | None) -> None:
        if saved is None or saved.delivered:
            self._be_well()
        else:
            self._begin(saved)

    def _be_well(self) -> None:
        self._again, self._fault = None, None
        self._show()

    def _at(self, stream: StreamId) -> Sitting | None:
        """The sitting at this seat, if it is this attempt."""
        here = self._sitting is not None and self._sitting.ticket.stream == stream
        return self._sitting if here else None

    def _take_ticket(self, ticket: Ticket) -> None:
        sitting = self._sitting
        if sitting is not None and sitting.ticket.stream == ticket.stream:
            if ticket.epoch <= sitting.ticket.epoch:
                return
        elif sitting is not None and not self._is_free(sitting, ticket):
            self._aside.keep(ticket)
            return
        take = partial(self._tools.memory.take_ticket, ticket)
        failed = self._will_retry(partial(self._take_ticket, ticket))
        self._doorstep.look_up(take, self._begin, failed)

    def _is_free(self, sitting: Sitting, ticket: Ticket) -> bool:
        """Whether nothing of the candidate before can be lost any more."""
        if sitting.attempt.phase in NOT_BEGUN:
            return sitting.ticket.session != ticket.session
        twice = self._replication is not None and self._replication.twice
        return sitting.over and ((sitting.delivered and twice) or sitting.put_by)

    def _begin(self, saved: SavedSitting) -> None:
        tools = self._tools
        try:
            ledger = Ledger(log=tools.memory.log, lane=tools.store, clock=tools.clock)
            sitting = Sitting(saved, tools.seat, ledger)
            if tools.drill and not sitting.drill:
                raise DrillMixedWithProduction
        except StationError as error:
            self._will_retry(partial(self._begin, saved))(error)
            return
        self._sitting = sitting
        self._replication = Replication(saved.ticket.stream, saved.records, self._send)
        self._pages = SeatPages(tools.seat, drill=tools.drill)
        self._check = SeatCheck(tools, saved.ticket.reference, saved.rules.face)
        self._presence = Presence(tools, saved.ticket.reference, saved.rules.face)
        self._go_on(sitting)

    def _go_on(self, sitting: Sitting) -> None:
        def gone_on(records: tuple[Record, ...]) -> None:
            self._saved(records)
            self._catch_up()
            self._be_well()

        sitting.begin_or_go_on(gone_on, self._will_retry(partial(self._go_on, sitting)))

    def _take_go(self, go: Go) -> None:
        sitting = self._at(go.stream)
        if sitting is None or sitting.paper is not None:
            return
        failed = self._will_retry(partial(self._take_go, go))
        self._doorstep.look_up(partial(self._tools.memory.take_go, go), self._go, failed)

    def _go(self, go: Go) -> None:
        sitting = self._at(go.stream)
        try:
            if sitting is not None:
                sitting.unlock(go)
        except StationError as error:
            self._fail(error)
            return
        self._begin_with_room()
        self._be_well()

    def _take_hold(self, hold: Hold) -> None:
        sitting = self._at(hold.stream)
        if sitting is None:
            return
        lifted = sitting.held and not hold.paused
        sitting.held = hold.paused
        self._give(Pause(hold.by) if hold.paused else Continue(hold.by))
        if lifted:
            self._begin_with_room()

    def _begin_with_room(self) -> None:
        """Whoever is checked begins with the room; the others press Begin."""
        if self._sitting is not None and self._sitting.may_begin:
            self._give(Start())

    def _give(self, command: Command) -> None:
        if self._sitting is None:
            return
        self._busy = True
        self._sitting.give(command, self._saved, self._not_saved)

    def _saved(self, records: tuple[Record, ...]) -> None:
        self._busy = False
        if self._replication:
            self._replication.saved(records)
        if records:
            self._pages.trouble = None
        self._go_further()
        self._show()

    def _not_saved(self, error: StationError) -> None:
        self._busy = False
        self._pages.trouble = error
        self._show()

    def _go_further(self) -> None:
        """Take the step that follows by itself from where the attempt stands."""
        sitting = self._sitting
        if sitting is None or sitting.paper is None:
            return
        if sitting.attempt.phase is Phase.SUBMITTED:
            grade = mark(sitting, sitting.paper)
            self._give(RecordGrade(marks=grade.marks, of=grade.of, passed=grade.passed))
        elif sitting.attempt.phase is Phase.GRADED and not sitting.delivered:
            self._hand_in(sitting)

    def _hand_in(self, sitting: Sitting) -> None:
        tools, paper = self._tools, sitting.paper
        if paper is None:
            return
        make = partial(seal_bundle, sitting, paper, tools.seat, tools.identity)
        stream = sitting.ticket.stream
        tools.store.run(
            partial(tools.memory.envelope, stream, make),
            lambda envelope: self._deliver((Deliver(stream, envelope),)),
            self._not_saved,
        )

    def _note_delivered(self, message: Delivered) -> None:
        sitting, memory = self._at(message.stream), self._tools.memory
        if sitting is not None:
            sitting.delivered = True
        self._tools.store.run(
            partial(memory.note_delivered, message.stream), lambda _: None, self._not_saved
        )
        self._bring_next()

    def _bring_next(self) -> None:
        """Let the next candidate in, if this one's result is safe."""
        for message in self._aside.take_next():
            self._doorstep.knock(message)

    # The coordinator

    def _catch_up(self) -> None:
        """Offer the coordinator whatever it may not have."""
        if self._replication:
            self._replication.restart()
        self._go_further()

    def _deliver(self, owed: tuple[Deliver, ...]) -> None:
        for delivery in owed:
            self._send(delivery)

    def _send(self, message: FromSeat) -> bool:
        try:
            return self._tools.send(message)
        except MessageTooLarge as error:
            self._pages.trouble = error
            return False

    def _try_again(self) -> None:
        """Do what could not be done: a disk has room again, or an answer never came."""
        sitting, again = self._sitting, self._again
        if again is not None:
            self._again = None
            again()
        elif sitting is not None and not self._busy:
            if self._replication is not None and not self._replication.twice:
                self._replication.restart()
            self._go_further()

    def _acknowledged(self, message: Acknowledge) -> None:
        replication = self._replication
        if replication is None or replication.stream != message.stream:
            return
        try:
            replication.acknowledge(message.next_seq)
        except StreamForked as error:
            self._fault = error  # the coordinator has records that this seat does not
        self._bring_next()

    def _refused(self, message: Refused) -> None:
        sitting = self._at(message.stream) if message.stream else None
        if sitting is None:
            return
        match message.code:
            case StreamFenced.code:
                self._fault = StreamFenced()  # the exam goes on at another seat
            case StreamForked.code:
                self._fault = StreamForked()  # the coordinator has other records
            case AttemptNotHere.code if sitting.over:
                sitting.put_by = True  # of a session before: its envelope is kept and offered
                self._bring_next()

    def _each_second(self) -> None:
        sitting, tools = self._sitting, self._tools
        running = sitting is not None and sitting.attempt.phase is Phase.RUNNING
        if sitting is not None and running and not self._fault:
            tools.store.run(
                partial(tools.memory.mark, sitting.ticket.stream, sitting.elapsed),
                lambda _: None,
                self._not_saved,
            )
        unsure = self._check.unsure(sitting)
        self._send(heartbeat(tools, sitting, fault=self._fault is not None, unsure=unsure))
        if self._last_second % TRY_AGAIN_SECONDS == 0:
            self._try_again()
        self._show()

    def _confirm(self, check: SeatCheck, by: tuple[StaffId, ...] = ()) -> None:
        sitting = self._sitting
        if sitting is not None and check is self._check:  # a look at the candidate before is void
            command = check.confirmation(sitting, by)
            if command is not None:
                self._give(command)
        self._show()

    def _not_seen(self, error: StationError) -> None:
        self._pages.trouble = error  # the invigilator is called; two persons vouch
        self._show()

    # The screen

    def _fail(self, error: StationError) -> None:
        self._fault = error
        self._show()

    def _will_retry(self, again: Callable[[], None]) -> Callable[[StationError], None]:
        """Show why it failed, and let it be tried again before long."""

        def failed(error: StationError) -> None:
            self._again = again
            self._fail(error)

        return failed

    def _show(self) -> None:
        self._show_screen(
            self._pages.screen(
                self._sitting,
                online=self._online,
                fault=self._fault,
                look=self._check.look,
                unsure=self._check.unsure(self._sitting),
                saved_twice=self._replication is not None and self._replication.twice,
            )
        )
