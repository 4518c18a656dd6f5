"""A small province that exists nowhere, for the tests of seal and of those who use it."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station.ids import CentreId, UnixMs
from station.seal.certificates import Issuer, Subject, build
from station.seal.identity import Trust, complete, issue, new_root, request
from station.seal.kinds import SignerKind

NOW = UnixMs(1_790_000_000_000)
DAY_MS = 86_400_000
CENTRE = CentreId("centre-a")


def enrol(issuer, kind, name, centre="", now=NOW, days=365):
    asked = request(kind, name)
    return complete(asked, issue(issuer, asked.csr, kind, name, CentreId(centre), now, days))


def rogue(issuer, kind, name="rogue", centre="", now=NOW, days=30):
    """Make a certificate that our own `issue` would refuse to make."""
    subject = Subject(kind=kind, name=name, centre=centre)
    public = Ed25519PrivateKey.generate().public_key()
    return build(subject, public, Issuer(issuer.private, issuer.certificate), now, days)


ROOT = new_root("Invented Province", NOW)
TRUST = Trust(ROOT.certificate)
PROVINCE = enrol(ROOT, SignerKind.PROVINCE, "Invented Province")
CENTRE_A = enrol(ROOT, SignerKind.CENTRE, "Centre A", CENTRE)
SEAT = enrol(CENTRE_A, SignerKind.SEAT, "seat-07", CENTRE)
COORDINATOR = enrol(CENTRE_A, SignerKind.COORDINATOR, "coordinator", CENTRE)
FOREIGN_ROOT = new_root("Invented Province", NOW)
FOREIGN_PROVINCE = enrol(FOREIGN_ROOT, SignerKind.PROVINCE, "Invented Province")
