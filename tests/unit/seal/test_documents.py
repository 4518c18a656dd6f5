"""Signed documents, and those who attack them."""

import cbor2
import pytest
from cwt import COSE, COSEKey

from station.errors import StationError
from station.errors.document import (
    DocumentForged,
    DocumentMalformed,
    DocumentVersionUnknown,
    SignerOfWrongKind,
    SignerUntrusted,
)
from station.ids import UnixMs
from station.seal.documents import sign, verify
from station.seal.kinds import SIGNER_OF, DocumentKind, SignerKind
from tests.unit.seal.invented import (
    CENTRE_A,
    COORDINATOR,
    DAY_MS,
    FOREIGN_PROVINCE,
    NOW,
    PROVINCE,
    ROOT,
    SEAT,
    TRUST,
    enrol,
)

OWNERS = {one.kind: one for one in (ROOT, PROVINCE, CENTRE_A, COORDINATOR, SEAT)}
PACK = DocumentKind.RULE_PACK
PAYLOAD = b"pass mark 80"
PACK_TYPE = "application/vnd.exam-station.rule-pack+cbor;v=1"


def signed_pack():
    return sign(PACK, PAYLOAD, PROVINCE)


def parts(raw):
    return list(cbor2.loads(raw).value)


def message(protected, unprotected, payload, signature, tag=18):
    return cbor2.dumps(cbor2.CBORTag(tag, [protected, unprotected, payload, signature]))


def by_hand(signer, header, payload=PAYLOAD, unprotected=None):
    """Sign with a library's own signer, under any header."""
    protected = cbor2.dumps(header, canonical=True)
    to_sign = cbor2.dumps(["Signature1", protected, b"", payload])
    return message(protected, unprotected or {}, payload, signer.private.sign(to_sign))


def chain_of(signer):
    return signer.chain[0] if len(signer.chain) == 1 else list(signer.chain)


@pytest.mark.parametrize("kind", DocumentKind)
def test_what_was_signed_is_read_back(kind):
    signer = OWNERS[SIGNER_OF[kind]]
    signed = verify(sign(kind, PAYLOAD, signer), kind, TRUST, NOW)
    assert signed.payload == PAYLOAD
    assert (signed.signer.kind, signed.signer.name) == (signer.kind, signer.name)


def test_the_form_is_plain_cose():
    protected, unprotected, payload, signature = parts(signed_pack())
    assert cbor2.loads(protected) == {1: -8, 3: PACK_TYPE, 33: PROVINCE.chain[0]}
    assert (unprotected, payload) == ({}, PAYLOAD)
    to_sign = cbor2.dumps(["Signature1", protected, b"", PAYLOAD])
    PROVINCE.private.public_key().verify(signature, to_sign)


def test_a_library_reads_ours():
    key = {1: 1, 3: -8, -1: 6, -2: SEAT.private.public_key().public_bytes_raw()}
    raw = sign(DocumentKind.ENVELOPE, PAYLOAD, SEAT)
    assert COSE.new().decode(raw, COSEKey.new(key)) == PAYLOAD


def test_one_by_hand_is_read():
    header = {1: -8, 3: PACK_TYPE, 33: chain_of(PROVINCE)}
    assert by_hand(PROVINCE, header) == signed_pack()


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("signer", SignerKind)
def test_only_the_right_kind_signs(kind, signer):
    if SIGNER_OF[kind] is signer:
        return
    with pytest.raises(SignerOfWrongKind):
        sign(kind, PAYLOAD, OWNERS[signer])


@pytest.mark.parametrize("signer", [CENTRE_A, COORDINATOR, SEAT], ids=lambda one: one.kind)
def test_a_rule_pack_signed_by_a_wrong_kind_is_refused(signer):
    forged = by_hand(signer, {1: -8, 3: PACK_TYPE, 33: chain_of(signer)})
    with pytest.raises(SignerOfWrongKind):
        verify(forged, PACK, TRUST, NOW)


@pytest.mark.parametrize("kind", [kind for kind in DocumentKind if kind is not PACK])
def test_a_document_does_not_pass_for_one_of_another_kind(kind):
    with pytest.raises(DocumentMalformed):
        verify(signed_pack(), kind, TRUST, NOW)


def test_a_foreign_province_is_not_ours_even_by_the_same_name():
    with pytest.raises(SignerUntrusted):
        verify(sign(PACK, PAYLOAD, FOREIGN_PROVINCE), PACK, TRUST, NOW)


def test_a_foreign_key_under_our_certificate_is_a_forgery():
    forged = by_hand(FOREIGN_PROVINCE, {1: -8, 3: PACK_TYPE, 33: chain_of(PROVINCE)})
    with pytest.raises(DocumentForged):
        verify(forged, PACK, TRUST, NOW)


def test_an_expired_signer_is_refused():
    raw = sign(PACK, PAYLOAD, enrol(ROOT, SignerKind.PROVINCE, "Short", days=2))
    late, early = UnixMs(NOW + 2 * DAY_MS + 1000), UnixMs(NOW - 31 * DAY_MS)
    assert verify(raw, PACK, TRUST, UnixMs(NOW + 2 * DAY_MS)).payload == PAYLOAD
    for when in (late, early):
        with pytest.raises(SignerUntrusted):
            verify(raw, PACK, TRUST, when)


def test_every_byte_counts():
    raw = signed_pack()
    for position in range(len(raw)):
        changed = raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :]
        with pytest.raises(StationError):
            verify(changed, PACK, TRUST, NOW)


@pytest.mark.parametrize("cut", [0, 1, 2, 100, -65, -1])
def test_a_part_is_not_a_document(cut):
    with pytest.raises(DocumentMalformed):
        verify(signed_pack()[:cut], PACK, TRUST, NOW)


