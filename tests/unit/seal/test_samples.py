"""What was signed, sealed or locked by the first version is still read."""

from pathlib import Path

import pytest

from station.credential.card_events import CARD_EVENT, VoidReason
from station.credential.card_job import CardStage, replay
from station.credential.template import CARD_TEMPLATE, Certificate
from station.ids import CardSerial, UnixMs
from station.seal.derive import store_key
from station.seal.documents import sign, verify
from station.seal.envelope import check_envelope, open_envelope, unseal
from station.seal.identity import Trust, load_identity
from station.seal.kinds import DocumentKind, SignerKind
from station.seal.pins import pin_fits
from station.seal.shut import unshut
from station.seal.two_keys import join
from station.store.stream import Head, follow
from station.sync.bank_package import open_bank, read_bank
from station.sync.centre_records import CENTRE_RECORDS, card_stream
from tests.samples.seal.make import BY_PROVINCE, NOW, PASSPHRASE

FIRST = Path(__file__).parents[2] / "samples" / "seal" / "first"
SECOND = FIRST.with_name("second")
LATER = UnixMs(NOW + 9 * 365 * 86_400_000)


def sample(name):
    return (FIRST / name).read_bytes()


TRUST = Trust(sample("root.der"))


@pytest.mark.parametrize("now", [NOW, LATER])
@pytest.mark.parametrize("kind", [k for k in BY_PROVINCE if k is not DocumentKind.REVOCATION])
def test_documents_of_the_province(kind, now):
    signed = verify(sample(f"{kind}.cose"), kind, TRUST, now)
    assert signed.payload == f"an invented {kind}".encode()
    assert signed.signer.kind is SignerKind.PROVINCE


def test_a_chain():
    chain = (sample("seat-chain-0.der"), sample("seat-chain-1.der"))
    peer = TRUST.peer(chain, LATER)
    assert (peer.kind, peer.name, peer.centre) == (SignerKind.SEAT, "seat-07", "centre-a")


def test_an_envelope():
    raw = sample("envelope.cose")
    assert check_envelope(raw, TRUST, NOW).signer.name == "seat-07"
    opened = open_envelope(raw, sample("sealing.key"), TRUST, LATER)
    assert (opened.content, opened.label) == (b"an invented result", b"attempt/1")


def test_a_bank_and_the_two_keys_to_it():
    key = join(sample("share-1.cbor"), PASSPHRASE, sample("share-2.cbor"), PASSPHRASE)
    assert key == sample("bank.key")
    bank, _ = read_bank(sample("bank.cose"), TRUST, NOW)
    assert [question.id for question in bank.practice] == ["q2"]
    assert [question.id for question in open_bank(sample("bank.cose"), key, TRUST, NOW)] == ["q1"]


def test_a_shut_paper_and_a_pin():
    assert unshut(sample("paper.cose"), sample("bank.key"), b"candidate/1") == b"an invented paper"
    assert pin_fits("990001", sample("pin.cbor"))


def test_an_identity_and_its_database_key():
    seat = load_identity(FIRST / "seat.identity", PASSPHRASE)
    raw = sign(DocumentKind.ENVELOPE, b"x", seat)
    assert verify(raw, DocumentKind.ENVELOPE, TRUST, NOW).signer.name == "seat-07"
    assert (
        store_key(seat).hex() == "04d31e6867a03bd3e949a72ccd5e1e9bf7c8d0ffbcf33d17733fc4f651de3326"
    )


def test_a_record_of_a_deletion():
    trust = Trust((SECOND / "root.der").read_bytes())
    raw = (SECOND / "deletion.cose").read_bytes()
    signed = verify(raw, DocumentKind.DELETION, trust, LATER)
    assert signed.payload == b"an invented deletion"
    assert signed.signer.kind is SignerKind.COORDINATOR


def test_every_signed_form_has_a_sample():
    assert {path.stem for path in FIRST.parent.glob("*/*.cose")} >= set(DocumentKind)


def test_a_revocation():
    third = FIRST.with_name("third")
    trust = Trust((third / "root.der").read_bytes())
    raw = (third / "revocation.cose").read_bytes()
    signed = verify(raw, DocumentKind.REVOCATION, trust, NOW)
    assert signed.payload == b"an invented revocation"


def test_a_card_template():
    fourth = FIRST.with_name("fourth")
    trust = Trust((fourth / "root.der").read_bytes())
    raw = (fourth / "card-template.cose").read_bytes()
    signed = verify(raw, DocumentKind.CARD_TEMPLATE, trust, NOW)
    template = CARD_TEMPLATE.unpack(signed.payload)
    assert template.certificate is Certificate.OPERATION
    assert template.back == template.front
    assert [words.text for words in template.front.words][:3] == [
        "中华人民共和国特种作业操作证",
        "姓名",
        "{name}",
    ]


def test_what_a_centre_wrote_down():
    fifth = FIRST.with_name("fifth")
    trust = Trust((fifth / "root.der").read_bytes())
    raw = (fifth / "centre-records.cose").read_bytes()
    signed = check_envelope(raw, trust, LATER, DocumentKind.CENTRE_RECORDS)
    assert (signed.signer.kind, signed.signer.centre) == (SignerKind.COORDINATOR, "centre-a")
    told = CENTRE_RECORDS.unpack(unseal(signed, (fifth / "sealing.key").read_bytes()).content)
    assert (told.centre, told.session) == ("centre-a", "session-1")
    follow(Head(), told.records, card_stream(CardSerial("A00102")))
    way = replay(CARD_EVENT.unpack(record.body) for record in told.records)
    assert (way.stage, way.print_number) == (CardStage.HANDED_OVER, 2)
    assert [each.reason for each in way.voids] == [VoidReason.SMUDGED]


def test_a_record_of_a_deletion_at_a_seat():
    sixth = FIRST.with_name("sixth")
    trust = Trust((sixth / "root.der").read_bytes())
    raw = (sixth / "seat-deletion.cose").read_bytes()
    signed = verify(raw, DocumentKind.SEAT_DELETION, trust, NOW)
    assert signed.payload == b"an invented seat-deletion"
    assert signed.signer.kind is SignerKind.SEAT


def test_a_session_that_is_kept_without_its_photos():
    seventh = FIRST.with_name("seventh")
    trust = Trust((seventh / "root.der").read_bytes())
    raw = (seventh / "kept-session.cose").read_bytes()
    signed = verify(raw, DocumentKind.KEPT_SESSION, trust, None)
    assert signed.payload == b"an invented kept-session"
    assert signed.signer.kind is SignerKind.COORDINATOR


def test_an_unfinished_attempt_on_a_stick():
    eighth = FIRST.with_name("eighth")
    trust = Trust((eighth / "root.der").read_bytes())
    raw = (eighth / "carried-attempt.cose").read_bytes()
    signed = verify(raw, DocumentKind.CARRIED_ATTEMPT, trust, NOW)
    assert signed.payload == b"an invented carried-attempt"
    assert (signed.signer.kind, signed.signer.centre) == (SignerKind.SEAT, "centre-a")
