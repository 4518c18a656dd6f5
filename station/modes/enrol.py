"""Sets stations up: a centre by its province, a seat by its centre."""

from pathlib import Path

from station.clock import SystemClock
from station.ids import SeatNumber, UnixMs, digest_of
from station.modes.folder import StationFolder
from station.seal.documents import verify
from station.seal.identity import Identity, Trust, complete, issue, request
from station.seal.kinds import DocumentKind, SignerKind
from station.seal.tls import client_context
from station.store.seat_certificates import SeatCertificates
from station.store.settings import Settings
from station.sync.enrolment_grant import ENROLMENT_GRANT
from station.sync.province_client import ProvinceClient

DESK_DAYS = 365
SEAT_DAYS = 365
TOKEN = "province-token"  # noqa: S105 - the setting's name
PROVINCE_URL = "province"


def enrol_centre(folder: Path, url: str, root: bytes, code: str, passphrase: str) -> str:
    """Make a centre's keys, have the province certify them, and set the folder up.

    Returns:
        The centre's name, as the province knows it.
    """
    now, trust = SystemClock().wall(), Trust(root)
    asked = request(SignerKind.CENTRE, "")
    with ProvinceClient(url, client_context(None, trust)) as client:
        raw = client.enrol(code, asked.csr)
    signed = verify(raw, DocumentKind.ENROLMENT, trust, now)
    grant = ENROLMENT_GRANT.unpack(signed.payload)
    centre = complete(asked, grant.chain)
    station = StationFolder(folder)
    station.create(centre, root, passphrase, {PROVINCE_URL: url})
    desk = certified(centre, SignerKind.COORDINATOR, "coordinator", now, DESK_DAYS)
    station.keep_desk_identity(desk, passphrase)
    database = station.database(centre)
    Settings(database).put(TOKEN, grant.token)
    database.close()
    return grant.name


def make_seat(
    folder: Path, passphrase: str, number: int, seat_folder: Path, seat_passphrase: str
) -> None:
    """Make a seat's folder, with a key and a certificate of its own.

    From now on this certificate counts for the number: one before it, on a computer that was
    lost or replaced, is refused.
    """
    station = StationFolder(folder)
    centre = station.identity(passphrase)
    seat = certified(centre, SignerKind.SEAT, str(number), SystemClock().wall(), SEAT_DAYS)
    StationFolder(seat_folder).create(seat, station.root(), seat_passphrase, {})
    database = station.database(centre)
    SeatCertificates(Settings(database)).note(SeatNumber(number), digest_of(seat.certificate))
    database.close()


def certified(centre: Identity, kind: SignerKind, name: str, now: UnixMs, days: int) -> Identity:
    """Make a key and have the centre certify it."""
    asked = request(kind, name)
    chain = issue(centre, asked.csr, kind, name, centre.centre, now, days)
    return complete(asked, chain)


def revoke_seat(folder: Path, passphrase: str, seat: SeatNumber) -> None:
    """Withdraw a seat's certificate; a running coordinator hangs up on it within seconds."""
    station = StationFolder(folder)
    database = station.database(station.identity(passphrase))
    SeatCertificates(Settings(database)).revoke(seat)
    database.close()
