"""The centre's list of its seats' certificates, as its folder keeps it."""

from station.ids import Digest, SeatNumber
from station.lan.register import REVOKED
from station.modes.folder import StationFolder
from station.store.settings import Settings

CERTIFICATE = "seat-certificate/"


def note_certificate(settings: Settings, seat: SeatNumber, fingerprint: Digest) -> None:
    """Let this certificate count for a seat, and none before it."""
    settings.put(f"{CERTIFICATE}{seat}", fingerprint.hex())


def revoke(folder: StationFolder, passphrase: str, seat: SeatNumber) -> None:
    """Withdraw a seat's certificate; a running coordinator hangs up on it within seconds."""
    database = folder.database(folder.identity(passphrase))
    Settings(database).put(f"{CERTIFICATE}{seat}", REVOKED)
    database.close()


def counted(settings: Settings) -> dict[SeatNumber, str]:
    """Return which certificate counts for each seat."""
    return {SeatNumber(int(seat)): of for seat, of in settings.starting(CERTIFICATE).items()}
