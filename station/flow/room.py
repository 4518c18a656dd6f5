"""The room's flow: tickets out to the seats, records and results in."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from station.errors import StationError
from station.errors.session import CoordinatorPassed, CoordinatorTwin
from station.exam.attempt import Phase
from station.exam.session import Session
from station.exam.session_orders import ITSELF, Move, NoteAway, NoteClockOff, NoteTerm, Order
from station.flow.attempt_copy import AttemptCopy, SeatLife
from station.flow.incidents import Incidents, IncidentTools
from station.flow.live_stream import Ledger
from station.flow.papers import IssuedTicket
from station.flow.room_finder import seats_found
from station.flow.room_intake import RoomIntake
from station.flow.room_memory import Leftover, SavedRoom
from station.flow.room_moves import follow_move, moved_on, obstacle, reissue
from station.flow.room_orders import RoomOrders
from station.flow.room_telling import RoomTelling
from station.flow.room_tools import RoomTools
from station.flow.room_view import AskMove, DecideIncident, DropMove, RoomIntent, SignIn
from station.flow.room_wishes import RoomWishes
from station.flow.seat_limits import CLOCK_OFF_MS
from station.flow.stick import TakenIn
from station.ids import CandidateId, ElapsedMs, MonoMs, SeatNumber, StaffId, StreamId, UnixMs
from station.lan.messages import (
    UNKNOWN,
    Append,
    CardLaid,
    Deliver,
    FindSeat,
    FromSeat,
    Heartbeat,
    Hello,
    HistoryLost,
    Leftovers,
    Refused,
    Still,
)

AWAY_MS = 15_000
"""A shorter absence of the coordinator is a restart that nobody saw."""
MOST_STRANGERS = 5
"""A crowd at the door fills no screen."""


RESTORE_AGAIN_MS = 10_000
"""A seat whose disk was replaced takes its ticket within this; asking without end gives no more."""


class RoomFlow:
    """The seats of one session. It is called on one thread.

    Attributes:
        orders: What the staff ordered, saved, and what seats must be told of it.
        telling: Says to the seats how things stand.
        leftovers: What seats alone held of attempts that were moved away; evidence.
        strangers: Who was refused at the door last, by address, and why.
        asks_to_move: Who wants to go on at another seat, and where the card lies, if at a seat.
        passed: Another coordinator has taken over: nothing that this one says counts any more.
        twin: Another coordinator of the same term serves seats of this room.
    """

    def __init__(self, tools: RoomTools) -> None:
        self._tools = tools
        memory = tools.memory
        ledger = Ledger(log=memory.log, lane=tools.store, clock=tools.clock)
        self.orders = RoomOrders(memory.session, ledger, tools.failed)
        self.seats: dict[SeatNumber, SeatLife] = {}
        self.copies: dict[StreamId, AttemptCopy] = {}
        self.leftovers: dict[tuple[StreamId, SeatNumber], Leftover] = {}
        self.telling = RoomTelling(tools, self.orders, self.seats, self.copies)
        self._intake = RoomIntake(
            tools, self.orders, self.telling, self.copies, self.leftovers, self._finish
        )
        self._issuing: set[StreamId] = set()
        self._restored_at: dict[StreamId, MonoMs] = {}
        self._noted: dict[StreamId, ElapsedMs] = {}
        self.strangers: dict[str, StationError] = {}
        self._loaded = False
        self._early: SignIn | None = None
        self.passed = False
        self.twin = False
        self.asks_to_move: tuple[CandidateId, SeatNumber | None] | None = None
        self.incidents = Incidents(
            IncidentTools(
                clock=tools.clock,
                store=tools.store,
                memory=tools.memory,
                signing=tools.signing,
                finished=self._finish,
                changed=tools.changed,
                failed=tools.failed,
            ),
            self.copies,
        )
        self._wishes = RoomWishes(tools.session, tools.clock, tools.signing, self, tools.failed)

    @property
    def session(self) -> Session:
        """Where the session stands."""
        return self.orders.state

    @property
    def started_at(self) -> UnixMs | None:
        return self.session.started_at

    @property
    def paused(self) -> bool:
        return self.session.paused

    # Starting, again and again

    def start(self, ready: Callable[[], None], failed: Callable[[StationError], None]) -> None:
        """Read what was saved; after a restart the session simply goes on.

        Args:
            failed: Nothing could be read; start again later. Seats are not heard until then.
        """

        def loaded(saved: SavedRoom) -> None:
            self._take_saved(saved)
            self.incidents.start(ready, failed)

        self._tools.store.run(self._tools.memory.load, loaded, failed)

    def _take_saved(self, saved: SavedRoom) -> None:
        self._loaded = True
        self.orders.replay(saved.orders)
        self.orders.give(NoteTerm(self._tools.term, self._tools.raised_by), self._tools.changed)
        now = self._tools.clock.wall()
        if saved.alive_at is not None and now - saved.alive_at > AWAY_MS:
            self.orders.give(NoteAway(saved.alive_at, now), self._tools.changed)
        for leftover in saved.leftovers:
            self.leftovers[leftover.stream, leftover.seat] = leftover
        for one in saved.copies:
            copy = AttemptCopy(issued=one.issued, delivered=one.delivered, left=one.left)
            copy.follow(one.records)
            if one.mark is not None:
                copy.go_on_from(*one.mark)
            self.copies[one.issued.ticket.stream] = copy
            self._finish(copy)
        for leftover in saved.leftovers:  # the power may have gone before anybody was told
            self._intake.dispute(leftover)
        for seat, life in self.seats.items():
            if life.connected:  # it was faster than the disk
                self.telling.missed(seat)
        if self._early is not None:
            self.intent(self._early)
        self._tools.changed()

    def note_alive(self) -> None:
        """Note that this coordinator runs, for the one that comes after it."""
        if not self._loaded or self.passed:
            return
        used = {
            stream: copy.elapsed
            for stream, copy in self.copies.items()
            if copy.elapsed > self._noted.get(stream, 0)
        }
        self._noted |= used
        note = partial(self._tools.memory.note_alive, used)
        self._tools.store.run(note, lambda _: None, lambda _: None)

    def note(self, order: Order) -> None:
        """Write down what happened to the coordinator itself; before the start it is nobody's."""
        if self._loaded and not self.passed:
            self.orders.give(order, self._tools.changed)

    # What the staff wish

    def intent(self, intent: RoomIntent) -> None:
        """Hear what the staff wish of the room."""
        if not self._loaded and isinstance(intent, SignIn):
            self._early = intent  # it was faster than the disk
        if not self._loaded or self.passed:
            return
        match intent:
            case DecideIncident():
                self.incidents.decide(intent)
            case AskMove(candidate):
                self.ask_to_move(candidate)
            case DropMove():
                self.asks_to_move = None
            case _:
                self._wishes.intent(intent)

    def took_in(self, taken: TakenIn) -> None:
        """Somebody brought exams on a stick, and they are saved: they count as if sent."""
        for stream in taken.results:
            if stream in self.copies:
                self.copies[stream].delivered = True
        for stream, records in taken.continued:
            copy = self.copies[stream]
            copy.follow(records)
            self._finish(copy)
        for leftover in taken.leftovers:
            self._intake.keep_apart(leftover)
        self._tools.changed()

    def seat_candidate(self, issued: IssuedTicket) -> None:
        """Save a ticket, then offer it to its seat; a candidate has one."""
        stream = issued.ticket.stream
        if stream in self.copies or not self._loaded:
            return

        def seated() -> None:
            self.copies[stream] = AttemptCopy(issued=issued)

        self._issue(issued, seated)

    def ask_to_move(self, candidate: CandidateId, to: SeatNumber | None = None) -> None:
        """A candidate wants to go on at another seat; the staff confirm it, or not."""
        copy = self.of_candidate(candidate)
        if copy is not None and not copy.delivered and copy.issued.seat != to:
            self.asks_to_move = (candidate, to)
            self._tools.changed()

    def move(self, copy: AttemptCopy, to: SeatNumber, by: StaffId, why: str) -> None:
        """Let an attempt go on at another seat, or take it off its seat for now (NOWHERE).

        The new epoch is saved, and the seat before is fenced off, before anybody is told.
        """
        there, life = self.at_seat(to), self.seats.get(to)
        now = self._tools.clock.mono()
        trouble = obstacle(copy, to, there, life, self.leftovers.values(), now)
        if trouble is not None:
            self._tools.failed(trouble)
        elif to != copy.issued.seat:
            self._reissue(copy, to, by, why)

    def _reissue(self, copy: AttemptCopy, to: SeatNumber, by: StaffId, why: str) -> None:
        issued, left = reissue(copy, to), copy.issued.seat

        def moved() -> None:
            follow_move(copy, issued)
            self.asks_to_move = None
            epoch = issued.ticket.epoch
            stream = issued.ticket.stream
            order = Move(stream=stream, left=left, to=to, epoch=epoch, by=by, why=why)
            self.orders.give(order, self._tools.changed)
            if left in copy.left:
                self.telling.send(left, moved_on(copy, left))

        self._issue(issued, moved)

    def _issue(self, issued: IssuedTicket, then: Callable[[], None]) -> None:
        stream = issued.ticket.stream
        if stream in self._issuing:
            return
        self._issuing.add(stream)

        def saved(_: None) -> None:
            self._issuing.discard(stream)
            then()
            self.telling.offer(self.copies[stream])
            self._tools.changed()

        def not_saved(error: StationError) -> None:
            self._issuing.discard(stream)
            self._tools.failed(error)

        self._tools.store.run(partial(self._tools.memory.save_ticket, issued), saved, not_saved)

    def at_seat(self, seat: SeatNumber) -> AttemptCopy | None:
        """The newest attempt at a seat; None if nobody was sent there."""
        here = [copy for copy in self.copies.values() if copy.issued.seat == seat]
        return next((copy for copy in reversed(here) if not copy.over), here[-1] if here else None)

    def of_candidate(self, candidate: CandidateId) -> AttemptCopy | None:
        """A candidate's attempt; None before a ticket was issued."""
        copies = self.copies.values()
        return next((copy for copy in copies if copy.issued.ticket.candidate == candidate), None)

    def tail_of(self, candidate: CandidateId) -> str:
        """The last four characters of a candidate's number, to tell namesakes apart."""
        roster = self._tools.session.package.roster
        return next((one.tail for one in roster if one.candidate == candidate), "")

    # What the seats say

    def joined(self, seat: SeatNumber, hello: Hello) -> None:
        """A seat came, or came back: tell it whatever it may have missed."""
        if hello.term > self._tools.term:  # it has served a coordinator that came after us
            self.passed = True
            self._tools.failed(CoordinatorPassed())
        if self.passed:
            self.telling.send(seat, Refused(CoordinatorPassed.code))
            return
        if self._is_twin(hello):
            self.telling.send(seat, Refused(CoordinatorTwin.code))
            return
        life = self._life(seat)
        life.connected, life.heard_at = True, self._tools.clock.mono()
        life.software = hello.software
        self.telling.missed(seat)
        self._tools.changed()

    def _is_twin(self, hello: Hello) -> bool:
        """Whether a seat serves another coordinator of our term; or refused one, for us."""
        ours = (UNKNOWN, self._tools.certificate)
        if hello.term != self._tools.term or self._tools.certificate == UNKNOWN:
            return False
        if hello.served not in ours or hello.rival not in ours:
            self.twin = True
            self._tools.changed()
        return hello.served not in ours

    def turned_away(self, address: str, why: StationError) -> None:
        """Somebody who is none of ours, or no more, was refused at the door."""
        self.strangers[address] = why
        while len(self.strangers) > MOST_STRANGERS:
            del self.strangers[next(iter(self.strangers))]
        self._tools.changed()

    def left(self, seat: SeatNumber) -> None:
        """A seat went away; it goes on by itself."""
        self._life(seat).connected = False
        self._tools.changed()

    def received(self, seat: SeatNumber, message: FromSeat) -> None:
        """A seat says something."""
        if self.passed:
            return
        life = self._life(seat)
        life.heard_at = self._tools.clock.mono()
        match message:
            case Hello():
                pass
            case Heartbeat():
                self._beat(life, message)
            case Append() | Deliver() | HistoryLost() | Leftovers() if not self._loaded:
                pass  # whose it is, is not known yet; the seat offers it again
            case Append():
                self._intake.append(seat, message)
            case Deliver():
                self._intake.keep(seat, message)
            case Still():
                self.incidents.keep(seat, message)
            case FindSeat(tail):
                self.telling.send(seat, seats_found(tail, self._tools.session, self.of_candidate))
            case HistoryLost(stream):
                self._restore(seat, stream)
            case Leftovers():
                self._intake.keep_leftovers(seat, message)
            case CardLaid(number):
                entry = self._tools.session.entry(number)
                if entry is not None:
                    self.ask_to_move(entry.candidate, seat)
            case _:
                assert_never(message)

    def _beat(self, life: SeatLife, beat: Heartbeat) -> None:
        clock = self._tools.clock
        measured = self._tools.off_ms(life.seat)
        life.beat = beat
        life.off_ms = beat.wall - clock.wall() if measured is None else measured
        was_off = self.session.clocks_off.get(life.seat, 0)
        if (abs(life.off_ms) > CLOCK_OFF_MS) != bool(was_off):
            off_ms = 0 if was_off else life.off_ms
            self.orders.give(NoteClockOff(life.seat, off_ms), self._tools.changed)
        copy = self.copies.get(beat.stream) if beat.stream else None
        if copy is not None and copy.issued.seat == life.seat:
            copy.elapsed = max(copy.elapsed, beat.elapsed)
            copy.heard(clock.wall(), clock.mono())
        self._tools.changed()

    def _restore(self, seat: SeatNumber, stream: StreamId) -> None:
        """A seat's disk was replaced: the attempt is moved in anew, at the next epoch."""
        copy, now = self._intake.own(seat, stream), self._tools.clock.mono()
        restored_at = self._restored_at.get(stream)
        lately = restored_at is not None and now - restored_at < RESTORE_AGAIN_MS
        if copy is not None and not lately:
            self._restored_at[stream] = now
            self._reissue(copy, seat, ITSELF, "disk replaced")

    def _finish(self, copy: AttemptCopy) -> None:
        """Say that an attempt is graded, unless somebody must look at it first."""
        in_dispute = self.session.in_dispute(copy.issued.ticket.stream)
        if copy.attempt.phase is Phase.GRADED and not in_dispute:
            self._tools.finished(copy)

    def settled(self, stream: StreamId) -> None:
        """Two persons have decided over a dispute: what waited for it goes on."""
        self._finish(self.copies[stream])
        self._tools.changed()

    def _life(self, seat: SeatNumber) -> SeatLife:
        return self.seats.setdefault(seat, SeatLife(seat))
