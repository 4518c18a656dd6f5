"""Says why a handshake failed: who has no certificate of ours never comes as far as a first word.

Python tells nobody of it: a server's failed handshake ends in the event loop. But a context can be
given its own kind of TLS object, which is asked each step.
"""

import ssl
from collections.abc import Callable

from station.errors import StationError
from station.errors.lan import (
    CertificateExpired,
    CertificateForeign,
    CertificateMissing,
    NoSeatSpeaks,
)

OUT_OF_DATE = (9, 10)
"""X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED, see openssl-verify(1)."""
NO_CERTIFICATE = "PEER_DID_NOT_RETURN_A_CERTIFICATE"


def tell_refusals(context: ssl.SSLContext, failed: Callable[[StationError], None]) -> None:
    """Let each failed handshake of a server be told of, on the thread where it fails."""

    class Watched(ssl.SSLObject):
        def do_handshake(self) -> None:
            try:
                super().do_handshake()
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                raise
            except ssl.SSLError as exc:
                failed(_reason(exc))
                raise

    context.sslobject_class = Watched


def is_out_of_date(exc: Exception) -> bool:
    """Whether a handshake failed because a certificate is not valid by this machine's clock."""
    return isinstance(exc, ssl.SSLCertVerificationError) and exc.verify_code in OUT_OF_DATE


def _reason(exc: ssl.SSLError) -> StationError:
    if isinstance(exc, ssl.SSLCertVerificationError):
        return CertificateExpired() if is_out_of_date(exc) else CertificateForeign()
    return CertificateMissing() if exc.reason == NO_CERTIFICATE else NoSeatSpeaks()
