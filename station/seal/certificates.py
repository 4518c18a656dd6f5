"""Certificates: X.509 (RFC 5280) with Ed25519 keys (RFC 8410), in one shape for each kind.

The subject says who the owner is: CN the name, OU the kind, O the centre. Our own check is
here because the library's path validation follows the web's profile and refuses Ed25519.

A certificate begins when its issuer's began, not when it was made. A machine whose clock is
hours or days behind thus believes a coordinator that was certified a minute ago: a standby, a
replaced seat, a centre enrolled this morning. Nothing is given away by it: nobody can have used a
key before it was made, what a withdrawn certificate may still do is asked of the register and not
of a date, and an issuer that wanted to lie about a beginning could always have done so. The end is
another matter: it is what stops a stolen key, and is never moved.
"""

import ipaddress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from station.errors.document import SignerUntrusted
from station.ids import CentreId, UnixMs
from station.seal.kinds import OF_A_CENTRE, SignerKind

_ROOT_BACKDATED = timedelta(days=30)  # clocks may be behind the province's when it makes its root
_ISSUERS = {SignerKind.ROOT: 1, SignerKind.CENTRE: 0}  # how many issuers may stand below
_SERVERS = {SignerKind.COORDINATOR: "coordinator", SignerKind.PROVINCE: "province"}
_SERVER_AND_CLIENT = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
_SIGNATURE_FOLLOWS = b"\x03\x41\x00"  # DER: a bit string of 64 bytes, none of its bits unused
_CHECKED = (x509.BasicConstraints, x509.KeyUsage)
_WRONG = (
    ValueError,
    TypeError,  # a name's value of a type that its attribute may not have
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose certificate it is."""

    kind: SignerKind
    name: str
    centre: CentreId

    def __post_init__(self) -> None:
        if not 1 <= len(self.name) <= 64 or len(self.centre) > 64:
            raise ValueError("a name has 1 to 64 characters, a centre's id at most 64")
        if (self.kind in OF_A_CENTRE) != bool(self.centre):
            raise ValueError(f"{self.kind}: a centre is named by the kinds of a centre alone")

    def to_x509(self) -> x509.Name:
        """Return the subject's distinguished name."""
        centre = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, self.centre)] if self.centre else []
        kind = x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, self.kind)
        return x509.Name([*centre, kind, x509.NameAttribute(NameOID.COMMON_NAME, self.name)])


def subject_of(name: x509.Name) -> Subject:
    """Read a distinguished name of ours.

    Raises:
        ValueError: It has not the shape that we give to names.
    """
    values = {attribute.oid: str(attribute.value) for attribute in name}
    subject = Subject(
        kind=SignerKind(values.get(NameOID.ORGANIZATIONAL_UNIT_NAME, "")),
        name=values.get(NameOID.COMMON_NAME, ""),
        centre=CentreId(values.get(NameOID.ORGANIZATION_NAME, "")),
    )
    if subject.to_x509() != name:
        raise ValueError("a name of another shape")
    return subject


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs a certificate: a key with its own certificate, or none to sign itself."""

    private: Ed25519PrivateKey
    certificate: bytes | None


def build(
    subject: Subject, public: Ed25519PublicKey, issuer: Issuer, now: UnixMs, days: int
) -> bytes:
    """Return a certificate, DER; it begins with its issuer's, and ends no later."""
    starts = moment(now) - _ROOT_BACKDATED
    ends = moment(now) + timedelta(days=days)
    issuer_name = subject.to_x509()
    if issuer.certificate is not None:
        above = x509.load_der_x509_certificate(issuer.certificate)
        starts = above.not_valid_before_utc
        ends = min(ends, above.not_valid_after_utc)
        issuer_name = above.subject
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject.to_x509())
        .issuer_name(issuer_name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
        .add_extension(_basic_constraints(subject.kind), critical=True)
        .add_extension(_key_usage(subject.kind), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.private.public_key()),
            critical=False,
        )
    )
    if subject.kind in _SERVERS:
        builder = builder.add_extension(x509.ExtendedKeyUsage(_SERVER_AND_CLIENT), critical=False)
        builder = builder.add_extension(_server_names(_SERVERS[subject.kind]), critical=False)
    elif subject.kind is SignerKind.SEAT:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
        builder = builder.add_extension(usage, critical=False)
    return builder.sign(issuer.private, None).public_bytes(Encoding.DER)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that was read and has our shape; nothing is said about its issuer yet."""

    der: bytes
    subject: Subject = field(compare=False)
    issuer: Subject = field(compare=False)
    public: Ed25519PublicKey = field(compare=False)
    parsed: x509.Certificate = field(compare=False)

    def check_time(self, now: UnixMs) -> None:
        """Raise SignerUntrusted if it is not valid now."""
        if not self.parsed.not_valid_before_utc <= moment(now) <= self.parsed.not_valid_after_utc:
            raise SignerUntrusted(why="out of date")

    def check_issued_by(self, issuer: "Certificate") -> None:
        """Raise SignerUntrusted if another key than the issuer's signed it."""
        try:
            _check_signature(self, issuer)
        except (InvalidSignature, ValueError) as exc:
            raise SignerUntrusted(why="not issued by this issuer") from exc


@lru_cache(maxsize=256)  # the same few signers come again and again
def read_certificate(raw: bytes) -> Certificate:
    """Read a certificate, DER.

    Raises:
        SignerUntrusted: It is not a certificate, or not of the shape that we issue.
    """
    try:
        parsed = x509.load_der_x509_certificate(raw)
        subject = subject_of(parsed.subject)
        issuer = subject_of(parsed.issuer)
        public = parsed.public_key()
        expected = (_basic_constraints(subject.kind), _key_usage(subject.kind))
        found = tuple(parsed.extensions.get_extension_for_class(kind).value for kind in _CHECKED)
        unknown = [e for e in parsed.extensions if e.critical and not isinstance(e.value, _CHECKED)]
    except _WRONG as exc:
        raise SignerUntrusted(why="not a certificate of ours") from exc
    one_form = raw.endswith(_SIGNATURE_FOLLOWS + parsed.signature)
    if found != expected or unknown or not one_form or not isinstance(public, Ed25519PublicKey):
        raise SignerUntrusted(why="not a certificate of ours")
    return Certificate(raw, subject, issuer, public, parsed)


@lru_cache(maxsize=256)  # remembers what held, never what did not
def _check_signature(certificate: Certificate, issuer: Certificate) -> None:
    certificate.parsed.verify_directly_issued_by(issuer.parsed)


def moment(now: UnixMs) -> datetime:
    """Return a wall time as X.509 counts it, in whole seconds."""
    return datetime.fromtimestamp(now // 1000, UTC)


def _basic_constraints(kind: SignerKind) -> x509.BasicConstraints:
    return x509.BasicConstraints(ca=kind in _ISSUERS, path_length=_ISSUERS.get(kind))


def _key_usage(kind: SignerKind) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=kind is not SignerKind.ROOT,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=kind in _ISSUERS,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _server_names(name: str) -> x509.SubjectAlternativeName:
    loopback = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    return x509.SubjectAlternativeName([x509.DNSName(name), x509.DNSName("localhost"), loopback])
