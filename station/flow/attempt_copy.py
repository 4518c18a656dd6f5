"""The coordinator's copy of an attempt: what the seat's saved events amount to so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from station.exam.attempt import Attempt, Phase, evolve
from station.exam.attempt_events import (
    EVENT,
    Amiss,
    IdentityConfirmed,
    Noticed,
    Reopened,
    Stalled,
    Submitted,
)
from station.exam.grading import grade
from station.exam.incident import Decisions
from station.flow.papers import IssuedTicket, paper_of
from station.ids import Digest, ElapsedMs, Epoch, MonoMs, SeatNumber, UnixMs
from station.lan.messages import Heartbeat, SeatDoing
from station.store.stream import Record

ONLINE_MS = 5_000
"""A seat not heard for this long is shown as gone."""


@dataclass(frozen=True, slots=True)
class Outage:
    """A stretch in which a candidate could not work.

    Attributes:
        until: Wall time at its end, by the seat's clock.
        counted: Exam time went by meanwhile; else the exam's clock stood still too.
    """

    until: UnixMs
    seat: SeatNumber
    lost_ms: int
    counted: bool


@dataclass(slots=True)
class AttemptCopy:
    """One candidate's attempt as the coordinator knows it.

    Attributes:
        submitted_at: Wall time of the hand-in, by the seat's clock; None before.
        confirmed: The person at the seat was found to be the candidate.
        elapsed: Exam time used, by the latest heartbeat or record.
        noticed: What the seat's camera found amiss: wall time and event, by the event's seq.
        stills: Pictures of that, by their digests, as far as they are here.
        decisions: What two persons decided over each.
        heads: The last record of each epoch that is held here.
        left: Seats that it was moved away from, each with its last epoch there; those that
            have not handed over yet what they alone hold.
        outages: What Reopened and Stalled events say was lost, in order.
    """

    issued: IssuedTicket
    attempt: Attempt = field(default_factory=Attempt)
    saved: int = 0
    elapsed: ElapsedMs = ElapsedMs(0)
    submitted_at: UnixMs | None = None
    delivered: bool = False
    confirmed: bool = False
    noticed: dict[int, tuple[UnixMs, Noticed]] = field(default_factory=dict)
    stills: dict[Digest, bytes] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)
    heads: dict[Epoch, int] = field(default_factory=dict)
    left: dict[SeatNumber, Epoch] = field(default_factory=dict)
    outages: list[Outage] = field(default_factory=list)
    heard_wall: UnixMs | None = None
    heard_mono: MonoMs | None = None

    def follow(self, records: Iterable[Record]) -> None:
        """Apply records that have just been saved here; those known already change nothing."""
        for record in records:
            if record.seq <= self.saved:
                continue
            event = EVENT.unpack(record.body)
            self.attempt = evolve(self.attempt, event)
            self.saved = record.seq
            self.heads[record.epoch] = record.seq
            self.elapsed = max(self.elapsed, record.elapsed)
            self.confirmed = self.confirmed or isinstance(event, IdentityConfirmed)
            self.heard_wall = max(self.heard_wall or record.wall, record.wall)
            match event:
                case Submitted():
                    self.submitted_at = record.wall
                case Noticed():
                    self.noticed[record.seq] = (record.wall, event)
                case Reopened(seat, lost_ms):
                    self.outages.append(Outage(record.wall, seat, lost_ms, counted=False))
                case Stalled(stood_ms):
                    seat = self.attempt.seat or self.issued.seat
                    self.outages.append(Outage(record.wall, seat, stood_ms, counted=True))
                case _:
                    pass

    def go_on_from(self, elapsed: ElapsedMs, wall: UnixMs) -> None:
        """Take over what another life of the coordinator had heard, and when by its wall clock."""
        self.elapsed = max(self.elapsed, elapsed)
        self.heard_wall = max(self.heard_wall or wall, wall)

    def heard(self, wall: UnixMs, mono: MonoMs) -> None:
        """Somebody spoke of this attempt just now."""
        self.heard_wall, self.heard_mono = wall, mono

    def silent_ms(self, wall: UnixMs, mono: MonoMs) -> int:
        """How long nobody has spoken of it; by the wall clock, if that was before a restart."""
        if self.heard_mono is not None:
            return mono - self.heard_mono
        return max(0, wall - self.heard_wall) if self.heard_wall is not None else 0

    def held_of(self, epoch: Epoch) -> int:
        """How many records are held here up to the end of an epoch."""
        return max((seq for of, seq in self.heads.items() if of <= epoch), default=0)

    @property
    def over(self) -> bool:
        return self.attempt.phase in (Phase.SUBMITTED, Phase.GRADED)

    @property
    def open_incidents(self) -> int:
        """How many incidents stand between the candidate and the card."""
        return len(self.decisions.open(frozenset(self.noticed)))

    @property
    def amiss(self) -> Amiss | None:
        """What was noticed last and nobody has decided over; None if nothing was."""
        undecided = self.decisions.undecided(frozenset(self.noticed))
        return self.noticed[max(undecided)][1].what if undecided else None

    @property
    def passed(self) -> bool:
        """Whether it was passed: by the seat's word and by our own marking of the answers."""
        graded = self.attempt.graded
        if graded is None or not graded.passed:
            return False
        paper, rule = paper_of(self.issued), self.issued.partial_marks
        return grade(paper, self.attempt.answers, rule).passed


@dataclass(slots=True)
class SeatLife:
    """What the coordinator heard of a seat.

    Attributes:
        heard_at: Monotonic time of the last word; None if it was never heard.
        off_ms: How far its wall clock is from the coordinator's.
    """

    seat: SeatNumber
    connected: bool = False
    heard_at: MonoMs | None = None
    beat: Heartbeat | None = None
    off_ms: int = 0
    software: str = ""

    def online(self, now: MonoMs) -> bool:
        """Whether the seat was heard lately."""
        fresh = self.heard_at is not None and now - self.heard_at < ONLINE_MS
        return self.connected and fresh

    @property
    def doing(self) -> SeatDoing:
        return self.beat.doing if self.beat else SeatDoing.IDLE
