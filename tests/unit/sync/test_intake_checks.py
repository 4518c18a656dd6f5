"""The door for packages."""

from dataclasses import replace

import pytest

from station.errors.document import (
    DocumentForged,
    DocumentMalformed,
    DocumentMissing,
    DocumentOutOfTime,
    DrillMixedWithProduction,
    SignerOfWrongKind,
    SignerUntrusted,
)
from station.errors.sync import PackageForAnotherCentre
from station.ids import CentreId, Digest, UnixMs
from station.seal.documents import sign
from station.seal.identity import Trust, new_root
from station.seal.kinds import DocumentKind
from station.sync.intake_checks import (
    check_belongs,
    check_devices,
    read_rule_pack,
    read_session_package,
)
from station.sync.rule_pack import RULE_PACK, PackKind
from station.sync.session_package import SESSION_PACKAGE
from tests.unit.province.world import CENTRE, DAY, rules


@pytest.fixture
def signer(province_keys):
    return province_keys.province


@pytest.fixture
def trust(province_keys):
    return province_keys.trust


def signed_rules(signer, now, **changes):
    return sign(DocumentKind.RULE_PACK, RULE_PACK.pack(rules(now, **changes)), signer)


def signed_package(world, **changes):
    payload = SESSION_PACKAGE.pack(replace(world.package, **changes))
    return sign(DocumentKind.SESSION_PACKAGE, payload, world.office.keys.province)


@pytest.mark.parametrize(
    ("offset", "holds"), [(-DAY - 1, False), (-DAY, True), (30 * DAY - 1, True), (30 * DAY, False)]
)
def test_a_rule_pack_is_in_force_from_its_first_to_its_last_moment(
    signer, trust, clock, offset, holds
):
    now = clock.wall()
    raw = signed_rules(signer, now)
    if holds:
        pack, digest = read_rule_pack(raw, trust, UnixMs(max(now, now + offset)))
        assert pack == rules(now)
        assert len(digest) == 32
    else:
        with pytest.raises((DocumentOutOfTime, SignerUntrusted)):
            read_rule_pack(raw, trust, UnixMs(now + offset))


def test_a_rule_pack_of_tomorrow_is_out_of_time(signer, trust, clock):
    now = clock.wall()
    raw = signed_rules(signer, now, valid_from=UnixMs(now + 1))
    with pytest.raises(DocumentOutOfTime):
        read_rule_pack(raw, trust, now)


def test_a_changed_or_foreign_rule_pack_is_refused(signer, trust, clock):
    now = clock.wall()
    raw = signed_rules(signer, now)
    with pytest.raises((DocumentForged, DocumentMalformed)):
        read_rule_pack(raw[:-1] + bytes([raw[-1] ^ 1]), trust, now)
    with pytest.raises(SignerUntrusted):
        read_rule_pack(raw, Trust(new_root("other", now).certificate), now)


def test_one_document_is_not_taken_for_another(signer, trust, clock, world):
    now = clock.wall()
    with pytest.raises((DocumentMalformed, SignerOfWrongKind)):
        read_rule_pack(signed_package(world), trust, now)
    misnamed = sign(DocumentKind.RULE_PACK, SESSION_PACKAGE.pack(world.package), signer)
    with pytest.raises(DocumentMalformed):
        read_rule_pack(misnamed, trust, now)


def test_a_session_package_reads_before_its_session_and_not_after_its_end(world, trust):
    package, _ = read_session_package(signed_package(world), trust, world.now, CENTRE)
    assert package == world.package
    with pytest.raises(DocumentOutOfTime):
        read_session_package(signed_package(world), trust, world.package.valid_until, CENTRE)


def test_a_session_package_is_for_its_centre(world, trust):
    with pytest.raises(PackageForAnotherCentre):
        read_session_package(signed_package(world), trust, world.now, CentreId("centre-2"))


def test_a_session_package_needs_a_whole_secret(world, trust):
    raw = signed_package(world, paper_secret=b"short")
    with pytest.raises(DocumentMalformed):
        read_session_package(raw, trust, world.now, CENTRE)


def test_rule_pack_and_bank_are_those_that_the_package_names(world):
    check_belongs(world.package, world.rule_pack, world.bank)
    for wrong in (
        (world.bank, world.bank),
        (world.rule_pack, world.rule_pack),
        (Digest(bytes(32)), world.bank),
    ):
        with pytest.raises(DocumentMissing):
            check_belongs(world.package, *wrong)


@pytest.mark.parametrize("kind", PackKind)
@pytest.mark.parametrize("simulated", [True, False])
def test_simulated_devices_serve_in_drills_only(clock, kind, simulated):
    pack = rules(clock.wall(), kind=kind)
    if simulated and kind is PackKind.PRODUCTION:
        with pytest.raises(DrillMixedWithProduction):
            check_devices(pack, simulated=simulated)
    else:
        check_devices(pack, simulated=simulated)
