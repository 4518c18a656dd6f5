"""Shutting papers and banks under a key that is handed out later.

A shut content is a COSE_Encrypt0 (RFC 9052) with AES-256-GCM and a fresh 12-byte IV. The
context is not in it: who opens it must know what it is for, so that a paper for one
candidate cannot be put in another's place.
"""

import os

import cbor2
from cwt import COSEKey
from cwt.cose_key_interface import COSEKeyInterface
from cwt.exceptions import CWTError

from station.errors.document import DocumentMalformed, EnvelopeSealed
from station.seal.cose import A256GCM, ALG, COSE_FORM, ENCRYPT0, IV, read_message

KEY_BYTES = 32
IV_BYTES = 12

_HEADER = {ALG: A256GCM}
_RAW_HEADER = cbor2.dumps(_HEADER, canonical=True)


def new_key() -> bytes:
    """Return a fresh content key, 32 bytes."""
    return os.urandom(KEY_BYTES)


def shut(content: bytes, key: bytes, context: bytes) -> bytes:
    """Encrypt a content for whoever is given the key and knows the context."""
    iv = os.urandom(IV_BYTES)
    raw: bytes = COSE_FORM.encode_and_encrypt(
        content, _cose_key(key), protected=dict(_HEADER), unprotected={IV: iv}, external_aad=context
    )
    return raw


def unshut(raw: bytes, key: bytes, context: bytes) -> bytes:
    """Return the content.

    Raises:
        DocumentMalformed: The bytes are not a shut content.
        EnvelopeSealed: Another key or another context, or the bytes were changed.
    """
    header, open_header, _ = read_message(raw, ENCRYPT0, 3, "shut content")
    if header != _RAW_HEADER or not _is_iv(open_header):
        raise DocumentMalformed(kind="shut content")
    try:
        content: bytes = COSE_FORM.decode(raw, _cose_key(key), external_aad=context)
    except CWTError as exc:
        raise EnvelopeSealed from exc
    return content


def _is_iv(header: object) -> bool:
    if not isinstance(header, dict) or set(header) != {IV}:
        return False
    return isinstance(header[IV], bytes) and len(header[IV]) == IV_BYTES


def _cose_key(key: bytes) -> COSEKeyInterface:
    if len(key) != KEY_BYTES:
        raise EnvelopeSealed
    return COSEKey.from_symmetric_key(key, alg="A256GCM")
