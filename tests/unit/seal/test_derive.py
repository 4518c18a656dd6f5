"""Keys made from keys, against HKDF written out from RFC 5869."""

import hashlib
import hmac

import cbor2

from station.ids import CandidateId, SessionId
from station.seal.derive import paper_seed, store_key
from tests.unit.seal.invented import PROVINCE, SEAT

SECRET = bytes(range(32))


def hkdf(secret, info):
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def seed(session="s", candidate="c", secret=SECRET):
    return paper_seed(secret, SessionId(session), CandidateId(candidate))


def test_a_seed_is_hkdf_of_the_session_and_the_candidate():
    purpose = {"purpose": "exam-station paper seed v1", "session": "s", "candidate": "c"}
    assert seed() == hkdf(SECRET, cbor2.dumps(purpose, canonical=True))


def test_a_seed_is_the_same_for_ever():
    """Re-marking years later draws the same paper: this value never changes."""
    assert seed().hex() == "e5a737125737da77301d2a15f0214491c7a2635cdaca8933d79c5aa1012c219b"


def test_each_candidate_session_and_secret_has_its_own():
    seeds = [seed(), seed("s2"), seed(candidate="c2"), seed("sc", ""), seed("", "sc")]
    assert len({*seeds, seed(secret=bytes(32))}) == 6
    assert {len(one) for one in seeds} == {hashlib.sha256().digest_size}


def test_each_identity_has_its_own_database_key():
    private = SEAT.private.private_bytes_raw()
    assert store_key(SEAT) == hkdf(private, b"exam-station database v1")
    assert store_key(SEAT) != store_key(PROVINCE)
    assert private not in store_key(SEAT)
