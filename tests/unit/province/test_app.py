"""The province over its real road: TLS on the loopback, our own client at the other end."""

import hashlib
import ssl
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from station.errors.province import DocumentUnknown, InvitationUnknown, TokenUnknown
from station.errors.sync import ProvinceRefused, ProvinceUnreachable, ProvinceUntrusted
from station.ids import CentreId, Digest
from station.province.intake import ENVELOPE_BYTES
from station.province.serve import listen
from station.seal.documents import verify
from station.seal.identity import Trust, complete, new_root, request
from station.seal.kinds import DocumentKind, SignerKind
from station.seal.tls import client_context
from station.sync.enrolment_grant import ENROLMENT_GRANT
from station.sync.intake_checks import read_rule_pack, read_session_package
from station.sync.province_client import ProvinceClient
from station.sync.receipt import RECEIPT, Outcome
from tests.unit.province.world import CENTRE, SESSION, enrol


@pytest.fixture
def plain(address, context):
    """A client of somebody else's making."""
    with httpx.Client(base_url=address, verify=context, trust_env=False) as http:
        yield http


def test_a_centre_enrols_and_gets_its_documents(world, address, context):
    code = world.office.enrolment.invite(CentreId("centre-9"), "Nine", world.now)
    asked = request(SignerKind.CENTRE, "nine")
    trust = world.office.keys.trust
    with ProvinceClient(address, context) as stranger:
        raw = stranger.enrol(code, asked.csr)
    grant = ENROLMENT_GRANT.unpack(verify(raw, DocumentKind.ENROLMENT, trust, world.now).payload)
    assert complete(asked, grant.chain).centre == grant.centre == "centre-9"
    with ProvinceClient(address, context, grant.token) as client:
        kinds = [listed.kind for listed in client.list()]
    assert sorted(kinds) == [DocumentKind.BANK, DocumentKind.RULE_PACK]


def test_each_document_arrives_whole_and_reads(world, client):
    fetched = {
        listed.kind: (client.fetch(listed.digest), listed.digest) for listed in client.list()
    }
    assert set(fetched) == {"rule-pack", "bank", "session-package"}
    assert all(hashlib.sha256(raw).digest() == digest for raw, digest in fetched.values())
    trust = world.office.keys.trust
    _, digest = read_rule_pack(fetched["rule-pack"][0], trust, world.now)
    package, _ = read_session_package(fetched["session-package"][0], trust, world.now, CENTRE)
    assert (package.rule_pack, package.session) == (digest, SESSION)
    assert package == world.package


def test_a_session_package_is_for_its_own_centre_only(world, address, context):
    _, token = enrol(world.office, CentreId("centre-2"), world.now)
    listing = world.office.archive.listing(CENTRE)
    package = next(digest for kind, digest in listing if kind == "session-package")
    with ProvinceClient(address, context, token) as other:
        assert package not in [listed.digest for listed in other.list()]
        with pytest.raises(ProvinceRefused) as refused:
            other.fetch(package)
    assert refused.value.facts == {"reason": DocumentUnknown.code}


def test_an_envelope_gets_its_receipt_and_a_repeat_the_same(world, client):
    raw = world.sealed(world.bundle())
    first, again = client.deliver(raw), client.deliver(raw)
    assert first == again
    signed = verify(first, DocumentKind.RECEIPT, world.office.keys.trust, world.now)
    receipt = RECEIPT.unpack(signed.payload)
    assert (receipt.outcome, receipt.marks, receipt.mark_equal) == (Outcome.ACCEPTED, 8, True)
    assert receipt.envelope == hashlib.sha256(raw).digest()


def test_many_uploads_of_one_envelope_at_once(world, address, context):
    raw = world.sealed(world.bundle())

    def upload(_):
        with ProvinceClient(address, context, world.token) as client:
            return client.deliver(raw)

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(upload, range(12)))) == 1
    assert len(world.office.ledger.results(SESSION)) == 1


@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_stranger_gets_nothing(address, context, token):
    with ProvinceClient(address, context, token) as stranger:
        for ask in (
            stranger.list,
            lambda: stranger.fetch(Digest(bytes(32))),
            lambda: stranger.deliver(b"x"),
        ):
            with pytest.raises(ProvinceRefused) as refused:
                ask()
            assert refused.value.facts == {"reason": TokenUnknown.code}


def test_a_wrong_enrolment_code_is_refused(address, context):
    asked = request(SignerKind.CENTRE, "x")
    with ProvinceClient(address, context) as stranger, pytest.raises(ProvinceRefused) as refused:
        stranger.enrol("no such code", asked.csr)
    assert refused.value.facts == {"reason": InvitationUnknown.code}


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'{"code": 1, "csr": "!"}', b"\xff"])
def test_a_malformed_enrolment_is_a_coded_refusal(plain, body):
    answer = plain.post("/v1/enrol", content=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "DOC-01")


def test_a_body_over_the_limit_is_refused_however_it_is_sent(plain, world):
    headers = {"Authorization": f"Bearer {world.token}"}
    piece = bytes(1 << 20)

    def pieces():
        for _ in range(ENVELOPE_BYTES // len(piece) + 2):
            yield piece

    answer = plain.post("/v1/envelopes", content=pieces(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "PRV-01")
    answer = plain.post("/v1/enrol", content=bytes(100_000))
    assert (answer.status_code, answer.json()["code"]) == (413, "PRV-01")


@pytest.mark.parametrize("name", ["zz", "00", "../keys", "%00"])
def test_a_document_name_that_is_none_is_unknown(plain, world, name):
    headers = {"Authorization": f"Bearer {world.token}"}
    assert plain.get(f"/v1/documents/{name}", headers=headers).status_code == 404


def test_health_asks_the_database(plain):
    assert plain.get("/v1/health").json() == {"status": "ok"}


def test_the_interface_is_not_described_to_strangers(plain):
    assert [plain.get(path).status_code for path in ("/docs", "/openapi.json")] == [404, 404]


def test_another_provinces_client_does_not_talk_to_us(address, world):
    other = client_context(None, Trust(new_root("other", world.now).certificate))
    with ProvinceClient(address, other) as client, pytest.raises(ProvinceUntrusted):
        client.list()


def test_tls_1_2_is_refused(address, context):
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with ProvinceClient(address, context) as client, pytest.raises(ProvinceUnreachable):
        client.list()


def test_with_nobody_there_the_province_is_unreachable(context):
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
    client = ProvinceClient(f"https://127.0.0.1:{port}", context)
    with client, pytest.raises(ProvinceUnreachable):
        client.list()


def test_the_officers_page_needs_the_officer_and_names_nobody(world, plain, officer_password):
    world.office.intake.take_in(world.sealed(world.bundle()), world.now)
    world.office.intake.take_in(world.sealed(world.bundle(right=0)), world.now)
    assert plain.get("/").status_code == 401
    assert plain.get("/", auth=("officer", "guess")).status_code == 401
    assert plain.get("/sessions/x", auth=("officer", "guess")).status_code == 401
    pages = [
        plain.get(path, auth=("officer", officer_password))
        for path in ("/", f"/sessions/{SESSION}")
    ]
    assert [page.status_code for page in pages] == [200, 200]
    assert "PRV-10" in pages[0].text
    assert "8 / 8" in pages[1].text
    for entry in world.package.roster:
        assert not any(entry.number in page.text for page in pages)
        assert not any(f">{entry.name}<" in page.text for page in pages)
    assert all("default-src 'none'" in page.headers["content-security-policy"] for page in pages)
