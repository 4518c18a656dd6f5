"""What a USB stick carries where the network is gone: results out of a seat, a start into it.

A result is sealed to the province and signed by the seat: a finder reads nothing. The same result
may come over the network too: it counts once. A start holds the keys of the papers, of a session
that has begun; the papers themselves are at the seats already.
"""

from pathlib import Path

from station.clock import Clock
from station.errors.lan import MessageMalformed
from station.errors.session import SessionNotBegun, StartMissing
from station.exam.session_orders import ORDER, Begin
from station.flow.room_memory import RoomMemory
from station.flow.seat_memory import SeatMemory
from station.ids import SeatNumber, digest_of
from station.lan.messages import FROM_HUB, FROM_SEAT, Deliver, Go
from station.seal.envelope import check_envelope
from station.seal.identity import Trust
from station.seal.shut import unshut

SUFFIX = ".result"
START = ".start"


def put_out(memory: SeatMemory, stick: Path) -> int:
    """Write every result that no coordinator has said to hold; return how many there are."""
    owed = memory.owed()
    stick.mkdir(parents=True, exist_ok=True)
    for delivery in owed:
        raw = FROM_SEAT.pack(delivery)
        (stick / f"{digest_of(raw).hex()[:16]}{SUFFIX}").write_bytes(raw)
    return len(owed)


def take_in(memory: RoomMemory, trust: Trust, clock: Clock, stick: Path) -> int:
    """Take in every result on a stick, as if its seat had delivered it; return how many.

    Raises:
        MessageMalformed: A file is no result.
        StationError: It is not of a seat of ours, or not its seat's to deliver; those before it
            were taken in.
    """
    files = sorted(stick.glob(f"*{SUFFIX}"))
    for file in files:
        message = FROM_SEAT.unpack(file.read_bytes())
        if not isinstance(message, Deliver):
            raise MessageMalformed
        signer = check_envelope(message.envelope, trust, clock.wall()).signer
        memory.save_envelope(SeatNumber(int(signer.name)), message)
    return len(files)


def put_start_out(memory: RoomMemory, stick: Path) -> int:
    """Write the start of each attempt of a session; return how many there are.

    Raises:
        SessionNotBegun: Nobody has pressed the button yet: no key leaves the coordinator.
    """
    saved = memory.load()
    if not any(isinstance(ORDER.unpack(record.body), Begin) for record in saved.orders):
        raise SessionNotBegun
    stick.mkdir(parents=True, exist_ok=True)
    for copy in saved.copies:
        raw = FROM_HUB.pack(copy.issued.go)
        (stick / f"{digest_of(raw).hex()[:16]}{START}").write_bytes(raw)
    return len(saved.copies)


def take_start_in(memory: SeatMemory, stick: Path) -> None:
    """Take in the start of the candidate who sits here, as if the coordinator had said it.

    Raises:
        StartMissing: Nobody sits here, or the stick has nothing for whoever does.
        EnvelopeSealed: It does not open the paper that is here.
    """
    saved = memory.newest()
    for file in sorted(stick.glob(f"*{START}")):
        message = FROM_HUB.unpack(file.read_bytes())
        if not isinstance(message, Go):
            raise MessageMalformed
        if saved is not None and message.stream == saved.ticket.stream:
            unshut(saved.ticket.sealed_paper, message.paper_key, message.stream.encode())
            memory.take_go(message)
            return
    raise StartMissing
