"""TLS 1.3 between our own machines: our root alone is believed, and both sides prove who they are.

OpenSSL follows the chain to the root; peer_of then judges who it is by our tables.
"""

import secrets
import ssl
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)

from station.errors.document import SignerUntrusted
from station.ids import UnixMs
from station.seal.identity import Identity, Peer, Trust


def server_context(
    identity: Identity, trust: Trust, *, clients_unknown: bool = False
) -> ssl.SSLContext:
    """Return the context of a server that only our own clients may connect to.

    Args:
        clients_unknown: Let clients in that show no certificate, as at enrolment.
    """
    context = _context(ssl.PROTOCOL_TLS_SERVER, trust)
    context.verify_mode = ssl.CERT_OPTIONAL if clients_unknown else ssl.CERT_REQUIRED
    context.num_tickets = 0  # each connection proves itself afresh
    _prove_with(context, identity)
    return context


def client_context(identity: Identity | None, trust: Trust) -> ssl.SSLContext:
    """Return the context of a client that only believes our own servers.

    The server's name is checked: "coordinator" or "province" whatever its address, so give
    that as the `server_hostname`; "localhost" and "127.0.0.1" stand for both.
    """
    context = _context(ssl.PROTOCOL_TLS_CLIENT, trust)
    if identity is not None:
        _prove_with(context, identity)
    return context


def peer_of(connection: ssl.SSLObject | ssl.SSLSocket, trust: Trust, now: UnixMs) -> Peer:
    """Return who is at the other end, once the handshake is done.

    Raises:
        SignerUntrusted: Nobody, or not one of ours, or not today.
    """
    der = connection.getpeercert(binary_form=True)
    if der is None:
        raise SignerUntrusted(why="no certificate")
    return trust.peer_in_tls(der, now)


def _context(side: int, trust: Trust) -> ssl.SSLContext:
    context = ssl.SSLContext(side)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    context.load_verify_locations(cadata=trust.root)
    return context


def _prove_with(context: ssl.SSLContext, identity: Identity) -> None:
    """Give the context our key. Python takes it from a file only: it is encrypted there."""
    passphrase = secrets.token_hex(32).encode()
    key = identity.private.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase)
    )
    chain = [x509.load_der_x509_certificate(raw) for raw in identity.chain]
    with TemporaryDirectory(prefix="station-tls-") as folder:
        path = Path(folder) / "identity.pem"
        path.write_bytes(key + b"".join(one.public_bytes(Encoding.PEM) for one in chain))
        context.load_cert_chain(path, password=passphrase)
