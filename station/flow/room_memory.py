"""What the coordinator keeps on disk of a session's room, and how it finds it again."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from station.clock import Clock
from station.codec import Codec
from station.errors.document import DocumentMalformed
from station.errors.flow import AttemptNotHere, EnvelopeForeign
from station.errors.store import PictureNotKept
from station.exam.attempt_events import EVENT
from station.flow.delivery import check_delivery
from station.flow.papers import ISSUED_TICKET, IssuedTicket
from station.identity.retention_rules import RetentionRules, days_after
from station.ids import (
    NOWHERE,
    Digest,
    ElapsedMs,
    Epoch,
    SeatNumber,
    SessionId,
    StreamId,
    UnixMs,
    digest_of,
)
from station.lan.messages import Append, Deliver
from station.seal.identity import Trust
from station.store.clock_mark import ClockMarks
from station.store.documents import DocumentShelf
from station.store.event_log import EventLog
from station.store.outbox import Outbox
from station.store.pictures import REFERENCE, Pictures
from station.store.settings import Settings
from station.store.stream import Head, Record


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Leftover:
    """Records of an attempt that a seat alone held when it was moved away; evidence.

    Attributes:
        epoch: The last one in which that seat wrote it.
    """

    seat: SeatNumber
    stream: StreamId
    epoch: Epoch
    records: tuple[Record, ...]


LEFTOVER: Codec[Leftover] = Codec(Leftover)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedCopy:
    """What is on disk of one attempt.

    Attributes:
        issued: The newest ticket.
        left: Seats that it was moved away from and that have not handed over what they alone
            hold, each with its last epoch there.
        delivered: Its envelope is here.
        mark: Exam time by its seat's last sign of life, and when that was; None if none was noted.
    """

    issued: IssuedTicket
    left: dict[SeatNumber, Epoch]
    records: tuple[Record, ...]
    delivered: bool
    mark: tuple[ElapsedMs, UnixMs] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRoom:
    """What the coordinator has on disk of a session.

    Attributes:
        orders: The session's own stream.
        leftovers: What seats alone held of attempts that were moved away.
        alive_at: When a coordinator of this session ran last; None if none ever did.
    """

    orders: tuple[Record, ...]
    alive_at: UnixMs | None
    copies: tuple[SavedCopy, ...]
    leftovers: tuple[Leftover, ...]


def session_stream(session: SessionId) -> StreamId:
    """The name of a session's own stream."""
    return StreamId(f"room/{session}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomMemory:
    """The coordinator's repositories. Every call is made on the store's lane."""

    session: SessionId
    log: EventLog
    shelf: DocumentShelf
    outbox: Outbox
    pictures: Pictures
    settings: Settings
    marks: ClockMarks
    trust: Trust
    clock: Clock
    retention: RetentionRules = RetentionRules()

    def load(self) -> SavedRoom:
        """Read what was saved of this session."""
        tickets: dict[StreamId, list[IssuedTicket]] = {}
        for raw in self.shelf.all(f"ticket/{self.session}"):
            issued = self._with_face(ISSUED_TICKET.unpack(raw))
            tickets.setdefault(issued.ticket.stream, []).append(issued)
        leftovers = tuple(map(LEFTOVER.unpack, self.shelf.all(f"leftover/{self.session}")))
        handed = {(one.stream, one.seat, one.epoch) for one in leftovers}
        alive = self.marks.load(session_stream(self.session))
        return SavedRoom(
            orders=self.log.read(session_stream(self.session)),
            alive_at=alive[1] if alive is not None else None,
            copies=tuple(self._copy(of, handed) for of in tickets.values()),
            leftovers=leftovers,
        )

    def save_ticket(self, issued: IssuedTicket) -> None:
        """Save a ticket, and which seat may write the attempt from now on.

        The face in it is a picture like any other, and goes on its day; see picture_keeping.
        """
        ticket, until = issued.ticket, days_after(self.clock.wall(), self.retention.admitted_days)
        if ticket.reference:
            with suppress(PictureNotKept):  # the exam does not wait for it; two persons vouch then
                self.pictures.put(ticket.stream, REFERENCE, ticket.reference, until)
        raw = ISSUED_TICKET.pack(replace(issued, ticket=replace(ticket, reference=b"")))
        self.shelf.put(f"ticket/{self.session}", digest_of(raw), raw)
        self._enforce(issued)

    def save_leftover(self, leftover: Leftover) -> None:
        """Save what a seat alone held of an attempt that was moved away."""
        raw = LEFTOVER.pack(leftover)
        self.shelf.put(f"leftover/{self.session}", digest_of(raw), raw)

    def note_alive(self, used: Mapping[StreamId, ElapsedMs]) -> None:
        """Note that this coordinator runs; a power cut may lose the last note.

        Args:
            used: Exam time of each attempt that went on since the last note, as its seat says:
                if the seat dies too, nobody else knows it.
        """
        self.marks.save_all({session_stream(self.session): ElapsedMs(0), **used}, self.clock.wall())

    def history(self, stream: StreamId) -> tuple[Record, ...]:
        """Return an attempt so far, for the seat where it goes on."""
        return self.log.read(stream)

    def _with_face(self, issued: IssuedTicket) -> IssuedTicket:
        face = self.pictures.get(issued.ticket.stream, REFERENCE) or b""
        return replace(issued, ticket=replace(issued.ticket, reference=face))

    def _enforce(self, issued: IssuedTicket) -> None:
        stream = issued.ticket.stream
        if self.settings.get(f"seat/{stream}") != _writer(issued):
            self.log.fence(stream, issued.ticket.epoch)
            self.settings.put(f"seat/{stream}", _writer(issued))

    def _copy(
        self, tickets: list[IssuedTicket], handed: set[tuple[StreamId, SeatNumber, Epoch]]
    ) -> SavedCopy:
        *earlier, issued = tickets
        self._enforce(issued)  # a power cut may have come between the ticket and its fence
        stream = issued.ticket.stream
        left = {each.seat: each.ticket.epoch for each in earlier if each.seat != issued.seat}
        return SavedCopy(
            issued=issued,
            left={
                seat: epoch
                for seat, epoch in left.items()
                if seat != NOWHERE and (stream, seat, epoch) not in handed
            },
            records=self.log.read(stream),
            delivered=self.settings.get(f"delivered/{stream}") is not None,
            mark=self.marks.load(stream),
        )

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
        writer = self.settings.get(f"seat/{stream}") or ""
        if writer.partition("/")[0] != str(seat):
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


def _writer(issued: IssuedTicket) -> str:
    return f"{issued.seat}/{issued.ticket.epoch}"


def are_events(records: tuple[Record, ...]) -> bool:
    """Say whether this program can read them; what it cannot read it must not save."""
    try:
        for record in records:
            EVENT.unpack(record.body)
    except DocumentMalformed:
        return False
    return True
