"""PINs of staff: what a package may carry, and what a typed PIN is checked against."""

import hmac
import os
from dataclasses import dataclass

from station.codec import Codec
from station.seal.passphrase import SALT_BYTES, stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class PinCheck:
    """What is kept of a PIN. A short PIN can still be guessed from it: keep it private."""

    salt: bytes
    stretched: bytes


PIN_CHECK: Codec[PinCheck] = Codec(PinCheck)


def pin_check(pin: str) -> bytes:
    """Return what to keep of a PIN; different each time."""
    salt = os.urandom(SALT_BYTES)
    return PIN_CHECK.pack(PinCheck(salt=salt, stretched=stretch(pin, salt)))


def pin_fits(pin: str, check: bytes) -> bool:
    """Tell whether a typed PIN is the one. Takes about 0.1 s: not on the screen's thread.

    Raises:
        DocumentMalformed: The check is not one of ours.
    """
    kept = PIN_CHECK.unpack(check)
    return hmac.compare_digest(stretch(pin, kept.salt), kept.stretched)
