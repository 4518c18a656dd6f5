"""COSE messages, read strictly: one whole message in its only form, and nothing after it."""

from typing import Any

import cbor2
from cwt import COSE

from station.errors.document import DocumentMalformed

SIGN1 = 18
ENCRYPT0 = 16

ALG = 1
CONTENT_TYPE = 3
IV = 5
X5CHAIN = 33

EDDSA = -8
A256GCM = 3

COSE_FORM = COSE.new()

_WRONG = (cbor2.CBORError, ValueError, TypeError, KeyError, EOFError, OverflowError, RecursionError)


def read_cbor(raw: bytes, kind: str) -> Any:
    """Read one CBOR value in its deterministic form (RFC 8949, 4.2).

    Raises:
        DocumentMalformed: It is not CBOR, not in that form, or bytes are left over.
    """
    try:
        plain = cbor2.loads(raw)
        same = cbor2.dumps(plain, canonical=True) == raw
    except _WRONG as exc:
        raise DocumentMalformed(kind=kind) from exc
    if not same:
        raise DocumentMalformed(kind=kind)
    return plain


def read_message(raw: bytes, tag: int, parts: int, kind: str) -> list[Any]:
    """Read a tagged COSE message and return its parts: protected header first, as bytes.

    Raises:
        DocumentMalformed: It is not a message with this tag and this number of parts.
    """
    message = read_cbor(raw, kind)
    if not isinstance(message, cbor2.CBORTag) or message.tag != tag:
        raise DocumentMalformed(kind=kind)
    value = message.value
    if not isinstance(value, (list, tuple)) or len(value) != parts:
        raise DocumentMalformed(kind=kind)
    if not all(isinstance(part, bytes) for part in (value[0], *value[2:])):
        raise DocumentMalformed(kind=kind)
    return list(value)
