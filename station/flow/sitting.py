"""A candidate's sitting at this seat: the attempt, its clock and its paper."""

from dataclasses import dataclass

from station.exam.attempt import Attempt, Phase, decide, evolve
from station.exam.attempt_commands import Command, Open, Reopen
from station.exam.attempt_events import EVENT, Event
from station.exam.paper import PAPER, Paper
from station.flow.live_stream import Done, Failed, Ledger, LiveStream, Machine
from station.flow.paper_pictures import open_pictures
from station.flow.stopwatch import Stopwatch
from station.ids import Digest, ElapsedMs, SeatNumber, UnixMs
from station.lan.messages import Go
from station.lan.ticket import Ticket
from station.seal.shut import unshut
from station.store.stream import Record
from station.sync.rule_pack import PackKind, RulePack

ATTEMPT: Machine[Attempt, Command, Event] = Machine(
    start=Attempt(), decide=decide, evolve=evolve, codec=EVENT
)
NOT_BEGUN = (Phase.NEW, Phase.OPENED, Phase.CONFIRMED)
OVER = (Phase.SUBMITTED, Phase.GRADED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSitting:
    """What a seat has on disk of its newest candidate.

    Attributes:
        mark: Exam time and wall time of the last sign of life; None before the first.
        delivered: The sealed bundle is with the coordinator.
    """

    ticket: Ticket
    go: Go | None
    rules: RulePack
    rule_pack: Digest
    records: tuple[Record, ...]
    mark: tuple[ElapsedMs, UnixMs] | None
    delivered: bool


class Sitting:
    """Everything about the candidate at this seat that outlives the process.

    Args:
        saved: As read from disk; a fresh ticket has no records.

    Attributes:
        pictures: The paper's pictures by their SHA-256, once the paper is open.
        held: The room is on hold: nobody begins.
        put_by: Over, and the coordinator that is there now does not know of it.
    """

    def __init__(self, saved: SavedSitting, seat: SeatNumber, ledger: Ledger) -> None:
        self.ticket = saved.ticket
        self.rules = saved.rules
        self.delivered = saved.delivered
        self.paper: Paper | None = None
        self.pictures: dict[Digest, bytes] = {}
        self.held = False
        self.put_by = False
        self.rule_pack = saved.rule_pack
        self._seat = seat
        self._clock = ledger.clock
        self._wall_then = saved.mark[1] if saved.mark else None
        self._stopwatch = Stopwatch(ledger.clock, _used(saved))
        self._stream = LiveStream(
            saved.ticket.stream,
            ATTEMPT,
            ledger,
            epoch=saved.ticket.epoch,
            stopwatch=self._stopwatch,
        )
        self._stream.replay(saved.records)
        if saved.go:
            self.unlock(saved.go)

    @property
    def attempt(self) -> Attempt:
        return self._stream.state

    @property
    def drill(self) -> bool:
        """Training: simulated devices, a marked card, nothing that counts."""
        return self.rules.kind is PackKind.DRILL

    @property
    def elapsed(self) -> ElapsedMs:
        return self._stopwatch.elapsed()

    @property
    def over(self) -> bool:
        return self.attempt.phase in OVER

    @property
    def may_begin(self) -> bool:
        """The paper is open, and the room is not on hold."""
        return self.paper is not None and not self.held

    @property
    def time_is_up(self) -> bool:
        return self.attempt.counting and self.elapsed >= self.attempt.ends_at

    def gives_way(self, ticket: Ticket, twice: bool) -> bool:
        """Whether nothing of this candidate can be lost any more if the next one sits down.

        Args:
            twice: The coordinator has saved all of it.
        """
        if self.attempt.phase in NOT_BEGUN:
            return self.ticket.session != ticket.session
        return self.over and ((self.delivered and twice) or self.put_by)

    def unlock(self, go: Go) -> None:
        """Open the paper with the key that the start gave.

        Raises:
            EnvelopeSealed: The key does not open it.
            DocumentMalformed: It is not a paper, or not with the pictures that it names.
        """
        ticket = self.ticket
        raw = unshut(ticket.sealed_paper, go.paper_key, ticket.stream.encode())
        paper = PAPER.unpack(raw)
        self.pictures = open_pictures(paper, ticket.pictures, go.paper_key, ticket.stream)
        self.paper = paper

    def begin_or_go_on(self, done: Done, failed: Failed) -> None:
        """Open the attempt; or, after a restart or a move, go on with it."""
        if self.attempt.phase is Phase.NEW:
            self.give(self._opening(), done, failed)
        elif not self.over:
            now = self._clock.wall()
            lost_ms = now - self._wall_then if self._wall_then else self.ticket.away_ms
            self.give(Reopen(self._seat, max(0, lost_ms)), done, failed)
        else:
            done(())

    def give(self, command: Command, done: Done, failed: Failed) -> None:
        """Give a command to the attempt; the clock follows what was saved."""

        def saved(records: tuple[Record, ...]) -> None:
            self._follow_clock()
            done(records)

        self._stream.give(command, saved, failed)

    def _follow_clock(self) -> None:
        if self.attempt.counting:
            self._stopwatch.run()
        else:
            self._stopwatch.hold()

    def _opening(self) -> Open:
        ticket = self.ticket
        return Open(
            session=ticket.session,
            candidate=ticket.candidate,
            seat=self._seat,
            paper=ticket.paper,
            rule_pack=self.rule_pack,
            duration=ticket.duration,
            earliest_submit=ticket.earliest_submit,
            places=ticket.places,
        )


def _used(saved: SavedSitting) -> ElapsedMs:
    """Exam time used, by the latest witness: the log, the clock mark, or the hub."""
    by_log = saved.records[-1].elapsed if saved.records else ElapsedMs(0)
    by_mark = saved.mark[0] if saved.mark else ElapsedMs(0)
    return max(by_log, by_mark, saved.ticket.elapsed)
