"""What seal promises, whoever plays with the bytes."""

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.errors import StationError
from station.seal.documents import sign, verify
from station.seal.envelope import new_sealing_key, open_envelope, seal
from station.seal.identity import Trust
from station.seal.kinds import SIGNER_OF, DocumentKind, SignerKind
from station.seal.shut import new_key, shut, unshut
from tests.unit.seal.invented import COORDINATOR, NOW, PROVINCE, SEAT, TRUST

pytestmark = [
    # a certificate whose serial number was changed makes the library warn before we refuse it
    pytest.mark.filterwarnings("ignore:Parsed a serial number"),
    pytest.mark.filterwarnings("ignore:Attribute's length"),
]

SIGNERS = {
    SignerKind.PROVINCE: PROVINCE,
    SignerKind.COORDINATOR: COORDINATOR,
    SignerKind.SEAT: SEAT,
}
SEALING = new_sealing_key()
DOCUMENTS = [
    (kind, sign(kind, b"an invented payload", SIGNERS[SIGNER_OF[kind]])) for kind in DocumentKind
]
ENVELOPE = seal(b"an invented result", SEALING.public, b"label", SEAT)
KEY = new_key()
SHUT = shut(b"an invented paper", KEY, b"context")

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.integers() | st.text(), inner),
    max_leaves=8,
)


def spoilt(data, raw):
    """Change, cut out or put in some bytes, anywhere."""
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 4)))
    return raw[:start] + data.draw(st.binary(max_size=4)) + raw[end:]


@settings(max_examples=300)
@given(st.sampled_from(DOCUMENTS), st.data())
def test_a_document_is_whole_or_refused(document, data):
    kind, raw = document
    changed = spoilt(data, raw)
    if changed == raw:
        assert verify(changed, kind, TRUST, NOW).payload == b"an invented payload"
        return
    with pytest.raises(StationError):
        verify(changed, kind, TRUST, NOW)


@settings(max_examples=100)
@given(st.data())
def test_an_envelope_is_whole_or_refused(data):
    changed = spoilt(data, ENVELOPE)
    if changed == ENVELOPE:
        return
    with pytest.raises(StationError):
        open_envelope(changed, SEALING.private, TRUST, NOW)


@given(st.data())
def test_a_shut_paper_is_whole_or_refused(data):
    changed = spoilt(data, SHUT)
    if changed == SHUT:
        return
    with pytest.raises(StationError):
        unshut(changed, KEY, b"context")


@given(st.sampled_from([PROVINCE, SEAT, COORDINATOR]), st.data())
def test_a_changed_certificate_is_nobodys(owner, data):
    changed = spoilt(data, owner.certificate)
    if changed == owner.certificate:
        return
    with pytest.raises(StationError):
        TRUST.peer((changed, *owner.chain[1:]), NOW)
    with pytest.raises(StationError):
        Trust(changed)


@given(st.binary(max_size=200) | PLAIN.map(cbor2.dumps), st.sampled_from(DocumentKind))
def test_what_anyone_may_send_is_refused_by_name(raw, kind):
    with pytest.raises(StationError):
        verify(raw, kind, TRUST, NOW)
    with pytest.raises(StationError):
        unshut(raw, KEY, b"")


@given(PLAIN, PLAIN, PLAIN, PLAIN, st.sampled_from([16, 17, 18, 98]))
def test_any_message_of_the_right_outline_is_refused_by_name(header, outer, payload, end, tag):
    for protected in (header, cbor2.dumps(header)):
        raw = cbor2.dumps(cbor2.CBORTag(tag, [protected, outer, payload, end]), canonical=True)
        with pytest.raises(StationError):
            verify(raw, DocumentKind.BANK, TRUST, NOW)


@given(PLAIN, PLAIN, PLAIN)
def test_any_header_of_the_right_outline_is_refused_by_name(algorithm, content_type, chain):
    header = cbor2.dumps({1: algorithm, 3: content_type, 33: chain}, canonical=True)
    raw = cbor2.dumps(cbor2.CBORTag(18, [header, {}, b"x", bytes(64)]), canonical=True)
    with pytest.raises(StationError):
        verify(raw, DocumentKind.BANK, TRUST, NOW)


@given(st.binary(max_size=500), st.binary(max_size=50))
def test_what_is_shut_comes_back(content, context):
    assert unshut(shut(content, KEY, context), KEY, context) == content


@settings(max_examples=30)
@given(st.binary(max_size=500), st.binary(max_size=50))
def test_what_is_sealed_comes_back(content, label):
    raw = seal(content, SEALING.public, label, SEAT)
    opened = open_envelope(raw, SEALING.private, TRUST, NOW)
    assert (opened.content, opened.label) == (content, label)
