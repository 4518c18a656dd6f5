"""What the coordinator keeps on disk of a session's room, and how it finds it again."""

from dataclasses import dataclass

from station.clock import Clock
from station.errors.document import DocumentMalformed
from station.errors.flow import AttemptNotHere, EnvelopeForeign
from station.exam.attempt_events import EVENT
from station.flow.delivery import check_delivery
from station.flow.papers import ISSUED_TICKET, IssuedTicket
from station.ids import Digest, SeatNumber, SessionId, StaffId, UnixMs, digest_of
from station.lan.messages import Append, Deliver
from station.seal.identity import Trust
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.pictures import Pictures
from station.store.settings import Settings
from station.store.stream import Head, Record

HELD, FREE = "+", "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRoom:
    """What the coordinator has on disk of a session.

    Attributes:
        hold: Whether every clock is held, and who said so last; None if nobody ever did.
        copies: Each issued ticket, the records held of its attempt, and whether its
            envelope is here.
    """

    started_at: UnixMs | None
    hold: tuple[bool, StaffId] | None
    copies: tuple[tuple[IssuedTicket, tuple[Record, ...], bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomMemory:
    """The coordinator's repositories. Every call is made on the store's lane."""

    session: SessionId
    log: EventLog
    shelf: DocumentShelf
    outbox: Outbox
    pictures: Pictures
    settings: Settings
    trust: Trust
    clock: Clock

    def load(self) -> SavedRoom:
        """Read what was saved of this session."""
        started = self.settings.get(f"started/{self.session}")
        held = self.settings.get(f"hold/{self.session}")
        copies = []
        for raw in self.shelf.all(f"ticket/{self.session}"):
            issued = ISSUED_TICKET.unpack(raw)
            stream = issued.ticket.stream
            delivered = self.settings.get(f"delivered/{stream}") is not None
            copies.append((issued, self.log.read(stream), delivered))
        return SavedRoom(
            started_at=UnixMs(int(started)) if started else None,
            hold=(held.startswith(HELD), StaffId(held[1:])) if held else None,
            copies=tuple(copies),
        )

    def save_start(self, now: UnixMs) -> None:
        """Note that the session was started."""
        self.settings.put(f"started/{self.session}", str(now))

    def save_hold(self, paused: bool, by: StaffId) -> None:
        """Note that every clock is held, or runs on, and who said so."""
        self.settings.put(f"hold/{self.session}", (HELD if paused else FREE) + by)

    def save_ticket(self, issued: IssuedTicket) -> None:
        """Save a ticket, and which seat may write the attempt from now on."""
        raw, stream = ISSUED_TICKET.pack(issued), issued.ticket.stream
        self.shelf.put(f"ticket/{self.session}", digest_of(raw), raw)
        self.settings.put(f"seat/{stream}", str(issued.seat))
        self.log.fence(stream, issued.ticket.epoch)

    def save_records(self, message: Append) -> Head:
        """Save what continues the copy here; after a gap, say where the copy ends."""
        head = self.log.head(message.stream)
        if not message.records or message.records[0].seq > head.seq + 1:
            return head
        return self.log.append(message.records)

    def save_envelope(self, seat: SeatNumber, message: Deliver) -> Digest:
        """Save the one envelope of an attempt.

        Raises:
            AttemptNotHere: It is not this seat's to deliver.
            EnvelopeForeign: Another one is here already, or another seat sealed it.
        """
        stream = message.stream
        if self.settings.get(f"seat/{stream}") != str(seat):
            raise AttemptNotHere
        held = self.settings.get(f"delivered/{stream}")
        if held is not None:
            digest = digest_of(message.envelope)
            if held != digest.hex():
                raise EnvelopeForeign
            return digest
        check_delivery(seat, message, self.trust, self.clock.wall())
        digest = self.outbox.add(message.envelope)
        self.settings.put(f"delivered/{stream}", digest.hex())
        return digest


def are_events(records: tuple[Record, ...]) -> bool:
    """Say whether this program can read them; what it cannot read it must not save."""
    try:
        for record in records:
            EVENT.unpack(record.body)
    except DocumentMalformed:
        return False
    return True
