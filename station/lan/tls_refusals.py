"""Says why a handshake failed: who has no certificate of ours never comes to a first word."""

import ssl

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


def is_out_of_date(exc: Exception) -> bool:
    """Whether a handshake failed because a certificate is not valid by this machine's clock."""
    return isinstance(exc, ssl.SSLCertVerificationError) and exc.verify_code in OUT_OF_DATE


def why_refused(exc: ssl.SSLError) -> StationError:
    """Return what somebody at the coordinator should know of a handshake that failed."""
    if isinstance(exc, ssl.SSLCertVerificationError):
        return CertificateExpired() if is_out_of_date(exc) else CertificateForeign()
    return CertificateMissing() if exc.reason == NO_CERTIFICATE else NoSeatSpeaks()
