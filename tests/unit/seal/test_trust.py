"""Who is believed, and who is not."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from station.errors.document import SignerUntrusted
from station.ids import UnixMs
from station.seal.certificates import moment
from station.seal.identity import Trust, new_root
from station.seal.kinds import ISSUER_OF, SIGNER_OF, DocumentKind, SignerKind
from tests.unit.seal.invented import (
    CENTRE,
    CENTRE_A,
    COORDINATOR,
    DAY_MS,
    FOREIGN_PROVINCE,
    FOREIGN_ROOT,
    NOW,
    PROVINCE,
    ROOT,
    SEAT,
    TRUST,
    enrol,
    rogue,
)

CENTRE_B = enrol(ROOT, SignerKind.CENTRE, "Centre B", "centre-b")


def refused(chain, now=NOW, trust=TRUST):
    with pytest.raises(SignerUntrusted) as caught:
        trust.peer(chain, now)
    return caught.value.facts["why"]


def test_every_kind_has_its_signer_and_its_issuer():
    assert set(SIGNER_OF) == set(DocumentKind)
    assert set(ISSUER_OF) == set(SignerKind) - {SignerKind.ROOT}


@pytest.mark.parametrize("owner", [PROVINCE, CENTRE_A, COORDINATOR, SEAT], ids=lambda o: o.kind)
def test_our_own_are_believed(owner):
    peer = TRUST.peer(owner.chain, NOW)
    assert (peer.kind, peer.name, peer.centre) == (owner.kind, owner.name, owner.centre)
    assert peer.fingerprint == x509.load_der_x509_certificate(owner.certificate).fingerprint(
        hashes.SHA256()
    )


@pytest.mark.parametrize("kind", [SignerKind.PROVINCE, SignerKind.ROOT])
def test_a_centre_makes_no_province_and_no_root(kind):
    chain = (rogue(CENTRE_A, kind), *CENTRE_A.chain)
    assert refused(chain) == f"centre may not vouch for {kind}"


def test_a_centre_makes_no_centre():
    chain = (rogue(CENTRE_A, SignerKind.CENTRE, centre=CENTRE), *CENTRE_A.chain)
    assert refused(chain) == "centre may not vouch for centre"


def test_a_root_makes_no_seat():
    assert refused((rogue(ROOT, SignerKind.SEAT, centre=CENTRE),)).startswith("root may not")


def test_a_seat_makes_nothing():
    for kind in (SignerKind.SEAT, SignerKind.COORDINATOR):
        assert refused((rogue(SEAT, kind, centre=CENTRE), SEAT.certificate)).startswith("seat may")


def test_a_province_makes_nothing():
    chain = (rogue(PROVINCE, SignerKind.CENTRE, centre=CENTRE), *PROVINCE.chain)
    assert refused(chain) == "province may not vouch for centre"


def test_a_centre_makes_no_seat_of_another_centre():
    chain = (rogue(CENTRE_B, SignerKind.SEAT, centre=CENTRE), *CENTRE_B.chain)
    assert refused(chain) == "another centre"


def test_a_seat_under_another_centre_of_the_same_name_is_refused():
    twin = enrol(ROOT, SignerKind.CENTRE, "Centre A", CENTRE)
    assert refused((SEAT.certificate, *twin.chain)) == "not issued by this issuer"
    assert refused((SEAT.certificate, *CENTRE_B.chain)) == "another centre"


def test_another_root_of_the_same_name_is_refused():
    assert refused(FOREIGN_PROVINCE.chain) == "not issued by this issuer"
    assert refused(PROVINCE.chain, trust=Trust(FOREIGN_ROOT.certificate))


@pytest.mark.parametrize(
    "chain",
    [
        (),
        (SEAT.certificate,),
        (*SEAT.chain, ROOT.certificate),
        (ROOT.certificate,),
        (*PROVINCE.chain, ROOT.certificate),
        tuple(reversed(SEAT.chain)),
        (b"",),
        (b"not a certificate",),
    ],
    ids=["none", "no centre", "root too", "root", "province and root", "turned", "empty", "text"],
)
def test_a_chain_of_another_shape_is_refused(chain):
    assert refused(chain)


def test_each_certificate_of_the_chain_must_be_in_time():
    root = new_root("Invented Province", UnixMs(NOW - 19 * 365 * DAY_MS))
    centre = enrol(root, SignerKind.CENTRE, "c", CENTRE, days=400)
    seat = enrol(centre, SignerKind.SEAT, "s", CENTRE, days=10)
    trust = Trust(root.certificate)
    assert trust.peer(seat.chain, UnixMs(NOW + 10 * DAY_MS)).name == "s"
    for days in (11, 401, 366 * 20, -20 * 365):
        assert refused(seat.chain, UnixMs(NOW + days * DAY_MS), trust) == "out of date"


def test_an_issuer_that_ended_ends_those_below():
    centre = enrol(ROOT, SignerKind.CENTRE, "c", CENTRE, days=10)
    seat = enrol(centre, SignerKind.SEAT, "s", CENTRE, days=100)
    assert refused(seat.chain, UnixMs(NOW + 11 * DAY_MS)) == "out of date"
    leaf, above = (x509.load_der_x509_certificate(raw) for raw in seat.chain)
    assert leaf.not_valid_after_utc == above.not_valid_after_utc


def test_a_clock_weeks_behind_still_believes_a_fresh_certificate_but_none_before_the_root():
    for chain in (PROVINCE.chain, SEAT.chain):
        assert TRUST.peer(chain, UnixMs(NOW - 30 * DAY_MS))
        assert refused(chain, UnixMs(NOW - 30 * DAY_MS - 2_000)) == "out of date"


@pytest.mark.parametrize("raw", [PROVINCE.certificate, SEAT.certificate, b"", b"root"])
def test_only_a_root_can_be_trusted(raw):
    with pytest.raises(SignerUntrusted):
        Trust(raw)


def test_a_root_that_another_key_signed_is_none():
    with pytest.raises(SignerUntrusted):
        Trust(rogue(ROOT, SignerKind.ROOT, name="Invented Province"))


def oddly_made(*, key=None, extensions=None, name=None, usage=True):
    """A province's certificate signed by the true root, but of another shape."""
    root = x509.load_der_x509_certificate(ROOT.certificate)
    good = x509.load_der_x509_certificate(PROVINCE.certificate)
    builder = (
        x509.CertificateBuilder()
        .subject_name(good.subject if name is None else name)
        .issuer_name(root.subject)
        .public_key((key or Ed25519PrivateKey.generate()).public_key())
        .serial_number(7)
        .not_valid_before(moment(NOW) - timedelta(days=1))
        .not_valid_after(moment(NOW) + timedelta(days=1))
    )
    kept = [] if not usage else [e for e in good.extensions if e.critical]
    for value, critical in [*((e.value, True) for e in kept), *(extensions or [])]:
        builder = builder.add_extension(value, critical)
    return builder.sign(ROOT.private, None).public_bytes(Encoding.DER)


