"""Papers and banks, shut until someone is given the key."""

import os

import pytest
from cwt import COSE, COSEKey

from station.errors import StationError
from station.errors.document import DocumentMalformed, EnvelopeSealed
from station.seal.shut import new_key, shut, unshut

KEY = new_key()
PAPER = b"paper " * 50
SHUT = shut(PAPER, KEY, b"candidate/1")


@pytest.mark.parametrize("content", [b"", b"x", PAPER])
def test_the_key_and_the_context_open_it(content):
    assert unshut(shut(content, KEY, b"c"), KEY, b"c") == content


def test_a_library_reads_ours():
    key = COSEKey.from_symmetric_key(KEY, alg="A256GCM")
    assert COSE.new().decode(SHUT, key, external_aad=b"candidate/1") == PAPER


@pytest.mark.parametrize("context", [b"", b"candidate/2", b"candidate/1\x00"])
def test_one_candidates_paper_is_not_anothers(context):
    with pytest.raises(EnvelopeSealed):
        unshut(SHUT, KEY, context)


@pytest.mark.parametrize("key", [new_key(), b"", KEY[:16], KEY + b"\x00"])
def test_another_key_does_not_open_it(key):
    with pytest.raises(EnvelopeSealed):
        unshut(SHUT, key, b"candidate/1")


def test_every_byte_counts():
    for at in range(len(SHUT)):
        changed = SHUT[:at] + bytes([SHUT[at] ^ 1]) + SHUT[at + 1 :]
        with pytest.raises(StationError):
            unshut(changed, KEY, b"candidate/1")


def other_forms():
    key = COSEKey.from_symmetric_key(KEY, alg="A256GCM")
    short = COSEKey.from_symmetric_key(os.urandom(16), alg="A128GCM")
    cose, iv = COSE.new(), bytes(12)
    yield "open algorithm", cose.encode_and_encrypt(b"x", key, {}, {1: 3, 5: iv})
    yield "short key", cose.encode_and_encrypt(b"x", short, {1: 1}, {5: iv})
    yield "more in the open", cose.encode_and_encrypt(b"x", key, {1: 3}, {5: iv, 4: b"k"})
    yield "long iv", cose.encode_and_encrypt(b"x", key, {1: 3}, {5: bytes(13)})
    yield "followed", SHUT + b"\x00"
    yield "cut", SHUT[:-1]
    yield "empty", b""
    yield "signed", b"\xd2" + SHUT[1:]
    yield "no open header", b"\xd0\x83\x43\xa1\x01\x03\x00\x41x"


@pytest.mark.parametrize(("form", "raw"), list(other_forms()))
def test_another_form_is_refused(form, raw):
    with pytest.raises(DocumentMalformed):
        unshut(raw, KEY, b"")


def test_a_ciphertext_too_short_for_its_tag_is_refused():
    short = b"\xd0\x83\x43\xa1\x01\x03\xa1\x05\x4c" + bytes(12) + b"\x41x"
    with pytest.raises(EnvelopeSealed):
        unshut(short, KEY, b"")


def test_the_same_content_never_looks_the_same():
    assert len({shut(b"x", KEY, b"") for _ in range(20)}) == 20
