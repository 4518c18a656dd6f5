"""The coordinator's copy of an attempt: what the seat's saved events amount to so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from station.exam.attempt import Attempt, Phase, evolve
from station.exam.attempt_events import EVENT, Amiss, IdentityConfirmed, Noticed, Submitted
from station.exam.grading import grade
from station.exam.incident import Decisions
from station.flow.papers import IssuedTicket, paper_of
from station.ids import Digest, ElapsedMs, MonoMs, SeatNumber, UnixMs
from station.lan.messages import Heartbeat, SeatDoing
from station.store.stream import Record

ONLINE_MS = 5_000
"""A seat not heard for this long is shown as gone."""


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

    def follow(self, records: Iterable[Record]) -> None:
        """Apply records that have just been saved here; those known already change nothing."""
        for record in records:
            if record.seq <= self.saved:
                continue
            event = EVENT.unpack(record.body)
            self.attempt = evolve(self.attempt, event)
            self.saved = record.seq
            self.elapsed = max(self.elapsed, record.elapsed)
            self.confirmed = self.confirmed or isinstance(event, IdentityConfirmed)
            if isinstance(event, Noticed):
                self.noticed[record.seq] = (record.wall, event)
            if isinstance(event, Submitted):
                self.submitted_at = record.wall

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
    """

    seat: SeatNumber
    connected: bool = False
    heard_at: MonoMs | None = None
    beat: Heartbeat | None = None

    def online(self, now: MonoMs) -> bool:
        """Whether the seat was heard lately."""
        fresh = self.heard_at is not None and now - self.heard_at < ONLINE_MS
        return self.connected and fresh

    @property
    def doing(self) -> SeatDoing:
        return self.beat.doing if self.beat else SeatDoing.IDLE
