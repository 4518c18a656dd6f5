"""Envelopes: what only the province can open, signed by the seat or the coordinator that sent it.

Sealing is HPKE (RFC 9180) with the hybrid MLKEM768-X25519 KEM, HKDF-SHA256 and
AES-256-GCM. The sealing is bound to the signer's certificate and to the label: who strips
the signature and signs anew holds an envelope that no longer opens.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from station.codec import Codec
from station.errors.document import DocumentMalformed, DocumentVersionUnknown, EnvelopeSealed
from station.ids import Digest, UnixMs, digest_of
from station.seal.documents import Signed, sign, verify
from station.seal.identity import Identity, Peer, Trust
from station.seal.kinds import DocumentKind

SUITE = "HPKE-MLKEM768-X25519-HKDF-SHA256-AES-256-GCM"

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_MLKEM_SEED_BYTES = 64
_MLKEM_PUBLIC_BYTES = 1184


@dataclass(frozen=True, slots=True)
class SealingKey:
    """The province's key for envelopes.

    Attributes:
        private: ML-KEM-768 seed (64 bytes), then the X25519 private key (32 bytes).
        public: ML-KEM-768 public key (1184 bytes), then the X25519 public key (32 bytes).
    """

    private: bytes = field(repr=False)
    public: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedContent:
    """What the sender signs.

    Attributes:
        label: What is inside, for those who carry it; never a name or a number.
        sealed: The encapsulated key, then the ciphertext.
    """

    suite: str
    label: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedEnvelope:
    """An envelope whose signature held and that opened.

    Attributes:
        digest: SHA-256 of the envelope as it came.
    """

    content: bytes = field(repr=False)
    label: bytes
    signer: Peer
    digest: Digest


@dataclass(frozen=True, slots=True)
class _SealingInfo:
    purpose: str
    suite: str
    signer: bytes
    label: bytes


SEALED_CONTENT: Codec[SealedContent] = Codec(SealedContent)
_SEALING_INFO: Codec[_SealingInfo] = Codec(_SealingInfo)


def new_sealing_key() -> SealingKey:
    """Make a fresh key to seal to."""
    mlkem = MLKEM768PrivateKey.generate()
    x25519 = X25519PrivateKey.generate()
    return SealingKey(
        private=mlkem.private_bytes_raw() + x25519.private_bytes_raw(),
        public=mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw(),
    )


def seal(
    content: bytes,
    seal_to: bytes,
    label: bytes,
    signer: Identity,
    kind: DocumentKind = DocumentKind.ENVELOPE,
) -> bytes:
    """Seal a content to the province and sign it; nobody on the way can read or change it.

    Raises:
        DocumentMalformed: `seal_to` is not a public sealing key.
        SignerOfWrongKind: The signer may not sign this kind.
    """
    try:
        public = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(seal_to[:_MLKEM_PUBLIC_BYTES]),
            X25519PublicKey.from_public_bytes(seal_to[_MLKEM_PUBLIC_BYTES:]),
        )
        info = _info(digest_of(signer.certificate), label)
        sealed = _SUITE.encrypt(content, public, info)
    except ValueError as exc:
        raise DocumentMalformed(kind="sealing key") from exc
    sealed_content = SealedContent(suite=SUITE, label=label, sealed=sealed)
    return sign(kind, SEALED_CONTENT.pack(sealed_content), signer)


def check_envelope(
    raw: bytes, trust: Trust, now: UnixMs, kind: DocumentKind = DocumentKind.ENVELOPE
) -> Signed:
    """Check an envelope's signature without opening it; raises what documents.verify raises."""
    return verify(raw, kind, trust, now)


def open_envelope(raw: bytes, private: bytes, trust: Trust, now: UnixMs) -> OpenedEnvelope:
    """Check an envelope's signature, then open it.

    Raises:
        EnvelopeSealed: It was sealed to another key, or signed anew by another than its sealer.
        DocumentVersionUnknown: It was sealed with a suite that this program does not know.
        StationError: What documents.verify raises.
    """
    return unseal(check_envelope(raw, trust, now), private)


def unseal(signed: Signed, private: bytes) -> OpenedEnvelope:
    """Open an envelope whose signature was checked; raises what open_envelope raises."""
    sealed_content = SEALED_CONTENT.unpack(signed.payload)
    if sealed_content.suite != SUITE:
        raise DocumentVersionUnknown(kind=DocumentKind.ENVELOPE)
    info = _info(signed.signer.fingerprint, sealed_content.label)
    try:
        content = _SUITE.decrypt(sealed_content.sealed, _private_key(private), info)
    except InvalidTag as exc:
        raise EnvelopeSealed from exc
    return OpenedEnvelope(
        content=content, label=sealed_content.label, signer=signed.signer, digest=signed.digest
    )


@lru_cache(maxsize=1)  # the province opens every envelope with the same key, and making it is slow
def _private_key(private: bytes) -> MLKEM768X25519PrivateKey:
    try:
        return MLKEM768X25519PrivateKey(
            MLKEM768PrivateKey.from_seed_bytes(private[:_MLKEM_SEED_BYTES]),
            X25519PrivateKey.from_private_bytes(private[_MLKEM_SEED_BYTES:]),
        )
    except ValueError as exc:
        raise EnvelopeSealed from exc


def _info(signer: bytes, label: bytes) -> bytes:
    return _SEALING_INFO.pack(_SealingInfo("exam-station envelope", SUITE, signer, label))
