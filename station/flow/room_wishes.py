"""From what the staff wish of the room to orders, each with who signed for it and why."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol, assert_never

from station.clock import Clock
from station.errors import StationError
from station.errors.session import AttemptOver, NobodyOnDuty, ReasonMissing
from station.exam.session import Session
from station.exam.session_orders import (
    AS_PLANNED,
    FIRE,
    NOBODY,
    OUTAGE,
    Begin,
    End,
    FreeRoom,
    FreeSeat,
    GiveTime,
    HoldRoom,
    HoldSeat,
    LeaveDuty,
    LockSeat,
    Order,
    Say,
    Settle,
    StopRoom,
    TakeDuty,
    UnlockSeat,
)
from station.flow.attempt_copy import AttemptCopy
from station.flow.outages import owed
from station.flow.papers import OpenSession
from station.flow.room_view import (
    EndAttempt,
    GiveBack,
    GiveMinutes,
    HoldAll,
    HoldOne,
    LockOne,
    MoveCandidate,
    ResumeAll,
    RoomOrder,
    SayTo,
    SettleDispute,
    SignIn,
    SignOff,
    StartSession,
    StopAll,
    VouchAtSeat,
)
from station.flow.signatures import Signature
from station.flow.signing import Signing
from station.ids import NOWHERE, CandidateId, ElapsedMs, SeatNumber, StaffId, StreamId
from station.lan.messages import FromHub, Vouch

MINUTE_MS = 60_000

ALONE = StartSession | HoldAll | HoldOne | LockOne | SayTo | MoveCandidate
"""What one person may order: the one who has signed in at the console."""

REASONED = HoldAll | ResumeAll | HoldOne | LockOne | GiveMinutes | EndAttempt | MoveCandidate
"""What is not ordered without a word on why; a start and a full stop say it by themselves."""


class Orders(Protocol):
    """Where orders are saved."""

    @property
    def state(self) -> Session: ...

    def give(self, order: Order, done: Callable[[], None]) -> None: ...


class Telling(Protocol):
    """Says to the seats how things stand."""

    def all(self) -> None: ...

    def send(self, seat: SeatNumber, message: FromHub) -> None: ...


class Room(Protocol):
    """What a wish needs of the room's flow."""

    @property
    def orders(self) -> Orders: ...

    @property
    def copies(self) -> Mapping[StreamId, AttemptCopy]: ...

    def at_seat(self, seat: SeatNumber) -> AttemptCopy | None: ...

    def of_candidate(self, candidate: CandidateId) -> AttemptCopy | None: ...

    def move(self, copy: AttemptCopy, to: SeatNumber, by: StaffId, why: str) -> None: ...

    @property
    def telling(self) -> Telling: ...

    def settled(self, stream: StreamId) -> None: ...


