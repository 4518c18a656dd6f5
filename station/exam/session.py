"""The running of a session: what the staff ordered, as one stream, and where that leaves the room.

An order is written down as it was given, with who and why, so the command is the event: `decide`
refuses one that changes nothing, or that lacks a reason or a signature, and `evolve` applies a
saved one. What a seat must be told, now or when it comes back, is a reading of this state.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar, assert_never

from station.exam.attempt_events import Credited
from station.exam.session_orders import (
    NOBODY,
    OUTAGE,
    Begin,
    Dispute,
    End,
    EnrolSeat,
    FreeRoom,
    FreeSeat,
    GiveTime,
    HoldRoom,
    HoldSeat,
    LeaveDuty,
    LockSeat,
    Move,
    NoteAway,
    NoteClockOff,
    NoteOwnClock,
    NotePower,
    NoteTerm,
    Order,
    Say,
    Settle,
    StopRoom,
    TakeDuty,
    UnlockSeat,
    WithdrawSeat,
)
from station.ids import NOWHERE, ElapsedMs, SeatNumber, StaffId, StreamId, UnixMs

K = TypeVar("K")
V = TypeVar("V")


def _none() -> MappingProxyType[K, V]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Where a session stands: a reading of its orders.

    Attributes:
        hold: Whether every clock is held, and who said so last; None if nobody ever did.
        stopped: A full stop: clocks held, screens dark, everybody leaves the room.
        held: Attempts whose own clock is held, and who said so last.
        locked: Seats whose screens are covered.
        credits: Exam time given to each attempt, in order.
        returned: What of it was given back after outages.
        ended: Attempts that the staff took in, and who signed.
        said: How often something was said to anybody.
        words: What was said last to each seat, with its number; to NOWHERE: to all.
        disputes: By attempt and the seat that holds other answers; how it was settled, if it was.
        term: Counts the coordinators of this session.
        dark: The power of the coordinator's computer is gone.
        away: When no coordinator ran, from and until, by their own clocks.
    """

    started_at: UnixMs | None = None
    hold: tuple[bool, StaffId] | None = None
    stopped: bool = False
    held: Mapping[StreamId, tuple[bool, StaffId]] = field(default_factory=_none)
    locked: frozenset[SeatNumber] = frozenset()
    credits: Mapping[StreamId, tuple[Credited, ...]] = field(default_factory=_none)
    returned: Mapping[StreamId, int] = field(default_factory=_none)
    ended: Mapping[StreamId, StaffId] = field(default_factory=_none)
    said: int = 0
    words: Mapping[SeatNumber, tuple[int, str]] = field(default_factory=_none)
    disputes: Mapping[tuple[StreamId, SeatNumber], Settle | None] = field(default_factory=_none)
    clocks_off: Mapping[SeatNumber, int] = field(default_factory=_none)
    term: int = 0
    dark: bool = False
    away: tuple[tuple[UnixMs, UnixMs], ...] = ()

    @property
    def paused(self) -> bool:
        """Whether every clock is held."""
        return self.hold is not None and self.hold[0]

    def hold_of(self, stream: StreamId) -> tuple[bool, StaffId] | None:
        """Whether an attempt's clock is held, and who said so; None if nobody ever spoke of it."""
        own = self.held.get(stream)
        if self.hold is not None and (self.hold[0] or own is None):
            return self.hold
        return own

    def words_for(self, seat: SeatNumber) -> tuple[int, str] | None:
        """The latest words for a seat, with their number; None if there were none."""
        heard = [self.words[to] for to in (seat, NOWHERE) if to in self.words]
        return max(heard, default=None)

    def in_dispute(self, stream: StreamId) -> bool:
        """Whether nothing may be built on an attempt's result yet, or ever here."""
        settled = [by for (of, _), by in self.disputes.items() if of == stream]
        return any(by is None or not by.stands for by in settled)


def decide(session: Session, order: Order, elapsed: ElapsedMs) -> tuple[Order, ...]:  # noqa: ARG001
    """Judge an order; it is written down as it is, or refused."""
    return (order,) if _is_due(session, order) else ()


