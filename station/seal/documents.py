"""Signed documents: CBOR inside COSE_Sign1 (RFC 9052), Ed25519, the signer's chain within.

The protected header names all: the algorithm, the kind of document with its version as
the content type, and the signer's certificates (x5chain, RFC 9360). There is no
unprotected header, so no byte of a document can change unseen.
"""

from dataclasses import dataclass
from functools import lru_cache

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cwt import COSEKey
from cwt.cose_key_interface import COSEKeyInterface
from cwt.exceptions import CWTError

from station.errors.document import (
    DocumentForged,
    DocumentMalformed,
    DocumentVersionUnknown,
    SignerOfWrongKind,
)
from station.ids import Digest, UnixMs, digest_of
from station.seal.cose import (
    ALG,
    CONTENT_TYPE,
    COSE_FORM,
    EDDSA,
    SIGN1,
    X5CHAIN,
    read_cbor,
    read_message,
)
from station.seal.identity import Identity, Peer, Trust
from station.seal.kinds import SIGNER_OF, DocumentKind

VERSION = 1

_OKP = 1
_ED25519 = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A document whose signature was checked.

    Attributes:
        digest: SHA-256 of the whole document as it came, signature and all.
    """

    payload: bytes
    signer: Peer
    digest: Digest


@dataclass(frozen=True, slots=True)
class _Header:
    content_type: str
    chain: tuple[bytes, ...]

    def to_cose(self) -> dict[int, object]:
        """Return the only header we write and read; a single certificate stands alone."""
        chain = list(self.chain) if len(self.chain) > 1 else self.chain[0]
        return {ALG: EDDSA, CONTENT_TYPE: self.content_type, X5CHAIN: chain}


def sign(kind: DocumentKind, payload: bytes, signer: Identity) -> bytes:
    """Return the document, signed.

    Raises:
        SignerOfWrongKind: We may not sign this.
    """
    if SIGNER_OF[kind] is not signer.kind:
        raise SignerOfWrongKind(kind=kind, signer=signer.kind)
    protected = _Header(_content_type(kind, VERSION), signer.chain).to_cose()
    key = _signing_key(signer.private)
    raw: bytes = COSE_FORM.encode_and_sign(payload, key, protected=protected)
    return raw


def verify(raw: bytes, kind: DocumentKind, trust: Trust, now: UnixMs | None) -> Signed:
    """Check who signed a document, and that nothing of it was changed.

    Args:
        now: None for a document that was taken in long ago and is only looked up: its signer's
            certificate may have run out since.

    Raises:
        DocumentMalformed: The bytes are not a signed document of this kind.
        SignerUntrusted: The signer's certificates do not lead to our root, or not today.
        DocumentForged: The signature does not fit.
        DocumentVersionUnknown: It is of this kind, in a form newer than this program.
        SignerOfWrongKind: The signer is ours but may not sign this.
    """
    raw_header, unprotected, payload, _ = read_message(raw, SIGN1, 4, kind)
    if unprotected != {}:
        raise DocumentMalformed(kind=kind)
    header = _read_header(raw_header, kind)
    signer, certificate = trust.leaf(header.chain, now)
    try:
        COSE_FORM.decode(raw, _checking_key(certificate.public.public_bytes_raw()))
    except CWTError as exc:
        raise DocumentForged(kind=kind) from exc
    _check_content_type(header.content_type, kind)
    if SIGNER_OF[kind] is not signer.kind:
        raise SignerOfWrongKind(kind=kind, signer=signer.kind)
    return Signed(payload=payload, signer=signer, digest=digest_of(raw))


def claimed_kind(raw: bytes) -> DocumentKind:
    """Return what a document says it is; nothing of it has been checked.

    Raises:
        DocumentMalformed: The bytes are not a signed document of ours.
    """
    raw_header, *_ = read_message(raw, SIGN1, 4, "document")
    content_type = _read_header(raw_header, "document").content_type
    for kind in DocumentKind:
        if content_type.startswith(_content_type(kind, "")):
            return kind
    raise DocumentMalformed(kind="document")


def _read_header(raw_header: bytes, kind: str) -> _Header:
    plain = read_cbor(raw_header, kind)
    if not isinstance(plain, dict) or not isinstance(plain.get(CONTENT_TYPE), str):
        raise DocumentMalformed(kind=kind)
    raw_chain = plain.get(X5CHAIN)
    chain = tuple(raw_chain) if isinstance(raw_chain, list) else (raw_chain,)
    if not chain or not all(isinstance(raw, bytes) for raw in chain):
        raise DocumentMalformed(kind=kind)
    header = _Header(plain[CONTENT_TYPE], chain)
    if cbor2.dumps(header.to_cose(), canonical=True) != raw_header:  # another alg, or more in it
        raise DocumentMalformed(kind=kind)
    return header


def _content_type(kind: DocumentKind, version: int | str) -> str:
    return f"application/vnd.exam-station.{kind}+cbor;v={version}"


def _check_content_type(found: str, kind: DocumentKind) -> None:
    version = found.removeprefix(_content_type(kind, ""))
    if version == found or not version.isdecimal():
        raise DocumentMalformed(kind=kind)
    if version != str(VERSION):
        raise DocumentVersionUnknown(kind=kind)


@lru_cache(maxsize=16)  # a program signs with one key or two
def _signing_key(private: Ed25519PrivateKey) -> COSEKeyInterface:
    return COSEKey.new({**public_part(private.public_key()), -4: private.private_bytes_raw()})


@lru_cache(maxsize=256)  # the same few signers come again and again
def _checking_key(public: bytes) -> COSEKeyInterface:
    return COSEKey.new(public_part(Ed25519PublicKey.from_public_bytes(public)))


def public_part(public: Ed25519PublicKey) -> dict[int, int | bytes]:
    """Return a key as COSE has it (RFC 9053)."""
    return {1: _OKP, 3: EDDSA, -1: _ED25519, -2: public.public_bytes_raw()}
