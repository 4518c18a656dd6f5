"""Envelopes: who can open them, and what becomes of those that were tampered with."""

import hashlib

import pytest
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from station.errors.document import (
    DocumentForged,
    DocumentMalformed,
    DocumentVersionUnknown,
    EnvelopeSealed,
    SignerOfWrongKind,
    SignerUntrusted,
)
from station.seal.documents import sign, verify
from station.seal.envelope import (
    SEALED_CONTENT,
    SUITE,
    SealedContent,
    check_envelope,
    new_sealing_key,
    open_envelope,
    seal,
)
from station.seal.kinds import DocumentKind, SignerKind
from tests.unit.seal.invented import (
    CENTRE,
    CENTRE_A,
    FOREIGN_ROOT,
    NOW,
    PROVINCE,
    SEAT,
    TRUST,
    enrol,
)

KEY = new_sealing_key()
CONTENT = b"answers " * 100
LABEL = b"attempt/1"
ENVELOPE = seal(CONTENT, KEY.public, LABEL, SEAT)
OTHER_SEAT = enrol(CENTRE_A, SignerKind.SEAT, "seat-08", CENTRE)


def opened(raw, key=KEY):
    return open_envelope(raw, key.private, TRUST, NOW)


def inside(raw):
    return SEALED_CONTENT.unpack(check_envelope(raw, TRUST, NOW).payload)


def resigned(signer, **changes):
    """Strip the signature and sign anew, with changes to what is inside."""
    old = inside(ENVELOPE)
    fields = {"suite": old.suite, "label": old.label, "sealed": old.sealed, **changes}
    payload = SEALED_CONTENT.pack(SealedContent(**fields))
    return sign(DocumentKind.ENVELOPE, payload, signer)


@pytest.mark.parametrize("content", [b"", b"x", CONTENT, bytes(1_000_000)])
def test_the_province_reads_what_the_seat_sealed(content):
    envelope = seal(content, KEY.public, LABEL, SEAT)
    result = opened(envelope)
    assert (result.content, result.label) == (content, LABEL)
    assert result.signer.name == "seat-07"
    assert result.digest == hashlib.sha256(envelope).digest()


def test_those_who_carry_it_can_check_it_and_read_nothing():
    signed = check_envelope(ENVELOPE, TRUST, NOW)
    assert signed.signer.kind is SignerKind.SEAT
    assert CONTENT[:16] not in ENVELOPE
    assert inside(ENVELOPE).suite == SUITE


def test_two_envelopes_of_the_same_content_differ():
    assert seal(CONTENT, KEY.public, LABEL, SEAT) != ENVELOPE


def test_the_sizes_are_those_of_the_suite():
    """X-Wing's halves: ML-KEM-768 (FIPS 203) and X25519; the tag of AES-GCM is 16 bytes."""
    assert len(KEY.public) == 1184 + 32
    assert len(KEY.private) == 64 + 32
    assert len(inside(ENVELOPE).sealed) == 1088 + 32 + len(CONTENT) + 16


def test_another_key_does_not_open_it():
    with pytest.raises(EnvelopeSealed):
        opened(ENVELOPE, new_sealing_key())


@pytest.mark.parametrize("private", [b"", KEY.private[:-1], KEY.private + b"\x00", KEY.public])
def test_what_is_no_key_does_not_open_it(private):
    with pytest.raises(EnvelopeSealed):
        open_envelope(ENVELOPE, private, TRUST, NOW)


@pytest.mark.parametrize(
    "seal_to",
    [b"", KEY.public[:-1], KEY.public + b"\x00", b"\xff" * 1216, KEY.public[:1184] + bytes(32)],
)
def test_a_seat_does_not_seal_to_what_is_no_key(seal_to):
    with pytest.raises(DocumentMalformed):
        seal(CONTENT, seal_to, LABEL, SEAT)


def test_only_a_seat_sends_results():
    with pytest.raises(SignerOfWrongKind):
        seal(CONTENT, KEY.public, LABEL, PROVINCE)


def test_a_stolen_result_signed_by_another_seat_does_not_open():
    with pytest.raises(EnvelopeSealed):
        opened(resigned(OTHER_SEAT))


def test_a_renewed_certificate_of_the_same_seat_is_another_signer():
    with pytest.raises(EnvelopeSealed):
        opened(resigned(enrol(CENTRE_A, SignerKind.SEAT, "seat-07", CENTRE)))


def test_a_label_cannot_be_put_on_another_result():
    with pytest.raises(EnvelopeSealed):
        opened(resigned(SEAT, label=b"attempt/2"))


@pytest.mark.parametrize("at", [0, 1087, 1088, 1119, 1120, 1500, -17, -16, -1])
def test_a_changed_ciphertext_does_not_open_though_signed(at):
    sealed = bytearray(inside(ENVELOPE).sealed)
    sealed[at] ^= 1
    with pytest.raises(EnvelopeSealed):
        opened(resigned(SEAT, sealed=bytes(sealed)))


@pytest.mark.parametrize("sealed", [b"", b"x", bytes(1120), bytes(1136), bytes(5000)])
def test_what_was_never_sealed_does_not_open(sealed):
    with pytest.raises(EnvelopeSealed):
        opened(resigned(SEAT, sealed=sealed))


def test_a_suite_of_the_future_is_named():
    with pytest.raises(DocumentVersionUnknown):
        opened(resigned(SEAT, suite="SM2-SM3-SM4"))


def test_a_weaker_suite_is_not_taken():
    x25519 = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_128_GCM)
    sealed = x25519.encrypt(CONTENT, X25519PublicKey.from_public_bytes(KEY.public[1184:]), b"")
    with pytest.raises(EnvelopeSealed):
        opened(resigned(SEAT, sealed=sealed))


def test_a_seat_of_another_province_is_refused():
    centre = enrol(FOREIGN_ROOT, SignerKind.CENTRE, "Centre A", CENTRE)
    seat = enrol(centre, SignerKind.SEAT, "seat-07", CENTRE)
    with pytest.raises(SignerUntrusted):
        opened(seal(CONTENT, KEY.public, LABEL, seat))


def test_a_signed_payload_of_another_shape_is_refused():
    for payload in (b"", b"\xa0", SEALED_CONTENT.pack(inside(ENVELOPE)) + b"\x00"):
        with pytest.raises(DocumentMalformed):
            opened(sign(DocumentKind.ENVELOPE, payload, SEAT))


def test_a_changed_envelope_is_not_opened_at_all():
    for at in (len(ENVELOPE) - 1, len(ENVELOPE) - 100):
        changed = ENVELOPE[:at] + bytes([ENVELOPE[at] ^ 1]) + ENVELOPE[at + 1 :]
        with pytest.raises(DocumentForged):
            opened(changed)


def test_an_envelope_is_no_receipt():
    with pytest.raises(DocumentMalformed):
        verify(ENVELOPE, DocumentKind.RECEIPT, TRUST, NOW)


def test_nothing_secret_is_shown():
    assert repr(KEY) == "SealingKey()"
    assert "answers" not in repr(opened(ENVELOPE))
