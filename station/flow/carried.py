"""An unfinished attempt as a USB stick carries it: shut, and signed by the seat that wrote it.

It is shut under the key of the attempt's own paper, which the coordinator has and a finder has not.
"""

from collections.abc import Callable
from dataclasses import dataclass

from station.codec import Codec
from station.errors.document import SignerOfWrongKind
from station.errors.flow import AttemptNotHere
from station.errors.lan import MessageMalformed
from station.ids import CentreId, SeatNumber, StreamId, UnixMs
from station.lan.messages import FROM_SEAT, Append
from station.seal.documents import sign, verify
from station.seal.identity import Identity, Trust
from station.seal.kinds import DocumentKind
from station.seal.shut import shut, unshut
from station.store.stream import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedAttempt:
    """What is signed: for whom it is can be read, what it says cannot."""

    stream: StreamId
    records: bytes


CARRIED: Codec[CarriedAttempt] = Codec(CarriedAttempt)


def pack_attempt(
    stream: StreamId, records: tuple[Record, ...], paper_key: bytes, seat: Identity
) -> bytes:
    """Return an attempt so far, to be carried."""
    content = shut(FROM_SEAT.pack(Append(stream, records)), paper_key, _context(stream))
    payload = CARRIED.pack(CarriedAttempt(stream=stream, records=content))
    return sign(DocumentKind.CARRIED_ATTEMPT, payload, seat)


def open_attempt(
    raw: bytes,
    trust: Trust,
    centre: CentreId,
    now: UnixMs,
    key_of: Callable[[StreamId], bytes | None],
) -> tuple[SeatNumber, Append]:
    """Return which seat wrote what.

    Args:
        key_of: The key of an attempt's paper; None for one that is not of this session.

    Raises:
        AttemptNotHere: It is of no attempt of this session.
        MessageMalformed: It is not what it says.
        StationError: What seal.documents.verify and seal.shut.unshut raise; a seat of another
            centre is SignerOfWrongKind.
    """
    signed = verify(raw, DocumentKind.CARRIED_ATTEMPT, trust, now)
    if signed.signer.centre != centre:
        raise SignerOfWrongKind(kind=DocumentKind.CARRIED_ATTEMPT, signer=signed.signer.kind)
    carried = CARRIED.unpack(signed.payload)
    key = key_of(carried.stream)
    if key is None:
        raise AttemptNotHere
    message = FROM_SEAT.unpack(unshut(carried.records, key, _context(carried.stream)))
    if not isinstance(message, Append) or any(r.stream != carried.stream for r in message.records):
        raise MessageMalformed
    return SeatNumber(int(signed.signer.name)), message


def _context(stream: StreamId) -> bytes:
    return f"exam-station/carried/{stream}".encode()