def named(*pairs):
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in pairs])


OU, CN, ORG = NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME
CA = x509.BasicConstraints(ca=True, path_length=None)
POLICY = x509.InhibitAnyPolicy(0)
ODD = {
    "another key": oddly_made(key=ec.generate_private_key(ec.SECP256R1())),
    "no constraints": oddly_made(usage=False),
    "an issuer": oddly_made(usage=False, extensions=[(CA, True)]),
    "an unknown critical extension": oddly_made(extensions=[(POLICY, True)]),
    "no kind": oddly_made(name=named((CN, "p"))),
    "no name": oddly_made(name=named((OU, "province"))),
    "an unknown kind": oddly_made(name=named((OU, "minister"), (CN, "p"))),
    "a centre's province": oddly_made(name=named((ORG, "c"), (OU, "province"), (CN, "p"))),
    "two kinds": oddly_made(name=named((OU, "seat"), (OU, "province"), (CN, "p"))),
    "more in the name": oddly_made(
        name=named((OU, "province"), (CN, "p"), (NameOID.TITLE, "x")),
    ),
}


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD)
def test_a_certificate_of_another_shape_is_refused_though_the_root_signed_it(raw):
    assert refused((raw,)) == "not a certificate of ours"


def test_a_certificate_has_one_form():
    """The library ignores how many bits of the signature are said to be unused; we do not."""
    owners = (enrol(ROOT, SignerKind.PROVINCE, f"p{n}").certificate for n in range(50))
    even = next(raw for raw in owners if raw[-1] % 2 == 0)
    twin = even[:-65] + b"\x01" + even[-64:]
    parsed = x509.load_der_x509_certificate(twin)
    parsed.verify_directly_issued_by(x509.load_der_x509_certificate(ROOT.certificate))
    assert refused((twin,)) == "not a certificate of ours"


def test_an_unknown_extension_that_is_not_critical_does_not_matter():
    assert TRUST.peer((oddly_made(extensions=[(POLICY, False)]),), NOW).kind is SignerKind.PROVINCE


def test_extended_names_do_not_make_a_peer():
    names = x509.SubjectAlternativeName([x509.DNSName("coordinator")])
    assert TRUST.peer((oddly_made(extensions=[(names, False)]),), NOW).kind is SignerKind.PROVINCE
