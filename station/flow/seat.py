"""The seat's flow: what the candidate wishes, the coordinator says and the clock brings."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from station.errors import StationError
from station.errors.document import DrillMixedWithProduction
from station.errors.flow import AttemptNotHere
from station.errors.session import DiskTooSmall, HistoryMissing, SeatRevoked
from station.errors.store import StreamFenced, StreamForked
from station.exam.attempt_commands import Command, Start, Submit
from station.exam.attempt_events import Cause
from station.flow import seat_view as view
from station.flow.doorstep import Doorstep
from station.flow.live_stream import Ledger
from station.flow.presence import Presence
from station.flow.replication import Replication
from station.flow.seat_beat import sign_of_life
from station.flow.seat_check import SeatCheck
from station.flow.seat_clock import SeatClock
from station.flow.seat_curtain import SeatCurtain
from station.flow.seat_fault import SeatFault
from station.flow.seat_leaving import SeatLeaving
from station.flow.seat_limits import LEAST_DISK_MB
from station.flow.seat_orders import Order, commands
from station.flow.seat_pages import SeatPages
from station.flow.seat_result import SeatResult
from station.flow.seat_tools import SeatTools, carefully
from station.flow.set_aside import SetAside
from station.flow.sitting import SavedSitting, Sitting
from station.identity.rules import FaceRules
from station.ids import StaffId, StreamId
from station.lan.messages import (
    Acknowledge,
    Delivered,
    Draw,
    ExtraTime,
    Finish,
    FromHub,
    Go,
    HistoryLost,
    Hold,
    LeftoversKept,
    MovedOn,
    Refused,
    Tell,
    Ticket,
    Vouch,
    Welcome,
)
from station.store.stream import Record

SECOND_MS = 1_000
TRY_AGAIN_SECONDS = 5


class SeatFlow:
    """One seat. It is called on one thread, and calls `show` on the same.

    Args:
        show: Draws a screen.
    """

    def __init__(self, tools: SeatTools, show: Callable[[view.SeatScreen], None]) -> None:
        tools = carefully(tools, self._note_trouble)
        self._tools = tools
        self._show_screen = show
        self._online = False
        self._fault = SeatFault(self._show)
        self._sitting: Sitting | None = None
        self._replication: Replication | None = None
        self._pages = SeatPages(tools.seat, drill=tools.drill)
        self._check = SeatCheck(tools, b"", FaceRules())
        self._presence = Presence(tools, b"", FaceRules())
        self._last_second = -1
        self._busy = False
        self._doorstep: Doorstep[FromHub] = Doorstep(tools.store, self._hear)
        self._aside = SetAside()
        self._clock = SeatClock(tools.seat, tools.clock, tools.slept_ms)
        self._result = SeatResult(tools, self._give, self._not_saved)
        self._curtain = SeatCurtain(tools.seat, tools.store, tools.memory, self._not_saved)
        self._leaving = SeatLeaving(tools, self._doorstep)

    # What happens to a seat

    def start(self) -> None:
        """Find out what this seat was at when it last stopped."""
        failed = self._fault.have_until(self.start)
        self._curtain.start()
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
            case Welcome(term=term):
                note = partial(self._tools.memory.note_term, term)
                self._tools.store.run(note, lambda _: None, self._not_saved)
                self._catch_up()
                self._result.offer_owed()
                self._leaving.say_again()
            case Ticket():
                self._take_ticket(message)
            case Go():
                self._take_go(message)
            case Acknowledge():
                self._acknowledged(message)
            case Delivered():
                self._note_delivered(message)
            case Hold() | ExtraTime() | Finish():
                self._obey(message)
            case Vouch(stream, first, second):
                if self._at(stream):
                    self._confirm(self._check, (first, second))
            case Draw(curtain):
                self._curtain.draw(curtain)
            case Tell():
                self._curtain.tell(message)
            case MovedOn():
                self._move_on(message)
            case LeftoversKept(stream):
                self._leaving.kept(stream)
                self._bring_next()
            case Refused():
                self._refused(message)
            case _:
                assert_never(message)
        self._show()

    def intent(self, intent: view.SeatIntent) -> None:
        """Hear what the candidate wishes."""
        sitting = self._sitting
        if isinstance(intent, view.ReadWords):
            self._curtain.read()
            self._show()
            return
        if sitting is None or self._curtain.screen(drill=True) is not None:
            return  # nobody works at a paper that cannot be seen
        command = self._pages.command(sitting, intent)
        if command is not None:
            self._give(command)
        else:
            self._show()

    def tick(self) -> None:
        """Hear that a tenth of a second went by."""
        sitting = self._sitting
        for noticed in self._clock.look():
            self._give(noticed)
        if sitting is not None and sitting.attempt.unchecked:
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
        if saved is not None and not saved.delivered:
            self._begin(saved)
        else:
            self._leaving.follow(saved)
            self._fault.mend()

    @property
    def _twice(self) -> bool:
        """Whether the coordinator has saved all there is."""
        return self._replication is not None and self._replication.twice

    def _at(self, stream: StreamId) -> Sitting | None:
        """The sitting at this seat, if it is this attempt."""
        here = self._sitting is not None and self._sitting.ticket.stream == stream
        return self._sitting if here else None

    def _take_ticket(self, ticket: Ticket) -> None:
        sitting = self._sitting
        if sitting is not None and sitting.ticket.stream == ticket.stream:
            if ticket.epoch <= sitting.ticket.epoch:
                return
        elif self._leaving.busy or not (sitting is None or sitting.gives_way(ticket, self._twice)):
            self._aside.keep(ticket)
            return
        failed = self._fault.have_until(partial(self._take_ticket, ticket))
        if self._tools.free_disk_mb() < LEAST_DISK_MB:
            failed(DiskTooSmall())
            return

        def not_taken(error: StationError) -> None:
            if isinstance(error, HistoryMissing):
                self._tools.send(HistoryLost(ticket.stream))
            failed(error)

        take = partial(self._tools.memory.take_ticket, ticket)
        self._doorstep.look_up(take, self._begin, not_taken)

    def _begin(self, saved: SavedSitting) -> None:
        tools = self._tools
        try:
            ledger = Ledger(log=tools.memory.log, lane=tools.store, clock=tools.clock)
            sitting = Sitting(saved, tools.seat, ledger)
            if tools.drill and not sitting.drill:
                raise DrillMixedWithProduction
        except StationError as error:
            self._fault.have_until(partial(self._begin, saved))(error)
            return
        self._sitting = sitting
        self._leaving.forget()
        self._replication = Replication(saved.ticket.stream, saved.records, tools.send)
        self._pages = SeatPages(tools.seat, drill=tools.drill)
        self._check = SeatCheck(tools, saved.ticket.reference, saved.rules.face)
        self._presence = Presence(tools, saved.ticket.reference, saved.rules.face)
        self._go_on(sitting)

    def _go_on(self, sitting: Sitting) -> None:
        def gone_on(records: tuple[Record, ...]) -> None:
            self._saved(records)
            self._catch_up()
            self._fault.mend()

        sitting.begin_or_go_on(gone_on, self._fault.have_until(partial(self._go_on, sitting)))

    def _take_go(self, go: Go) -> None:
        sitting = self._at(go.stream)
        if sitting is None or sitting.paper is not None:
            return
        failed = self._fault.have_until(partial(self._take_go, go))
        self._doorstep.look_up(partial(self._tools.memory.take_go, go), self._go, failed)

    def _go(self, go: Go) -> None:
        sitting = self._at(go.stream)
        try:
            if sitting is not None:
                sitting.unlock(go)
        except StationError as error:
            self._fault.have(error)
            return
        self._begin_with_room()
        self._fault.mend()

    def _obey(self, order: Order) -> None:
        sitting = self._at(order.stream)
        if sitting is None:
            return
        lifted = False
        if isinstance(order, Hold):
            lifted = sitting.held and not order.paused
            sitting.held = order.paused
        for command in commands(sitting.attempt, order):
            self._give(command)
        if lifted:
            self._begin_with_room()

    def _move_on(self, moved: MovedOn) -> None:
        """The candidate was moved away: stop, and hand over what is here alone."""
        sitting = self._at(moved.stream)
        if sitting is not None and sitting.ticket.epoch >= moved.epoch:
            return
        ticket = sitting.ticket if sitting is not None else None
        if sitting is not None:
            self._sitting, self._replication = None, None
            self._fault.mend()
            self._check = SeatCheck(self._tools, b"", FaceRules())
        self._leaving.begin(moved, ticket, self._fault.have_until(partial(self._move_on, moved)))

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

    def _note_trouble(self, error: StationError) -> None:
        self._pages.trouble = error

    def _not_saved(self, error: StationError) -> None:
        self._busy = False
        self._pages.trouble = error
        self._show()

    def _go_further(self) -> None:
        if self._sitting is not None:
            self._result.go_further(self._sitting)

    def _note_delivered(self, message: Delivered) -> None:
        sitting = self._at(message.stream)
        if sitting is not None:
            sitting.delivered = True
        self._result.note_delivered(message.stream)
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

    def _try_again(self) -> None:
        """Do what could not be done: a disk has room again, or an answer never came."""
        self._leaving.say_again()
        if not self._fault.try_again() and self._sitting is not None and not self._busy:
            self._catch_up() if not self._twice else self._go_further()

    def _acknowledged(self, message: Acknowledge) -> None:
        replication = self._replication
        try:
            if replication is not None and replication.stream == message.stream:
                replication.acknowledge(message.next_seq)
            else:
                self._leaving.acknowledged(message)
        except StreamForked as error:
            self._fault.error = error  # the coordinator has records that this seat does not
        self._bring_next()

    def _refused(self, message: Refused) -> None:
        sitting = self._at(message.stream) if message.stream else None
        if message.code == SeatRevoked.code and self._sitting is None:
            self._fault.error = SeatRevoked()  # an exam that is under way goes on to its end
        if sitting is None:
            self._leaving.refused(message)
            self._bring_next()
            return
        match message.code:
            case StreamFenced.code:
                self._fault.error = StreamFenced()  # the exam goes on at another seat
            case StreamForked.code:
                self._fault.error = StreamForked()  # the coordinator has other records
            case AttemptNotHere.code if sitting.over:
                sitting.put_by = True  # of a session before: its envelope is kept and offered
                self._bring_next()

    def _each_second(self) -> None:
        sitting, fault = self._sitting, self._fault.error is not None
        sign_of_life(self._tools, sitting, self._check, fault=fault, failed=self._not_saved)
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

    def _show(self) -> None:
        drill = self._sitting.drill if self._sitting else self._tools.drill
        covered = self._curtain.screen(drill=drill) or self._leaving.screen(drill=drill)
        self._show_screen(
            covered
            or self._pages.screen(
                self._sitting,
                online=self._online,
                fault=self._fault.error,
                look=self._check.look,
                unsure=self._check.unsure(self._sitting),
                saved_twice=self._twice,
            )
        )
