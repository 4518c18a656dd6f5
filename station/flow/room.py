"""The room's flow: tickets out to the seats, records and results in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from station.clock import Clock
from station.errors import StationError
from station.errors.flow import AttemptNotHere
from station.errors.lan import MessageTooLarge
from station.errors.store import StreamFenced, StreamForked
from station.exam.attempt import Phase
from station.flow.attempt_copy import AttemptCopy, SeatLife
from station.flow.incidents import Incidents, IncidentTools
from station.flow.lane import Lane
from station.flow.papers import IssuedTicket, OpenSession
from station.flow.room_memory import RoomMemory, SavedRoom, are_events
from station.flow.room_view import DecideIncident, HoldAll, RoomIntent, StartSession, VouchAtSeat
from station.flow.signing import Signing
from station.ids import (
    CandidateId,
    Digest,
    SeatNumber,
    StaffId,
    StreamId,
    UnixMs,
)
from station.lan.messages import (
    Acknowledge,
    Append,
    Deliver,
    Delivered,
    FromHub,
    FromSeat,
    Heartbeat,
    Hello,
    Hold,
    Refused,
    Still,
    Vouch,
)
from station.store.stream import Head


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTools:
    """What the room's flow works with.

    Attributes:
        send: Says something to a seat; False if it is not connected. Raises MessageTooLarge.
        finished: Called once for each attempt that is graded, also after a restart.
    """

    session: OpenSession
    clock: Clock
    store: Lane
    signing: Signing
    memory: RoomMemory
    send: Callable[[SeatNumber, FromHub], bool]
    finished: Callable[[AttemptCopy], None]
    changed: Callable[[], None]
    failed: Callable[[StationError], None]


class RoomFlow:
    """The seats of one session. It is called on one thread."""

    def __init__(self, tools: RoomTools) -> None:
        self._tools = tools
        self.started_at: UnixMs | None = None
        self.paused = False
        self._held_by = StaffId("")
        self.seats: dict[SeatNumber, SeatLife] = {}
        self.copies: dict[StreamId, AttemptCopy] = {}
        self._issuing: set[StreamId] = set()
        self._loaded = False
        self.incidents = Incidents(
            IncidentTools(
                clock=tools.clock,
                store=tools.store,
                memory=tools.memory,
                signing=tools.signing,
                finished=tools.finished,
                changed=tools.changed,
                failed=tools.failed,
            ),
            self.copies,
        )

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
        self.started_at, self._loaded = saved.started_at, True
        if saved.hold is not None:
            self.paused, self._held_by = saved.hold
        for issued, records, delivered in saved.copies:
            copy = AttemptCopy(issued=issued, delivered=delivered)
            copy.follow(records)
            self.copies[issued.ticket.stream] = copy
            if copy.attempt.phase is Phase.GRADED:
                self._tools.finished(copy)
        for seat, life in self.seats.items():
            if life.connected:  # it was faster than the disk
                self._tell_missed(seat)
        self._tools.changed()

    # What the staff wish

    def intent(self, intent: RoomIntent) -> None:
        """Hear what the staff wish of the room."""
        match intent:
            case StartSession():
                self._start_session()
            case HoldAll(paused):
                self._hold_all(paused, self._tools.session.duty)
            case VouchAtSeat():
                self._vouch_together(intent)
            case DecideIncident():
                self.incidents.decide(intent)
            case _:
                assert_never(intent)

    def seat_candidate(self, issued: IssuedTicket) -> None:
        """Save a ticket, then offer it to its seat; a candidate has one."""
        stream = issued.ticket.stream
        if stream in self.copies or stream in self._issuing or not self._loaded:
            return
        self._issuing.add(stream)

        def saved(_: None) -> None:
            self._issuing.discard(stream)
            self.copies[stream] = AttemptCopy(issued=issued)
            self._offer(issued)
            self._tools.changed()

        def not_saved(error: StationError) -> None:
            self._issuing.discard(stream)
            self._tools.failed(error)

        self._tools.store.run(partial(self._tools.memory.save_ticket, issued), saved, not_saved)

    def _start_session(self) -> None:
        """Let the exam begin on every seat; a seat that is away hears it when it comes back."""
        if self.started_at is not None or not self._loaded:
            return
        now = self._tools.clock.wall()

        def saved(_: None) -> None:
            self.started_at = now
            for copy in self.copies.values():
                self._send(copy.issued.seat, copy.issued.go)
            self._tools.changed()

        save = partial(self._tools.memory.save_start, now)
        self._tools.store.run(save, saved, self._tools.failed)

    def _hold_all(self, paused: bool, by: StaffId) -> None:
        """Pause every clock, or let them run on; a seat that is away hears it later."""

        def saved(_: None) -> None:
            self.paused, self._held_by = paused, by
            for copy in self.copies.values():
                if not copy.over:
                    self._say_hold(copy.issued)
            self._tools.changed()

        save = partial(self._tools.memory.save_hold, paused, by)
        self._tools.store.run(save, saved, self._tools.failed)

    def _vouch_together(self, wish: VouchAtSeat) -> None:
        tools = self._tools
        vouch = partial(self._vouch, wish.seat, wish.first.staff, wish.second.staff)
        tools.signing.two(wish.first, wish.second, vouch, tools.failed)

    def _vouch(self, seat: SeatNumber, first: StaffId, second: StaffId) -> None:
        """Tell a seat that two persons know its candidate."""
        copy = self.at_seat(seat)
        if copy is not None and first != second:
            self._send(seat, Vouch(copy.issued.ticket.stream, first, second))

    def at_seat(self, seat: SeatNumber) -> AttemptCopy | None:
        """The newest attempt at a seat; None if nobody was sent there."""
        here = [copy for copy in self.copies.values() if copy.issued.seat == seat]
        return next((copy for copy in reversed(here) if not copy.over), here[-1] if here else None)

    def of_candidate(self, candidate: CandidateId) -> AttemptCopy | None:
        """A candidate's attempt; None before a ticket was issued."""
        copies = self.copies.values()
        return next((copy for copy in copies if copy.issued.ticket.candidate == candidate), None)

    # What the seats say

    def joined(self, seat: SeatNumber, _: Hello) -> None:
        """A seat came, or came back: tell it whatever it may have missed."""
        life = self._life(seat)
        life.connected, life.heard_at = True, self._tools.clock.mono()
        self._tell_missed(seat)
        self._tools.changed()

    def left(self, seat: SeatNumber) -> None:
        """A seat went away; it goes on by itself."""
        self._life(seat).connected = False
        self._tools.changed()

    def received(self, seat: SeatNumber, message: FromSeat) -> None:
        """A seat says something."""
        life = self._life(seat)
        life.heard_at = self._tools.clock.mono()
        match message:
            case Hello():
                pass
            case Heartbeat():
                self._beat(life, message)
            case Append() | Deliver() if not self._loaded:
                pass  # whose it is, is not known yet; the seat offers it again
            case Append():
                self._append(seat, message)
            case Deliver():
                self._keep(seat, message)
            case Still():
                self.incidents.keep(seat, message)
            case _:
                assert_never(message)

    def _beat(self, life: SeatLife, beat: Heartbeat) -> None:
        life.beat = beat
        copy = self.copies.get(beat.stream) if beat.stream else None
        if copy is not None and copy.issued.seat == life.seat:
            copy.elapsed = max(copy.elapsed, beat.elapsed)
        self._tools.changed()

    def _append(self, seat: SeatNumber, message: Append) -> None:
        copy = self._own(seat, message.stream)
        if copy is None:
            return
        foreign = any(record.stream != message.stream for record in message.records)
        if foreign or not are_events(message.records):
            self._send(seat, Refused(StreamForked.code, message.stream))
            return
        if any(record.epoch > copy.issued.ticket.epoch for record in message.records):
            self._send(seat, Refused(StreamFenced.code, message.stream))
            return

        def saved(head: Head) -> None:
            copy.follow(record for record in message.records if record.seq <= head.seq)
            self._send(seat, Acknowledge(message.stream, head.seq + 1))
            if copy.attempt.phase is Phase.GRADED:
                self._tools.finished(copy)
            self._tools.changed()

        def not_saved(error: StationError) -> None:
            self._send(seat, Refused(error.code, message.stream))
            self._tools.failed(error)

        self._tools.store.run(partial(self._tools.memory.save_records, message), saved, not_saved)

    def _keep(self, seat: SeatNumber, message: Deliver) -> None:
        def kept(digest: Digest) -> None:
            copy = self.copies.get(message.stream)  # None, if it is of a session before
            if copy is not None:
                copy.delivered = True
            self._send(seat, Delivered(message.stream, digest))
            self._tools.changed()

        def not_kept(error: StationError) -> None:
            self._send(seat, Refused(error.code, message.stream))
            if not isinstance(error, AttemptNotHere):
                self._tools.failed(error)

        self._tools.store.run(
            partial(self._tools.memory.save_envelope, seat, message), kept, not_kept
        )

    def _send(self, seat: SeatNumber, message: FromHub) -> None:
        try:
            self._tools.send(seat, message)
        except MessageTooLarge as error:
            self._tools.failed(error)

    def _own(self, seat: SeatNumber, stream: StreamId) -> AttemptCopy | None:
        copy = self.copies.get(stream)
        if copy is None or copy.issued.seat != seat:
            self._send(seat, Refused(AttemptNotHere.code, stream))
            return None
        return copy

    def _tell_missed(self, seat: SeatNumber) -> None:
        for copy in self.copies.values():
            if copy.issued.seat == seat and not copy.delivered:
                self._offer(copy.issued)

    def _offer(self, issued: IssuedTicket) -> None:
        self._send(issued.seat, issued.ticket)
        self._say_hold(issued)  # before the start: a room on hold begins with nobody
        if self.started_at is not None:
            self._send(issued.seat, issued.go)

    def _say_hold(self, issued: IssuedTicket) -> None:
        if self._held_by:  # an unsigned pause would cost the candidate the whole result
            hold = Hold(issued.ticket.stream, self.paused, self._held_by)
            self._send(issued.seat, hold)

    def _life(self, seat: SeatNumber) -> SeatLife:
        return self.seats.setdefault(seat, SeatLife(seat))
