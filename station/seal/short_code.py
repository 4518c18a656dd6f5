"""Six digits that two screens show alike only if nobody stands between them.

Whoever asks commits to its key before the other side's random part is known, and neither side can
look for a key that gives the digits it would like: one try, one chance in a million. (A short
authentication string, as in ZRTP, RFC 6189, 4.4.1.)
"""

import secrets
from dataclasses import dataclass

from station.codec import Codec
from station.ids import Digest, digest_of

NONCE_BYTES = 32
DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Committed:
    purpose: str
    csr: bytes
    nonce: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    purpose: str
    root: bytes
    issuer: bytes
    csr: bytes
    of_seat: bytes
    of_centre: bytes


_COMMITTED: Codec[_Committed] = Codec(_Committed)
_SEEN: Codec[_Seen] = Codec(_Seen)


def new_nonce() -> bytes:
    """Return a random part of a code."""
    return secrets.token_bytes(NONCE_BYTES)


def commitment(csr: bytes, nonce: bytes) -> Digest:
    """Return what binds a seat to its key and its random part before it tells either."""
    return digest_of(_COMMITTED.pack(_Committed(purpose="enrolment v1", csr=csr, nonce=nonce)))


def short_code(*, root: bytes, issuer: bytes, csr: bytes, of_seat: bytes, of_centre: bytes) -> str:
    """Return the digits to compare, such as "042 917".

    Args:
        root: The province's root certificate, DER.
        issuer: The centre's own certificate, DER.
        csr: The seat's request: its public key, signed.
        of_seat: The seat's random part, committed to before it saw the other.
        of_centre: The centre's.
    """
    seen = _Seen(
        purpose="short code v1",
        root=root,
        issuer=issuer,
        csr=csr,
        of_seat=of_seat,
        of_centre=of_centre,
    )
    number = int.from_bytes(digest_of(_SEEN.pack(seen)), "big") % 10**DIGITS
    digits = f"{number:0{DIGITS}}"
    return f"{digits[:3]} {digits[3:]}"
