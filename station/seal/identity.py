"""Identities: a private key and the certificates that say whose it is.

One PKI a province: the root vouches for the province and its centres, a centre for its
coordinator and its seats. A key is made where it is used and never travels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from station.codec import Codec
from station.errors.document import (
    DocumentForged,
    DocumentMalformed,
    SignerOfWrongKind,
    SignerUntrusted,
)
from station.ids import CentreId, UnixMs
from station.seal.certificates import Issuer, Subject, build, read_certificate
from station.seal.key_file import read_key_file, write_key_file
from station.seal.kinds import SignerKind
from station.seal.trust import Peer, Trust, check_may_vouch

__all__ = [
    "Identity",
    "KeyRequest",
    "Peer",
    "Trust",
    "complete",
    "issue",
    "load_identity",
    "new_root",
    "request",
    "save_identity",
]

ROOT_DAYS = 20 * 365

_CONTEXT = b"exam-station identity v1"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Identity:
    """Who we are, and the key that proves it.

    Attributes:
        certificate: Our own certificate, DER.
        chain: DER, leaf first, without the root; empty for a root.
    """

    kind: SignerKind
    name: str
    centre: CentreId
    certificate: bytes
    chain: tuple[bytes, ...]
    private: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"Identity({self.kind} {self.name})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class KeyRequest:
    """A fresh key that waits for its certificate.

    Attributes:
        csr: The certificate request to send to the issuer, PKCS #10 DER.
    """

    kind: SignerKind
    name: str
    csr: bytes
    private: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"KeyRequest({self.kind} {self.name})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class KeptIdentity:
    """An identity as it is kept, under a passphrase."""

    certificate: bytes
    chain: tuple[bytes, ...]
    private: bytes


KEPT_IDENTITY: Codec[KeptIdentity] = Codec(KeptIdentity)


def new_root(name: str, now: UnixMs) -> Identity:
    """Make a province's root. Its certificate is what everyone is given to trust."""
    private = Ed25519PrivateKey.generate()
    subject = Subject(kind=SignerKind.ROOT, name=name, centre=CentreId(""))
    certificate = build(subject, private.public_key(), Issuer(private, None), now, ROOT_DAYS)
    return _identity(certificate, (), private)


def request(kind: SignerKind, name: str) -> KeyRequest:
    """Make a fresh key and the request to vouch for it; the issuer decides what it says."""
    private = Ed25519PrivateKey.generate()
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    csr = builder.sign(private, None).public_bytes(Encoding.DER)
    return KeyRequest(kind=kind, name=name, csr=csr, private=private)


def issue(
    issuer: Identity,
    csr: bytes,
    kind: SignerKind,
    name: str,
    centre: CentreId,
    now: UnixMs,
    days: int,
) -> tuple[bytes, ...]:
    """Vouch for a key: return its chain, DER, leaf first, without the root.

    Args:
        centre: The centre's id; empty for the province.
        days: How long it is valid; never longer than the issuer's own certificate.

    Raises:
        DocumentMalformed: This is no request of ours.
        DocumentForged: Whoever asks does not hold the key.
        SignerOfWrongKind: The issuer may not vouch for this kind or this centre.
        SignerUntrusted: The issuer's own certificate is out of date.
    """
    subject = Subject(kind=kind, name=name, centre=centre)
    own = read_certificate(issuer.certificate)
    own.check_time(now)
    try:
        check_may_vouch(own.subject, subject)
    except SignerUntrusted as exc:
        raise SignerOfWrongKind(**exc.facts) from exc
    public = _key_asked_for(csr)
    leaf = build(subject, public, Issuer(issuer.private, issuer.certificate), now, days)
    return (leaf, *issuer.chain)


def complete(key_request: KeyRequest, chain: Sequence[bytes]) -> Identity:
    """Join the key and the chain that came back for it; Trust.peer says whether to believe it.

    Raises:
        SignerUntrusted: The chain is for another key or another kind.
    """
    if not chain:
        raise SignerUntrusted(why="no chain")
    leaf = read_certificate(chain[0])
    if leaf.public != key_request.private.public_key() or leaf.subject.kind is not key_request.kind:
        raise SignerUntrusted(why="not what was asked for")
    return _identity(chain[0], tuple(chain), key_request.private)


def save_identity(path: Path, identity: Identity, passphrase: str) -> None:
    """Keep an identity in a file, encrypted; when this returns, a power cut cannot lose it.

    Raises:
        KeyFileUnwritable: The disk refused; a file that was there is unchanged.
    """
    kept = KeptIdentity(
        certificate=identity.certificate,
        chain=identity.chain,
        private=identity.private.private_bytes_raw(),
    )
    write_key_file(path, KEPT_IDENTITY.pack(kept), passphrase, _CONTEXT)


def load_identity(path: Path, passphrase: str) -> Identity:
    """Read a kept identity.

    Raises:
        KeyFileMissing: There is no such file, or it cannot be read.
        DocumentMalformed: It is not a key file.
        KeyLocked: The passphrase is wrong, or the file was changed.
    """
    kept = KEPT_IDENTITY.unpack(read_key_file(path, passphrase, _CONTEXT))
    private = Ed25519PrivateKey.from_private_bytes(kept.private)
    return _identity(kept.certificate, kept.chain, private)


def _identity(certificate: bytes, chain: tuple[bytes, ...], private: Ed25519PrivateKey) -> Identity:
    subject = read_certificate(certificate).subject
    return Identity(
        kind=subject.kind,
        name=subject.name,
        centre=subject.centre,
        certificate=certificate,
        chain=chain,
        private=private,
    )


def _key_asked_for(csr: bytes) -> Ed25519PublicKey:
    try:
        asked = x509.load_der_x509_csr(csr)
        public = asked.public_key()
        signed = asked.is_signature_valid
    except (ValueError, TypeError, UnsupportedAlgorithm) as exc:
        raise DocumentMalformed(kind="key request") from exc
    if not isinstance(public, Ed25519PublicKey):
        raise DocumentMalformed(kind="key request")
    if not signed:
        raise DocumentForged
    return public
