"""A signature small enough for the code on a card: COSE_Sign1 with no more header than it needs.

The text is `ES1:` and base 32, which a QR code takes as letters and digits. No certificate is in
it: who checks it holds the centre's already.
"""

import base64
import binascii

import cbor2
from cwt import COSEKey
from cwt.exceptions import CWTError

from station.errors.document import DocumentForged, DocumentMalformed
from station.seal.cose import ALG, COSE_FORM, EDDSA, SIGN1, read_message
from station.seal.documents import public_part
from station.seal.identity import Identity

PREFIX = "ES1:"
KIND = "card-mark"
_AAD = b"exam-station card mark 1"
_HEADER = cbor2.dumps({ALG: EDDSA}, canonical=True)
"""The only header that is written and read."""


def sign_mark(payload: bytes, signer: Identity) -> str:
    """Return the text for a code."""
    public = signer.private.public_key()
    parts = {**public_part(public), -4: signer.private.private_bytes_raw()}
    raw: bytes = COSE_FORM.encode_and_sign(
        payload,
        COSEKey.new(parts),
        protected={ALG: EDDSA},
        unprotected={},
        external_aad=_AAD,
    )
    return PREFIX + _letters(raw)


def said_by(text: str) -> bytes:
    """Return what a mark says; who signed it has not been checked.

    Raises:
        DocumentMalformed: It is no such text at all.
        DocumentForged: It only begins like one.
    """
    return bytes(_parts(text)[1])


def check_mark(text: str, signer: Identity) -> None:
    """Check that a centre signed a mark.

    Raises:
        DocumentMalformed: It is no such text at all.
        DocumentForged: It is not signed by this centre, or not as it stands there.
    """
    try:
        key = COSEKey.new(public_part(signer.private.public_key()))
        COSE_FORM.decode(_parts(text)[0], key, external_aad=_AAD)
    except CWTError as exc:
        raise DocumentForged(kind=KIND) from exc


def _parts(text: str) -> tuple[bytes, bytes]:
    """Return the message within a text, and what it says."""
    letters = text.removeprefix(PREFIX)
    if letters == text:
        raise DocumentMalformed(kind=KIND)
    try:
        raw = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except (binascii.Error, ValueError) as exc:
        raise DocumentForged(kind=KIND) from exc
    if _letters(raw) != letters:  # the last letter has bits to spare
        raise DocumentForged(kind=KIND)
    try:
        header, unprotected, payload, _ = read_message(raw, SIGN1, 4, KIND)
    except DocumentMalformed as exc:
        raise DocumentForged(kind=KIND) from exc
    if header != _HEADER or unprotected != {}:
        raise DocumentForged(kind=KIND)
    return raw, payload


def _letters(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=")
