"""Whom we believe: the owners of certificates that lead to one province's root."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from station.errors.document import SignerUntrusted
from station.ids import CentreId, Digest, UnixMs, digest_of
from station.seal.certificates import Certificate, Subject, read_certificate
from station.seal.kinds import ISSUER_OF, OF_A_CENTRE, SignerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """The proven owner of a certificate.

    Attributes:
        centre: The centre it belongs to; empty for the province.
        fingerprint: SHA-256 of the certificate.
    """

    kind: SignerKind
    name: str
    centre: CentreId
    fingerprint: Digest


class Trust:
    """The province's root, and what follows from it.

    Args:
        root: The root's certificate, DER.

    Raises:
        SignerUntrusted: It is not a root's certificate that signs itself.
    """

    def __init__(self, root: bytes) -> None:
        self._root = read_certificate(root)
        if self._root.subject.kind is not SignerKind.ROOT:
            raise SignerUntrusted(why="not a root")
        self._root.check_issued_by(self._root)

    @property
    def root(self) -> bytes:
        """The root's certificate, DER."""
        return self._root.der

    def peer(self, chain: Sequence[bytes], now: UnixMs) -> Peer:
        """Follow a chain to the root and return the owner of its first certificate.

        Args:
            chain: DER, leaf first, without the root.

        Raises:
            SignerUntrusted: The chain is broken, of another root, out of date, or an issuer
                vouches for a kind or a centre that is not its own.
        """
        return self.leaf(chain, now)[0]

    def leaf(self, chain: Sequence[bytes], now: UnixMs | None) -> tuple[Peer, Certificate]:
        """Do as peer does, and return the checked certificate too.

        Args:
            now: None for what was believed in its time and is only read again: dates are not asked.
        """
        if not 1 <= len(chain) <= 2:
            raise SignerUntrusted(why="no chain")
        certificates = [*(read_certificate(raw) for raw in chain), self._root]
        for certificate, issuer in pairwise(certificates):
            check_may_vouch(issuer.subject, certificate.subject)
            certificate.check_issued_by(issuer)
        if now is not None:
            for certificate in certificates:
                certificate.check_time(now)
        return _peer(certificates[0]), certificates[0]

    def peer_in_tls(self, leaf: bytes, now: UnixMs) -> Peer:
        """Return the owner of a certificate, DER, whose chain OpenSSL has followed to our root.

        Python 3.11 shows no more than the leaf. Each signature was checked, so the issuer
        named in it is the issuer's own name, and our tables can judge it.

        Raises:
            SignerUntrusted: It is out of date, or its issuer may not vouch for it.
        """
        certificate = read_certificate(leaf)
        check_may_vouch(certificate.issuer, certificate.subject)
        if certificate.issuer.kind is SignerKind.ROOT:
            certificate.check_issued_by(self._root)
        certificate.check_time(now)
        return _peer(certificate)


def check_may_vouch(issuer: Subject, subject: Subject) -> None:
    """Raise SignerUntrusted if this issuer has no say about this subject."""
    if ISSUER_OF.get(subject.kind) is not issuer.kind:
        raise SignerUntrusted(why=f"{issuer.kind} may not vouch for {subject.kind}")
    if issuer.kind in OF_A_CENTRE and issuer.centre != subject.centre:
        raise SignerUntrusted(why="another centre")


def _peer(certificate: Certificate) -> Peer:
    """Return the owner named in a certificate whose chain was checked."""
    subject = certificate.subject
    return Peer(
        kind=subject.kind,
        name=subject.name,
        centre=subject.centre,
        fingerprint=digest_of(certificate.der),
    )
