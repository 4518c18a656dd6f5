"""What persons type: passphrases and PINs."""

import hashlib

import pytest

from station.errors.document import DocumentMalformed, DocumentVersionUnknown, KeyLocked
from station.seal.passphrase import (
    PASSPHRASE_SHUT,
    PassphraseShut,
    shut_with_passphrase,
    stretch,
    unshut_with_passphrase,
)
from station.seal.pins import PIN_CHECK, pin_check, pin_fits

SHUT = shut_with_passphrase(b"secret", "correct horse", b"context")


def test_stretching_is_scrypt():
    """Against the standard library: N 32768, r 8, p 1."""
    expected = hashlib.scrypt(b"pw", salt=b"s" * 16, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)
    assert stretch("pw", b"s" * 16) == expected


def test_the_passphrase_and_the_context_open_it():
    assert unshut_with_passphrase(SHUT, "correct horse", b"context") == b"secret"
    for typed, context in (("correct hors", b"context"), ("correct horse", b"other")):
        with pytest.raises(KeyLocked):
            unshut_with_passphrase(SHUT, typed, context)


def test_another_version_is_named_before_the_passphrase_is_tried():
    old = PASSPHRASE_SHUT.unpack(SHUT)
    newer = PassphraseShut(version=2, salt=old.salt, content=old.content)
    with pytest.raises(DocumentVersionUnknown):
        unshut_with_passphrase(PASSPHRASE_SHUT.pack(newer), "correct horse", b"context")


def test_what_is_no_shut_content_is_refused():
    with pytest.raises(DocumentMalformed):
        unshut_with_passphrase(b"", "correct horse", b"context")


def test_a_pin_fits_itself_alone():
    check = pin_check("990001")
    assert pin_fits("990001", check)
    assert not pin_fits("990002", check)
    assert not pin_fits("", check)


def test_digits_of_a_chinese_input_method_are_digits():
    assert pin_fits("９９０００１", pin_check("990001"))


def test_two_persons_with_one_pin_cannot_be_told():
    first, second = (PIN_CHECK.unpack(pin_check("1234")) for _ in range(2))
    assert first.salt != second.salt
    assert first.stretched != second.stretched


def test_what_is_no_check_is_refused():
    with pytest.raises(DocumentMalformed):
        pin_fits("1234", b"1234")
