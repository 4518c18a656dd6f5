"""Keys made from keys with HKDF-SHA256 (RFC 5869), one purpose each."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from station.codec import Codec
from station.ids import CandidateId, SessionId
from station.seal.identity import Identity

_BYTES = 32


@dataclass(frozen=True, slots=True)
class _PaperPurpose:
    purpose: str
    session: SessionId
    candidate: CandidateId


_PAPER_PURPOSE: Codec[_PaperPurpose] = Codec(_PaperPurpose)


def paper_seed(secret: bytes, session: SessionId, candidate: CandidateId) -> bytes:
    """Return the seed of one candidate's paper, 32 bytes.

    Args:
        secret: The session's paper secret; who has it can know every paper of the session.
    """
    purpose = _PaperPurpose("exam-station paper seed v1", session, candidate)
    return _derive(secret, _PAPER_PURPOSE.pack(purpose))


def store_key(identity: Identity) -> bytes:
    """Return the key of this machine's database, 32 bytes; lost with the identity."""
    return _derive(identity.private.private_bytes_raw(), b"exam-station database v1")


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=purpose).derive(secret)