@pytest.mark.parametrize("more", [b"\x00", b"\xf6", b"\n", signed_pack()])
def test_nothing_may_follow(more):
    with pytest.raises(DocumentMalformed):
        verify(signed_pack() + more, PACK, TRUST, NOW)


HEADER = {1: -8, 3: PACK_TYPE, 33: chain_of(PROVINCE)}
WRONG_HEADERS = {
    "no algorithm": {3: PACK_TYPE, 33: HEADER[33]},
    "none": {**HEADER, 1: "none"},
    "nothing": {**HEADER, 1: None},
    "HMAC": {**HEADER, 1: 5},
    "ES256": {**HEADER, 1: -7},
    "a float": {**HEADER, 1: -8.0},
    "no kind": {1: -8, 33: HEADER[33]},
    "a numeric kind": {**HEADER, 3: 60},
    "no chain": {1: -8, 3: PACK_TYPE},
    "an empty chain": {**HEADER, 33: []},
    "a chain of text": {**HEADER, 33: ["x"]},
    "one in a list": {**HEADER, 33: [HEADER[33]]},
    "a critical extension": {**HEADER, 2: [33]},
    "a key id": {**HEADER, 4: b"k"},
    "no map": [1, -8],
}


@pytest.mark.parametrize("header", WRONG_HEADERS.values(), ids=WRONG_HEADERS)
def test_another_header_is_refused_though_signed(header):
    with pytest.raises(DocumentMalformed):
        verify(by_hand(PROVINCE, header), PACK, TRUST, NOW)


@pytest.mark.parametrize("version", ["2", "10"])
def test_a_newer_form_is_named(version):
    newer = by_hand(PROVINCE, {**HEADER, 3: PACK_TYPE[:-1] + version})
    with pytest.raises(DocumentVersionUnknown):
        verify(newer, PACK, TRUST, NOW)


@pytest.mark.parametrize("content_type", [PACK_TYPE[:-1], PACK_TYPE + "x", "text/plain", ""])
def test_another_content_type_is_refused(content_type):
    with pytest.raises(DocumentMalformed):
        verify(by_hand(PROVINCE, {**HEADER, 3: content_type}), PACK, TRUST, NOW)


def test_a_newer_form_is_believed_only_when_signed():
    forged = by_hand(FOREIGN_PROVINCE, {**HEADER, 3: PACK_TYPE[:-1] + "2"})
    with pytest.raises(DocumentForged):
        verify(forged, PACK, TRUST, NOW)


def test_a_public_key_is_no_password():
    """The classic confusion: a MAC under the public key, sent where a signature is due."""
    public = PROVINCE.private.public_key().public_bytes_raw()
    key = COSEKey.from_symmetric_key(public, alg="HS256")
    header = {1: 5, 3: PACK_TYPE, 33: chain_of(PROVINCE)}
    raw = COSE.new().encode_and_mac(PAYLOAD, key, protected=header)
    with pytest.raises(DocumentMalformed):
        verify(raw, PACK, TRUST, NOW)
    protected, _, payload, mac = parts(raw)
    with pytest.raises(DocumentMalformed):
        verify(message(protected, {}, payload, mac), PACK, TRUST, NOW)


def rebuilt(**changes):
    protected, unprotected, payload, signature = parts(signed_pack())
    whole = {"protected": protected, "unprotected": unprotected, "payload": payload}
    return message(**{**whole, "signature": signature, **changes})


WRONG_MESSAGES = {
    "another tag": rebuilt(tag=98),
    "no tag": cbor2.dumps(parts(signed_pack())),
    "five parts": cbor2.dumps(cbor2.CBORTag(18, [*parts(signed_pack()), b""])),
    "no list": cbor2.dumps(cbor2.CBORTag(18, 7)),
    "text": cbor2.dumps("rule pack"),
    "an open header": rebuilt(unprotected={1: -8}),
    "an open chain": rebuilt(unprotected={33: b"x"}),
    "a header of no kind": rebuilt(unprotected=0),
    "a list for a header": rebuilt(unprotected=[]),
    "no payload": rebuilt(payload=None),
    "a payload in the clear": rebuilt(payload={"pass": 60}),
    "no signature": rebuilt(signature=None),
    "an empty header": rebuilt(protected=b""),
    "a header that is not CBOR": rebuilt(protected=b"\xff"),
}


@pytest.mark.parametrize("raw", WRONG_MESSAGES.values(), ids=WRONG_MESSAGES)
def test_another_form_of_message_is_refused(raw):
    with pytest.raises(DocumentMalformed):
        verify(raw, PACK, TRUST, NOW)


def test_another_encoding_of_the_same_message_is_refused():
    raw = signed_pack()
    longer = b"\xd8\x12" + raw[1:]  # tag 18 in two bytes
    assert cbor2.loads(longer).value == cbor2.loads(raw).value
    with pytest.raises(DocumentMalformed):
        verify(longer, PACK, TRUST, NOW)


@pytest.mark.parametrize("signature", [b"", b"\x00" * 64, b"\x00" * 63, b"\xff" * 64])
def test_an_empty_signature_is_none(signature):
    with pytest.raises(DocumentForged):
        verify(rebuilt(signature=signature), PACK, TRUST, NOW)


def test_the_same_signature_in_another_form_is_refused():
    """Ed25519 signatures have a twin, S plus the group's order, that careless code takes."""
    order = 2**252 + 27742317777372353535851937790883648493
    signature = parts(signed_pack())[3]
    twin = int.from_bytes(signature[32:], "little") + order
    with pytest.raises(DocumentForged):
        verify(rebuilt(signature=signature[:32] + twin.to_bytes(32, "little")), PACK, TRUST, NOW)
