"""What a USB stick carries where the network is gone: exams out of a seat, a start into it.

A result is sealed to the province and signed by the seat; an exam that is not over yet is shut
under the key of its paper: a finder reads nothing. The same may come over the network too: it
counts once. A start holds the keys of the papers, of a session that has begun; the papers
themselves are at the seats already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from station.clock import Clock
from station.errors import StationError
from station.errors.flow import AttemptNotHere
from station.errors.lan import MessageMalformed
from station.errors.session import SessionNotBegun, StartMissing, StickMissing, StickUnwritable
from station.errors.store import StoreFull, StreamForked
from station.exam.session_orders import ORDER, Begin
from station.flow.carried import open_attempt, pack_attempt
from station.flow.room_memory import Leftover, RoomMemory, SavedCopy, are_events
from station.flow.seat_memory import SeatMemory
from station.ids import CentreId, SeatNumber, StreamId, digest_of
from station.lan.messages import FROM_HUB, FROM_SEAT, Append, Deliver, Go
from station.seal.envelope import check_envelope
from station.seal.identity import Identity, Trust
from station.seal.shut import unshut
from station.store.stream import Record
from station.whole_file import write_whole

SUFFIX = ".result"
ATTEMPT = ".attempt"
START = ".start"

OURS = (StoreFull,)
"""Faults of this machine: no file is to blame, and the next would fare no better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What a stick brought to the coordinator, and what became of it on disk.

    Attributes:
        results: Attempts whose sealed results are in the outbox.
        continued: Records that the seat that has to write them wrote: they are the attempt's.
        leftovers: What a seat alone held of an attempt that was moved away from it: evidence.
        failure: Why the last file was not taken in of which nothing became; None if all were.
    """

    results: tuple[StreamId, ...] = ()
    continued: tuple[tuple[StreamId, tuple[Record, ...]], ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    failure: StationError | None = None

    @property
    def count(self) -> int:
        """How many files something became of."""
        return len(self.results) + len(self.continued) + len(self.leftovers)


def gather(memory: SeatMemory, seat: Identity) -> dict[str, bytes]:
    """Return the files of every exam that no coordinator has said to hold, by name."""
    owed, saved, files = memory.owed(), memory.newest(), dict[str, bytes]()
    for delivery in owed:
        raw = FROM_SEAT.pack(delivery)
        files[_name(raw, SUFFIX)] = raw
    if saved is not None and saved.go is not None and saved.records and not saved.delivered:
        stream = saved.ticket.stream
        if stream not in {delivery.stream for delivery in owed}:
            raw = pack_attempt(stream, saved.records, saved.go.paper_key, seat)
            files[_name(raw, ATTEMPT)] = raw
    return files


def write_out(files: Mapping[str, bytes], stick: Path) -> int:
    """Write files to a stick; when this returns they are on it. Return how many there are.

    A file has its name only when it is whole, wherever the stick is pulled out.

    Raises:
        StickUnwritable: It is full, or was pulled out.
    """
    try:
        stick.mkdir(parents=True, exist_ok=True)
        for name, raw in files.items():
            write_whole(stick / name, raw)
    except OSError as exc:
        raise StickUnwritable from exc
    return len(files)


def put_out(memory: SeatMemory, seat: Identity, stick: Path) -> int:
    """Write every exam that no coordinator has said to hold; return how many there are."""
    return write_out(gather(memory, seat), stick)


def take_in(
    memory: RoomMemory, trust: Trust, centre: CentreId, clock: Clock, stick: Path
) -> TakenIn:
    """Take in all that is on a stick, as if its seats had sent it; never merged silently.

    A file that is none of ours, or not of a seat of ours, or not its seat's to deliver, keeps no
    other from being taken in.

    Raises:
        StickMissing: The stick was pulled out.
        StoreFull: The disk has no room; what was taken in before is here.
    """
    raws, failure = _read(stick, SUFFIX), None
    results: list[StreamId] = []
    for raw in raws:
        try:
            results.append(_take_result(memory, trust, clock, raw))
        except OURS:
            raise
        except StationError as error:
            failure = error
    attempts = _read(stick, ATTEMPT)
    copies = {one.issued.ticket.stream: one for one in memory.load().copies} if attempts else {}

    def key_of(stream: StreamId) -> bytes | None:
        copy = copies.get(stream)
        return copy.issued.go.paper_key if copy is not None else None

    continued, leftovers = [], []
    for raw in attempts:
        try:
            seat, message = open_attempt(raw, trust, centre, clock.wall(), key_of)
            taken = _take_attempt(memory, copies[message.stream], seat, message)
        except OURS:
            raise
        except StationError as error:
            failure = error
            continue
        if isinstance(taken, Leftover):
            leftovers.append(taken)
        else:
            continued.append((message.stream, taken))
    return TakenIn(
        results=tuple(results),
        continued=tuple(continued),
        leftovers=tuple(leftovers),
        failure=failure,
    )


def _read(stick: Path, suffix: str) -> list[bytes]:
    """Read the files of one kind; nothing is taken in of a stick that goes away meanwhile."""
    try:
        return [file.read_bytes() for file in sorted(stick.glob(f"*{suffix}"))]
    except OSError as exc:
        raise StickMissing from exc


def _take_result(memory: RoomMemory, trust: Trust, clock: Clock, raw: bytes) -> StreamId:
    message = FROM_SEAT.unpack(raw)
    if not isinstance(message, Deliver):
        raise MessageMalformed
    signer = check_envelope(message.envelope, trust, clock.wall()).signer
    memory.save_envelope(SeatNumber(int(signer.name)), message)
    return message.stream


def _take_attempt(
    memory: RoomMemory, copy: SavedCopy, seat: SeatNumber, message: Append
) -> tuple[Record, ...] | Leftover:
    """Continue the attempt if the seat is the one to write it; else keep it for two persons."""
    if not are_events(message.records):
        raise StreamForked(seq=0)
    if copy.issued.seat == seat:
        late = [r for r in message.records if r.epoch > copy.issued.ticket.epoch]
        if late:
            raise StreamForked(seq=late[0].seq)
        memory.save_records(message)
        return message.records
    epoch = copy.left.get(seat)
    if epoch is None:
        raise AttemptNotHere
    held = max((r.seq for r in copy.records if r.epoch <= epoch), default=0)
    alone = tuple(r for r in message.records if r.seq > held and r.epoch <= epoch)
    leftover = Leftover(seat=seat, stream=message.stream, epoch=epoch, records=alone)
    memory.save_leftover(leftover)
    return leftover


def put_start_out(memory: RoomMemory, stick: Path) -> int:
    """Write the start of each attempt of a session; return how many there are.

    Raises:
        StickUnwritable: It is full, or was pulled out.
        SessionNotBegun: Nobody has pressed the button yet: no key leaves the coordinator.
    """
    saved = memory.load()
    if not any(isinstance(ORDER.unpack(record.body), Begin) for record in saved.orders):
        raise SessionNotBegun
    raws = [FROM_HUB.pack(copy.issued.go) for copy in saved.copies]
    return write_out({_name(raw, START): raw for raw in raws}, stick)


def take_start_in(memory: SeatMemory, stick: Path) -> None:
    """Take in the start of the candidate who sits here, as if the coordinator had said it.

    Raises:
        StartMissing: Nobody sits here, or the stick has nothing for whoever does.
        EnvelopeSealed: It does not open the paper that is here.
    """
    saved = memory.newest()
    for raw in _read(stick, START):
        message = FROM_HUB.unpack(raw)
        if not isinstance(message, Go):
            raise MessageMalformed
        if saved is not None and message.stream == saved.ticket.stream:
            unshut(saved.ticket.sealed_paper, message.paper_key, message.stream.encode())
            memory.take_go(message)
            return
    raise StartMissing


def _name(raw: bytes, suffix: str) -> str:
    return f"{digest_of(raw).hex()[:16]}{suffix}"
