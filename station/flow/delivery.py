"""What the coordinator asks of an envelope before it takes it: it cannot look inside."""

from station.errors.flow import EnvelopeForeign
from station.ids import SeatNumber, UnixMs
from station.lan.messages import Deliver
from station.seal.envelope import SEALED_CONTENT, check_envelope
from station.seal.identity import Trust


def check_delivery(seat: SeatNumber, delivery: Deliver, trust: Trust, now: UnixMs) -> None:
    """Check that a seat signed the envelope itself, and for the attempt that it names.

    Raises:
        EnvelopeForeign: Another seat signed it, or it is of another attempt.
        StationError: What seal.envelope.check_envelope raises.
    """
    signed = check_envelope(delivery.envelope, trust, now)
    label = SEALED_CONTENT.unpack(signed.payload).label
    if signed.signer.name != str(seat) or label != delivery.stream.encode():
        raise EnvelopeForeign
