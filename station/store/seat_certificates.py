"""Which certificate counts for each seat of a centre: the newest, or none any more."""

from station.ids import Digest, SeatNumber
from station.store.settings import Settings

REVOKED = "-"
CERTIFICATE = "seat-certificate/"


class SeatCertificates:
    """One entry a seat; what was before is not kept here, the session's orders tell it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def note(self, seat: SeatNumber, fingerprint: Digest) -> None:
        """Let this certificate count for a seat, and none before it."""
        self._settings.put(f"{CERTIFICATE}{seat}", fingerprint.hex())

    def revoke(self, seat: SeatNumber) -> None:
        """Let no certificate count for a seat."""
        self._settings.put(f"{CERTIFICATE}{seat}", REVOKED)

    def counted(self) -> dict[SeatNumber, str]:
        """Return which certificate counts for each seat, as its SHA-256 in hex, or REVOKED."""
        found = self._settings.starting(CERTIFICATE)
        return {SeatNumber(int(seat)): of for seat, of in found.items()}
