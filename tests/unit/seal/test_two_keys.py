"""The secure bank opens with two persons' keys together, and not otherwise."""

import pytest

from station.errors.document import DocumentMalformed, KeyLocked, TwoKeysNeeded
from station.ids import StaffId
from station.seal.shut import new_key
from station.seal.two_keys import (
    LOCKED_SHARE,
    LockedShare,
    holder_of,
    join,
    lock_share,
    new_shares,
)

FIRST, SECOND = StaffId("staff-1"), StaffId("staff-2")
SECRET = new_key()
SHARES = new_shares(SECRET)
ONE = lock_share(SHARES[0], FIRST, "one")
TWO = lock_share(SHARES[1], SECOND, "two")


def test_two_persons_open_it_in_either_order():
    assert join(ONE, "one", TWO, "two") == SECRET
    assert join(TWO, "two", ONE, "one") == SECRET


def test_a_share_says_whose_it_is():
    assert (holder_of(ONE), holder_of(TWO)) == (FIRST, SECOND)


def test_one_person_alone_does_not():
    with pytest.raises(TwoKeysNeeded):
        join(ONE, "one", ONE, "one")


def test_one_person_with_both_shares_does_not():
    with pytest.raises(TwoKeysNeeded):
        join(ONE, "one", lock_share(SHARES[1], FIRST, "one"), "one")


def test_the_same_share_in_two_hands_does_not():
    with pytest.raises(TwoKeysNeeded):
        join(ONE, "one", lock_share(SHARES[0], SECOND, "two"), "two")


def test_shares_of_different_secrets_do_not():
    other = new_shares(SECRET)
    with pytest.raises(TwoKeysNeeded):
        join(ONE, "one", lock_share(other[1], SECOND, "two"), "two")


@pytest.mark.parametrize(("first", "second"), [("one", "one"), ("two", "two"), ("", "two")])
def test_a_wrong_passphrase_does_not(first, second):
    with pytest.raises(KeyLocked):
        join(ONE, first, TWO, second)


def test_a_share_renamed_to_another_holder_does_not():
    """One person holds both shares and edits the name on one of them."""
    both = lock_share(SHARES[1], FIRST, "one")
    renamed = LockedShare(holder=SECOND, locked=LOCKED_SHARE.unpack(both).locked)
    with pytest.raises(KeyLocked):
        join(ONE, "one", LOCKED_SHARE.pack(renamed), "one")


def test_what_is_no_share_is_refused():
    with pytest.raises(DocumentMalformed):
        join(ONE, "one", b"share", "two")


def test_a_share_alone_is_noise():
    """Each bit of a share is as often one as not, whatever the secret."""
    ones = sum(byte.bit_count() for _ in range(200) for byte in new_shares(bytes(32))[0].part)
    assert 0.47 < ones / (200 * 256) < 0.53
    assert SHARES[0].part != new_shares(SECRET)[0].part


@pytest.mark.parametrize("secret", [b"", b"short", bytes(33)])
def test_a_secret_is_a_key(secret):
    with pytest.raises(ValueError, match="32 bytes"):
        new_shares(secret)


def test_nothing_secret_is_shown():
    assert repr(SHARES[0]) == "Share(32 bytes)"
