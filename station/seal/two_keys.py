"""One secret in two persons' hands: neither share alone says anything about it."""

import hashlib
import os
from dataclasses import dataclass

from station.codec import Codec
from station.errors.document import TwoKeysNeeded
from station.ids import StaffId
from station.seal.passphrase import shut_with_passphrase, unshut_with_passphrase
from station.seal.shut import KEY_BYTES

_CONTEXT = b"exam-station key share v1\0"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Share:
    """Half of a secret.

    Attributes:
        pair: Same for the two shares of one secret.
        part: The secret is the exclusive or of the two parts.
    """

    pair: bytes
    number: int
    part: bytes

    def __repr__(self) -> str:
        return f"Share({len(self.part)} bytes)"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedShare:
    """A share as it is handed to its holder, on a stick or on paper."""

    holder: StaffId
    locked: bytes


SHARE: Codec[Share] = Codec(Share)
LOCKED_SHARE: Codec[LockedShare] = Codec(LockedShare)


def new_shares(secret: bytes) -> tuple[Share, Share]:
    """Split a secret in two. A fresh split has nothing in common with an earlier one.

    Raises:
        ValueError: The secret is not a key of 32 random bytes; a share would give hints.
    """
    if len(secret) != KEY_BYTES:
        raise ValueError(f"a secret has {KEY_BYTES} bytes, got {len(secret)}")
    first = os.urandom(len(secret))
    second = _xor(first, secret)
    pair = _pair(first, second)
    return Share(pair=pair, number=1, part=first), Share(pair=pair, number=2, part=second)


def lock_share(share: Share, holder: StaffId, passphrase: str) -> bytes:
    """Lock a share with its holder's passphrase, in the holder's name."""
    locked = shut_with_passphrase(SHARE.pack(share), passphrase, _context(holder))
    return LOCKED_SHARE.pack(LockedShare(holder=holder, locked=locked))


def holder_of(raw: bytes) -> StaffId:
    """Tell whose share this says it is; only its passphrase proves it.

    Raises:
        DocumentMalformed: It is not a locked share.
    """
    return LOCKED_SHARE.unpack(raw).holder


def join(
    raw_first: bytes, first_passphrase: str, raw_second: bytes, second_passphrase: str
) -> bytes:
    """Return the secret, from two persons' shares in either order.

    Raises:
        DocumentMalformed: One of them is not a locked share.
        KeyLocked: A passphrase does not open its share.
        TwoKeysNeeded: The same holder or the same share twice, or shares of different secrets.
    """
    if holder_of(raw_first) == holder_of(raw_second):
        raise TwoKeysNeeded
    first = _unlock(raw_first, first_passphrase)
    second = _unlock(raw_second, second_passphrase)
    if second.number < first.number:
        first, second = second, first
    fits = first.pair == second.pair == _pair(first.part, second.part)
    if (first.number, second.number) != (1, 2) or not fits:
        raise TwoKeysNeeded
    return _xor(first.part, second.part)


def _unlock(raw: bytes, passphrase: str) -> Share:
    outer = LOCKED_SHARE.unpack(raw)
    return SHARE.unpack(unshut_with_passphrase(outer.locked, passphrase, _context(outer.holder)))


def _context(holder: StaffId) -> bytes:
    return _CONTEXT + holder.encode()


def _pair(first: bytes, second: bytes) -> bytes:
    return hashlib.sha256(_CONTEXT + first + second).digest()


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