def _is_due(session: Session, order: Order) -> bool:
    match order:
        case Begin(_, by, why):
            return session.started_at is None and _said(by, why)
        case HoldRoom(by, why):
            return not session.paused and _said(by, why)
        case FreeRoom(by, why):
            return session.paused and _two(by) and bool(why.strip())
        case StopRoom(_, why):
            return not session.stopped and bool(why.strip())
        case HoldSeat(stream, by, why):
            return not _held(session, stream) and _said(by, why)
        case FreeSeat(stream, by, why):
            return _held(session, stream) and _said(by, why)
        case LockSeat(seat, by, why):
            return seat not in session.locked and _said(by, why)
        case UnlockSeat(seat, by, why):
            return seat in session.locked and _said(by, why)
        case GiveTime(_, extra, by, why):
            return extra > 0 and _two(by) and bool(why.strip())
        case End(stream, by, why):
            return stream not in session.ended and _two(by) and bool(why.strip())
        case Say(_, text, by) | WithdrawSeat(_, by, text):
            return _said(by, text)
        case Dispute(stream, seat):
            return (stream, seat) not in session.disputes
        case Settle(stream, seat, by):
            open_still = session.disputes.get((stream, seat), order) is None
            return open_still and _two(by)
        case NoteClockOff(seat, off_ms):
            return session.clocks_off.get(seat, 0) != off_ms
        case NoteTerm(term):
            return term > session.term
        case NoteAway(since, until):
            return session.started_at is not None and until > since
        case NoteOwnClock(changed_ms):
            return changed_ms != 0
        case NotePower(battery):
            return battery != session.dark
        case Move(by=by, why=why):
            return _said(by, why)
        case EnrolSeat(by=by) | TakeDuty(by) | LeaveDuty(by):
            return by != NOBODY
    assert_never(order)


def evolve(session: Session, order: Order) -> Session:
    """Apply one saved order."""
    match order:
        case Begin(at, _):
            return replace(session, started_at=at)
        case HoldRoom(by, _):
            return replace(session, hold=(True, by))
        case FreeRoom(by):
            return replace(session, hold=(False, by[0]), stopped=False)
        case StopRoom(by):
            return replace(session, hold=(True, by), stopped=True)
        case HoldSeat(stream, by, _):
            return replace(session, held=_with(session.held, stream, (True, by)))
        case FreeSeat(stream, by):
            return replace(session, held=_with(session.held, stream, (False, by)))
        case LockSeat(seat):
            return replace(session, locked=session.locked | {seat})
        case UnlockSeat(seat):
            return replace(session, locked=session.locked - {seat})
        case GiveTime(stream, extra, by, why):
            given = (*session.credits.get(stream, ()), Credited(extra, by[0]))
            back = session.returned.get(stream, 0) + (extra if why == OUTAGE else 0)
            return replace(
                session,
                credits=_with(session.credits, stream, given),
                returned=_with(session.returned, stream, back),
            )
        case End(stream, by, _):
            return replace(session, ended=_with(session.ended, stream, by[0]))
        case Say(seat, text, _):
            said = session.said + 1
            return replace(session, said=said, words=_with(session.words, seat, (said, text)))
        case Dispute(stream, seat):
            return replace(session, disputes=_with(session.disputes, (stream, seat), None))
        case Settle(stream, seat):
            return replace(session, disputes=_with(session.disputes, (stream, seat), order))
        case NoteClockOff(seat, off_ms):
            return replace(session, clocks_off=_with(session.clocks_off, seat, off_ms))
        case NoteTerm(term):
            return replace(session, term=term)
        case NoteAway(since, until):
            return replace(session, away=(*session.away, (since, until)))
        case NotePower(battery):
            return replace(session, dark=battery)
        case Move() | EnrolSeat() | WithdrawSeat() | TakeDuty() | LeaveDuty() | NoteOwnClock():
            return session
    assert_never(order)


def _held(session: Session, stream: StreamId) -> bool:
    return session.held.get(stream, (False, NOBODY))[0]


def _said(by: StaffId, why: str) -> bool:
    return by != NOBODY and bool(why.strip())


def _two(by: tuple[StaffId, ...]) -> bool:
    return len({*by} - {NOBODY}) >= 2


def _with(known: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    return MappingProxyType({**known, key: value})