class RoomWishes:
    """What one person may order is signed by who is on duty; the rest takes two persons' PINs.

    Whatever changes an exam says why. A full stop waits for nobody: neither for a sign-in nor
    for words.
    """

    def __init__(
        self,
        session: OpenSession,
        clock: Clock,
        signing: Signing,
        room: Room,
        failed: Callable[[StationError], None],
    ) -> None:
        self._session = session
        self._clock = clock
        self._signing = signing
        self._room = room
        self._failed = failed

    def intent(self, intent: RoomOrder) -> None:
        """Hear what the staff wish of the room."""
        if isinstance(intent, ALONE) and not self._session.duty.taken:
            self._failed(NobodyOnDuty())
            return
        if isinstance(intent, REASONED) and not intent.why.strip():
            self._failed(ReasonMissing())
            return
        duty = self._session.duty.who
        match intent:
            case SignIn(signature):
                self._signing.one(signature, partial(self._take, signature.staff), self._failed)
            case SignOff():
                self._leave(duty)
            case StartSession():
                self._order(Begin(self._clock.wall(), duty, AS_PLANNED))
            case HoldAll(why):
                self._order(HoldRoom(duty, why))
            case ResumeAll(first, second, why):
                self._together(first, second, lambda by: self._order(FreeRoom(by, why)))
            case StopAll():
                self._order(StopRoom(duty, FIRE))
            case HoldOne(seat, paused, why):
                self._hold_one(seat, paused, why)
            case LockOne():
                self._lock_one(intent)
            case SayTo(seat, text):
                self._order(Say(seat if seat is not None else NOWHERE, text, duty))
            case GiveMinutes():
                self._give_minutes(intent)
            case GiveBack(first, second):
                self._together(first, second, self._give_back)
            case EndAttempt():
                self._end(intent)
            case MoveCandidate():
                self._move(intent)
            case SettleDispute():
                self._settle(intent)
            case VouchAtSeat():
                vouch = partial(self._vouch, intent.seat)
                self._together(intent.first, intent.second, vouch)
            case _:
                assert_never(intent)

    def _take(self, who: StaffId) -> None:
        """Whoever signed in is in charge, once that is saved."""

        def taken() -> None:
            self._session.duty.who = who
            self._room.telling.all()

        self._room.orders.give(TakeDuty(who), taken)

    def _leave(self, who: StaffId) -> None:
        def left() -> None:
            if self._session.duty.who == who:
                self._session.duty.who = NOBODY
            self._room.telling.all()

        self._room.orders.give(LeaveDuty(who), left)

    def _order(self, order: Order) -> None:
        self._room.orders.give(order, self._room.telling.all)

    def _together(
        self, first: Signature, second: Signature, then: Callable[[tuple[StaffId, ...]], None]
    ) -> None:
        """Check two persons' PINs, then do what they have signed for."""
        signed = partial(then, (first.staff, second.staff))
        self._signing.two(first, second, signed, self._failed)

    def _running(self, seat: SeatNumber) -> AttemptCopy | None:
        """The attempt at a seat that an order can still change."""
        copy = self._room.at_seat(seat)
        if copy is None or copy.over:
            self._failed(AttemptOver())
            return None
        return copy

    def _hold_one(self, seat: SeatNumber, paused: bool, why: str) -> None:
        copy = self._running(seat)
        if copy is not None:
            self._hold_attempt(copy.issued.ticket.stream, paused, why)

    def _hold_attempt(self, stream: StreamId, paused: bool, why: str) -> None:
        duty = self._session.duty.who
        self._order(HoldSeat(stream, duty, why) if paused else FreeSeat(stream, duty, why))

    def _lock_one(self, wish: LockOne) -> None:
        """Cover a seat's screen; the clock of whoever sits there stands still meanwhile."""
        duty, copy = self._session.duty.who, self._room.at_seat(wish.seat)
        lock = LockSeat if wish.locked else UnlockSeat
        self._order(lock(wish.seat, duty, wish.why))
        if copy is not None and not copy.over:
            self._hold_attempt(copy.issued.ticket.stream, wish.locked, wish.why)

    def _give_minutes(self, wish: GiveMinutes) -> None:
        copy = self._running(wish.seat)
        if copy is None:
            return
        stream, extra = copy.issued.ticket.stream, ElapsedMs(wish.minutes * MINUTE_MS)
        give = partial(self._give_time, stream, extra, wish.why)
        self._together(wish.first, wish.second, give)

    def _give_time(
        self, stream: StreamId, extra: ElapsedMs, why: str, by: tuple[StaffId, ...]
    ) -> None:
        self._order(GiveTime(stream, extra, by, why))

    def _give_back(self, by: tuple[StaffId, ...]) -> None:
        """Give each attempt the exam time back that went by while nobody could work."""
        returned = self._room.orders.state.returned
        for stream, copy in self._room.copies.items():
            owed_ms = owed(copy, returned.get(stream, 0))
            if owed_ms > 0 and not copy.over:
                self._order(GiveTime(stream, ElapsedMs(owed_ms), by, OUTAGE))

    def _end(self, wish: EndAttempt) -> None:
        copy = self._running(wish.seat)
        if copy is not None:
            stream = copy.issued.ticket.stream
            end = partial(self._end_signed, stream, wish.why)
            self._together(wish.first, wish.second, end)

    def _end_signed(self, stream: StreamId, why: str, by: tuple[StaffId, ...]) -> None:
        self._order(End(stream, by, why))

    def _move(self, wish: MoveCandidate) -> None:
        copy = self._room.of_candidate(wish.candidate)
        if copy is None or copy.delivered:
            self._failed(AttemptOver())
        else:
            to = wish.to if wish.to is not None else NOWHERE
            self._room.move(copy, to, self._session.duty.who, wish.why)

    def _settle(self, wish: SettleDispute) -> None:
        self._together(wish.first, wish.second, partial(self._settle_signed, wish))

    def _settle_signed(self, wish: SettleDispute, by: tuple[StaffId, ...]) -> None:
        settle = Settle(wish.stream, wish.seat, by, wish.stands)
        self._room.orders.give(settle, partial(self._room.settled, wish.stream))

    def _vouch(self, seat: SeatNumber, by: tuple[StaffId, ...]) -> None:
        """Tell a seat that two persons know its candidate."""
        copy = self._room.at_seat(seat)
        if copy is not None:
            self._room.telling.send(seat, Vouch(copy.issued.ticket.stream, *by))
