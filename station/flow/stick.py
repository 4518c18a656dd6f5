"""Sealed results on a USB stick: out of a seat that must be carried away, into the coordinator.

What is on the stick is sealed to the province and signed by the seat: a finder reads nothing.
The same result may come over the network too: it counts once.
"""

from pathlib import Path

from station.clock import Clock
from station.errors.lan import MessageMalformed
from station.flow.room_memory import RoomMemory
from station.flow.seat_memory import SeatMemory
from station.ids import SeatNumber, digest_of
from station.lan.messages import FROM_SEAT, Deliver
from station.seal.envelope import check_envelope
from station.seal.identity import Trust

SUFFIX = ".result"


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
