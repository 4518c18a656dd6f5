"""Enrolment: keys are made, vouched for and kept."""

import stat
import sys

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors.document import (
    DocumentForged,
    DocumentMalformed,
    KeyLocked,
    SignerOfWrongKind,
    SignerUntrusted,
)
from station.errors.key import KeyFileMissing, KeyFileUnwritable
from station.ids import CentreId, UnixMs
from station.seal.certificates import Subject
from station.seal.derive import store_key
from station.seal.documents import sign, verify
from station.seal.identity import complete, issue, load_identity, request, save_identity
from station.seal.kinds import DocumentKind, SignerKind
from tests.unit.seal.invented import (
    CENTRE,
    CENTRE_A,
    COORDINATOR,
    DAY_MS,
    NOW,
    PROVINCE,
    ROOT,
    SEAT,
    TRUST,
    enrol,
)

EVERYONE = [ROOT, PROVINCE, CENTRE_A, COORDINATOR, SEAT]


@pytest.mark.parametrize("issuer", EVERYONE, ids=lambda one: one.kind)
@pytest.mark.parametrize("kind", SignerKind)
def test_who_may_vouch_for_whom(issuer, kind):
    centre = CENTRE if kind in ("centre", "coordinator", "seat") else CentreId("")
    allowed = {
        ("root", "province"),
        ("root", "centre"),
        ("centre", "coordinator"),
        ("centre", "seat"),
    }
    asked = request(kind, "new")
    if (issuer.kind, kind) in allowed:
        chain = issue(issuer, asked.csr, kind, "new", centre, NOW, 30)
        assert TRUST.peer(chain, NOW).kind is kind
        return
    with pytest.raises(SignerOfWrongKind):
        issue(issuer, asked.csr, kind, "new", centre, NOW, 30)


def test_a_centre_vouches_for_its_own_alone():
    asked = request(SignerKind.SEAT, "seat-01")
    with pytest.raises(SignerOfWrongKind):
        issue(CENTRE_A, asked.csr, SignerKind.SEAT, "seat-01", CentreId("centre-b"), NOW, 30)


def test_an_issuer_out_of_date_vouches_for_nobody():
    asked = request(SignerKind.PROVINCE, "p")
    late = UnixMs(NOW + 21 * 365 * DAY_MS)
    with pytest.raises(SignerUntrusted):
        issue(ROOT, asked.csr, SignerKind.PROVINCE, "p", CentreId(""), late, 30)


def test_a_request_is_signed_by_its_own_key():
    csr = request(SignerKind.SEAT, "s").csr
    changed = csr[:-1] + bytes([csr[-1] ^ 1])
    with pytest.raises(DocumentForged):
        issue(CENTRE_A, changed, SignerKind.SEAT, "s", CENTRE, NOW, 30)


def csr_of_another_kind():
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    key = ec.generate_private_key(ec.SECP256R1())
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize("csr", [b"", b"please", SEAT.certificate, csr_of_another_kind()])
def test_what_is_no_request_is_refused(csr):
    with pytest.raises(DocumentMalformed):
        issue(CENTRE_A, csr, SignerKind.SEAT, "s", CENTRE, NOW, 30)


def test_a_request_cannot_choose_what_its_certificate_says():
    """The issuer's words count, whatever the request asks for."""
    asked = request(SignerKind.PROVINCE, "Invented Province")
    chain = issue(CENTRE_A, asked.csr, SignerKind.SEAT, "seat-09", CENTRE, NOW, 30)
    assert TRUST.peer(chain, NOW).kind is SignerKind.SEAT
    with pytest.raises(SignerUntrusted):
        complete(asked, chain)


def test_a_chain_for_another_key_does_not_complete_a_request():
    for chain in (SEAT.chain, (), (b"nonsense",)):
        with pytest.raises(SignerUntrusted):
            complete(request(SignerKind.SEAT, "seat-07"), chain)


@pytest.mark.parametrize(
    ("kind", "name", "centre"),
    [
        ("seat", "", "c"),
        ("seat", "s" * 65, "c"),
        ("seat", "s", "c" * 65),
        ("seat", "s", ""),
        ("province", "p", "c"),
    ],
)
def test_a_subject_cannot_be_wrong(kind, name, centre):
    with pytest.raises(ValueError, match="centre"):
        Subject(kind=SignerKind(kind), name=name, centre=centre)


def test_a_chinese_name_is_a_name():
    named = enrol(ROOT, SignerKind.CENTRE, "示范考试中心", "centre-c")
    assert TRUST.peer(named.chain, NOW).name == "示范考试中心"


@pytest.mark.parametrize("owner", EVERYONE, ids=lambda one: one.kind)
def test_a_kept_identity_comes_back(tmp_path, owner):
    save_identity(tmp_path / "key", owner, "correct horse")
    back = load_identity(tmp_path / "key", "correct horse")
    assert (back.kind, back.name, back.centre) == (owner.kind, owner.name, owner.centre)
    assert (back.certificate, back.chain) == (owner.certificate, owner.chain)
    assert store_key(back) == store_key(owner)


def test_a_loaded_identity_signs(tmp_path):
    save_identity(tmp_path / "key", SEAT, "pass")
    raw = sign(DocumentKind.ENVELOPE, b"x", load_identity(tmp_path / "key", "pass"))
    assert verify(raw, DocumentKind.ENVELOPE, TRUST, NOW).signer.name == SEAT.name


def test_a_wrong_passphrase_opens_nothing(tmp_path):
    save_identity(tmp_path / "key", SEAT, "right")
    for typed in ("wrong", "", "Right", "right "):
        with pytest.raises(KeyLocked):
            load_identity(tmp_path / "key", typed)


def test_a_changed_key_file_is_refused(tmp_path):
    path = tmp_path / "key"
    save_identity(path, SEAT, "right")
    raw = path.read_bytes()
    path.write_bytes(raw[:100] + bytes([raw[100] ^ 1]) + raw[101:])
    with pytest.raises(KeyLocked):
        load_identity(path, "right")
    path.write_bytes(raw[:-1])
    with pytest.raises(DocumentMalformed):
        load_identity(path, "right")


def test_no_key_file_is_said_so(tmp_path):
    with pytest.raises(KeyFileMissing):
        load_identity(tmp_path / "key", "right")


def test_saving_replaces_whole_files_only(tmp_path):
    save_identity(tmp_path / "key", SEAT, "first")
    save_identity(tmp_path / "key", PROVINCE, "second")
    assert load_identity(tmp_path / "key", "second").kind is SignerKind.PROVINCE
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_disk_that_refuses_leaves_what_was_there(tmp_path):
    with pytest.raises(KeyFileUnwritable):
        save_identity(tmp_path / "missing" / "key", SEAT, "pass")
    (tmp_path / "folder" / "inside").mkdir(parents=True)
    with pytest.raises(KeyFileUnwritable):
        save_identity(tmp_path / "folder", SEAT, "pass")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits are POSIX")
def test_a_key_file_is_its_owners_alone(tmp_path):
    save_identity(tmp_path / "key", SEAT, "pass")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_nothing_secret_is_shown_or_kept_in_the_clear(tmp_path):
    secret = SEAT.private.private_bytes_raw()
    save_identity(tmp_path / "key", SEAT, "pass")
    assert secret not in (tmp_path / "key").read_bytes()
    assert repr(SEAT) == "Identity(seat seat-07)"
    assert repr(request(SignerKind.SEAT, "seat-07")) == "KeyRequest(seat seat-07)"
