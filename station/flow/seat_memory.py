"""What a seat keeps on disk beside the event log, and how it finds it again."""

from collections.abc import Callable
from dataclasses import dataclass

from station.clock import Clock
from station.flow.sitting import SavedSitting
from station.ids import ElapsedMs, StreamId, digest_of
from station.lan.messages import FROM_HUB, Deliver, Go, Ticket
from station.seal.identity import Trust
from station.store.clock_mark import ClockMarks
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.settings import Settings
from station.store.stream import Record
from station.sync.intake_checks import read_rule_pack

TICKET = "ticket"
OWED = "owed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatMemory:
    """The seat's repositories. Every call is made on the store's lane."""

    log: EventLog
    shelf: DocumentShelf
    marks: ClockMarks
    settings: Settings
    trust: Trust
    clock: Clock

    def take_ticket(self, ticket: Ticket) -> SavedSitting:
        """Save a candidate's ticket, and the attempt so far if it began at another seat."""
        read_rule_pack(ticket.rule_pack, self.trust, self.clock.wall())
        if ticket.history:
            self.log.append(ticket.history)
        self.log.fence(ticket.stream, ticket.epoch)
        self._put(TICKET, FROM_HUB.pack(ticket))
        return self._sitting(ticket)

    def take_go(self, go: Go) -> Go:
        """Save the paper's key, so that the exam goes on with the coordinator gone."""
        self._put(f"go/{go.stream}", FROM_HUB.pack(go))
        return go

    def newest(self) -> SavedSitting | None:
        """The candidate this seat was last given; None if there was none."""
        raw = self.shelf.newest(TICKET)
        ticket = FROM_HUB.unpack(raw) if raw else None
        return self._sitting(ticket) if isinstance(ticket, Ticket) else None

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

    def _sitting(self, ticket: Ticket) -> SavedSitting:
        records = self.log.read(ticket.stream)
        # an exam under way goes on under its rules, whatever the clock says after a power cut
        began = records[0].wall if records else self.clock.wall()
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
