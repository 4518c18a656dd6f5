"""The door for packages: nothing of a package is used before all of this holds.

Signature, signer's kind and shape first; then the time window and the addressee.
"""

from station.errors.document import (
    DocumentMalformed,
    DocumentMissing,
    DocumentOutOfTime,
    DrillMixedWithProduction,
)
from station.errors.sync import PackageForAnotherCentre
from station.ids import CentreId, Digest, UnixMs
from station.seal.documents import verify
from station.seal.identity import Trust
from station.seal.kinds import DocumentKind
from station.sync.rule_pack import RULE_PACK, PackKind, RulePack
from station.sync.session_package import SESSION_PACKAGE, SessionPackage

SECRET_BYTES = 32


def read_rule_pack(raw: bytes, trust: Trust, now: UnixMs) -> tuple[RulePack, Digest]:
    """Read a signed rule pack that is in force.

    Returns:
        The pack, and the digest that results record.

    Raises:
        DocumentForged, SignerUntrusted, SignerOfWrongKind, DocumentMalformed: As seal.verify.
        DocumentOutOfTime: The pack is not in force now.
    """
    signed = verify(raw, DocumentKind.RULE_PACK, trust, now)
    pack = RULE_PACK.unpack(signed.payload)
    if not pack.valid_from <= now < pack.valid_until:
        raise DocumentOutOfTime(name=pack.name)
    return pack, signed.digest


def read_session_package(
    raw: bytes, trust: Trust, now: UnixMs, centre: CentreId
) -> tuple[SessionPackage, Digest]:
    """Read a signed session package that is addressed to this centre.

    Raises:
        DocumentForged, SignerUntrusted, SignerOfWrongKind, DocumentMalformed: As seal.verify.
        PackageForAnotherCentre: It names another centre.
        DocumentOutOfTime: Its last day has passed. One may be imported before its session starts.
    """
    signed = verify(raw, DocumentKind.SESSION_PACKAGE, trust, now)
    package = SESSION_PACKAGE.unpack(signed.payload)
    if len(package.paper_secret) != SECRET_BYTES:
        raise DocumentMalformed(kind="SessionPackage")
    if package.centre != centre:
        raise PackageForAnotherCentre(session=package.session)
    if now >= package.valid_until:
        raise DocumentOutOfTime(name=package.session)
    return package, signed.digest


def check_belongs(package: SessionPackage, rule_pack: Digest, bank: Digest) -> None:
    """Check that rule pack and bank are the ones the session is to be held with.

    Raises:
        DocumentMissing: One of them is another.
    """
    if package.rule_pack != rule_pack:
        raise DocumentMissing(kind="rule pack")
    if package.bank != bank:
        raise DocumentMissing(kind="bank")


def check_devices(pack: RulePack, *, simulated: bool) -> None:
    """Check that simulated devices serve in a drill only.

    Raises:
        DrillMixedWithProduction: The rule pack is a production one.
    """
    if simulated and pack.kind is PackKind.PRODUCTION:
        raise DrillMixedWithProduction(name=pack.name)
