"""What a seat keeps on disk beside the event log, and how it finds it again."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from station.clock import Clock
from station.errors.session import HistoryMissing
from station.errors.store import PictureNotKept
from station.flow.sitting import SavedSitting
from station.identity.retention_rules import days_after
from station.ids import ElapsedMs, StreamId, UnixMs, digest_of
from station.lan.messages import FROM_HUB, Curtain, Deliver, Go, Leftovers, MovedOn
from station.lan.ticket import Ticket
from station.seal.identity import Trust
from station.store.clock_mark import ClockMarks
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.pictures import REFERENCE, Pictures
from station.store.settings import Settings
from station.store.stream import Record
from station.sync.intake_checks import read_rule_pack

TICKET = "ticket"
OWED = "owed"
TERM = "term"
CURTAIN, READ = "curtain", "words-read"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatMemory:
    """The seat's repositories. Every call is made on the store's lane.

    Attributes:
        judged_at: The time by which a new ticket's rules are judged; see lan.offered_time.
    """

    log: EventLog
    shelf: DocumentShelf
    pictures: Pictures
    marks: ClockMarks
    settings: Settings
    trust: Trust
    clock: Clock
    judged_at: Callable[[], UnixMs] | None = None

    def take_ticket(self, ticket: Ticket) -> SavedSitting:
        """Save a candidate's ticket, and the attempt so far if it began at another seat.

        Raises:
            HistoryMissing: It began at this seat, and this disk knows nothing of it.
        """
        rules, _ = read_rule_pack(ticket.rule_pack, self.trust, self._now())
        if ticket.history:
            self.log.append(ticket.history)
        elif ticket.held and not self.log.head(ticket.stream).seq:
            raise HistoryMissing
        self.log.fence(ticket.stream, ticket.epoch)
        until = days_after(self.clock.wall(), rules.retention.seat_days)
        if ticket.reference:
            with suppress(PictureNotKept):  # the exam does not wait for it; two persons vouch then
                self.pictures.put(ticket.stream, REFERENCE, ticket.reference, until)
        self._put(TICKET, FROM_HUB.pack(replace(ticket, reference=b"")))
        return self._sitting(ticket)

    def take_go(self, go: Go) -> Go:
        """Save the paper's key, so that the exam goes on with the coordinator gone."""
        self._put(f"go/{go.stream}", FROM_HUB.pack(go))
        return go

    def newest(self) -> SavedSitting | None:
        """The candidate this seat was last given; None if there was none."""
        raw = self.shelf.newest(TICKET)
        ticket = FROM_HUB.unpack(raw) if raw else None
        if not isinstance(ticket, Ticket) or self._moved_on(ticket):
            return None
        face = self.pictures.get(ticket.stream, REFERENCE) or b""
        return self._sitting(replace(ticket, reference=face))

    def mark(self, stream: StreamId, elapsed: ElapsedMs) -> None:
        """Note that time goes by."""
        self.marks.save(stream, elapsed, self.clock.wall())

    def envelope(self, stream: StreamId, make: Callable[[tuple[Record, ...]], bytes]) -> bytes:
        """Return the attempt's one envelope; it is made once and never again.

        Sealing is random: a second envelope of the same attempt would be a conflict.
        """
        kind = f"envelope/{stream}"
        raw = self.shelf.newest(kind)
        if raw is None:
            raw = make(self.log.read(stream))
            self._put(OWED, stream.encode())
            self._put(kind, raw)
        return raw

    def owed(self) -> tuple[Deliver, ...]:
        """The envelopes that no coordinator has said to hold, the oldest first."""
        found = []
        for name in self.shelf.all(OWED):
            stream = StreamId(name.decode())
            raw = self.shelf.newest(f"envelope/{stream}")
            if raw is not None and not self._delivered(stream):
                found.append(Deliver(stream, raw))
        return tuple(found)

    def note_delivered(self, stream: StreamId) -> None:
        """Note that the coordinator holds the envelope."""
        self.settings.put(f"delivered/{stream}", "yes")

    def leave(self, moved: MovedOn) -> Leftovers:
        """Write no more of an attempt that goes on elsewhere; return what is here alone."""
        self.log.fence(moved.stream, moved.epoch)
        records = self.log.read(moved.stream)
        alone = (record for record in records if record.seq > moved.held)
        return Leftovers(moved.stream, tuple(r for r in alone if r.epoch < moved.epoch))

    def note_left(self, ticket: Ticket) -> None:
        """Note that the coordinator holds all that is here of an attempt that moved on."""
        self.note_delivered(ticket.stream)
        self.settings.put(f"left/{ticket.stream}", str(ticket.epoch))

    def curtain(self) -> tuple[Curtain, int]:
        """What hangs before the screen, and the number of the last words that were read."""
        curtain = self.settings.get(CURTAIN) or Curtain.OPEN
        return Curtain(curtain), int(self.settings.get(READ) or 0)

    def save_curtain(self, curtain: Curtain) -> None:
        """Note what hangs before the screen."""
        self.settings.put(CURTAIN, curtain)

    def save_read(self, number: int) -> None:
        """Note that the coordinator's words were read."""
        self.settings.put(READ, str(number))

    def note_term(self, term: int) -> None:
        """Note which coordinator is served: none before it ever again."""
        if term > int(self.settings.get(TERM) or 0):
            self.settings.put(TERM, str(term))

    def _now(self) -> UnixMs:
        return self.judged_at() if self.judged_at else self.clock.wall()

    def _moved_on(self, ticket: Ticket) -> bool:
        return self.settings.get(f"left/{ticket.stream}") == str(ticket.epoch)

    def _sitting(self, ticket: Ticket) -> SavedSitting:
        records = self.log.read(ticket.stream)
        # an exam under way goes on under its rules, whatever the clock says after a power cut
        began = records[0].wall if records else self._now()
        pack, digest = read_rule_pack(ticket.rule_pack, self.trust, began)
        raw_go = self.shelf.newest(f"go/{ticket.stream}")
        go = FROM_HUB.unpack(raw_go) if raw_go else None
        return SavedSitting(
            ticket=ticket,
            go=go if isinstance(go, Go) else None,
            rules=pack,
            rule_pack=digest,
            records=records,
            mark=self.marks.load(ticket.stream),
            delivered=self._delivered(ticket.stream),
        )

    def _delivered(self, stream: StreamId) -> bool:
        return self.settings.get(f"delivered/{stream}") is not None

    def _put(self, kind: str, raw: bytes) -> None:
        self.shelf.put(kind, digest_of(raw), raw)
