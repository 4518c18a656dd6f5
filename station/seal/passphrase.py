"""What a person types, made slow to guess: scrypt (RFC 7914), 32 MiB and about 0.1 s a try.

Typed text is normalised (NFKC), so that full-width digits from a Chinese input method are
the digits that were meant.
"""

import os
import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from station.codec import Codec
from station.errors.document import DocumentVersionUnknown, EnvelopeSealed, KeyLocked
from station.seal.shut import KEY_BYTES, shut, unshut

SALT_BYTES = 16
_SCRYPT_N = 2**15
_SCRYPT_R = 8
_SCRYPT_P = 1
_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PassphraseShut:
    """A content shut under a passphrase. The version stands for the cost of scrypt too."""

    version: int
    salt: bytes
    content: bytes


PASSPHRASE_SHUT: Codec[PassphraseShut] = Codec(PassphraseShut)


def stretch(typed: str, salt: bytes) -> bytes:
    """Return 32 bytes that only this text and this salt give."""
    text = unicodedata.normalize("NFKC", typed).encode()
    return Scrypt(salt=salt, length=KEY_BYTES, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P).derive(text)


def shut_with_passphrase(content: bytes, passphrase: str, context: bytes) -> bytes:
    """Encrypt a content for whoever knows the passphrase and the context."""
    salt = os.urandom(SALT_BYTES)
    shut_content = shut(content, stretch(passphrase, salt), context)
    return PASSPHRASE_SHUT.pack(PassphraseShut(version=_VERSION, salt=salt, content=shut_content))


def unshut_with_passphrase(raw: bytes, passphrase: str, context: bytes) -> bytes:
    """Return the content.

    Raises:
        DocumentMalformed: The bytes are not a content shut in this way.
        DocumentVersionUnknown: They are, in a form newer than this program.
        KeyLocked: Another passphrase or context, or the bytes were changed.
    """
    outer = PASSPHRASE_SHUT.unpack(raw)
    if outer.version != _VERSION:
        raise DocumentVersionUnknown
    try:
        return unshut(outer.content, stretch(passphrase, outer.salt), context)
    except EnvelopeSealed as exc:
        raise KeyLocked from exc
