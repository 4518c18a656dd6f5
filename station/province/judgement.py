"""What is found of an envelope before anything is saved."""

from dataclasses import dataclass

from station.ids import CandidateId, Digest, SessionId, UnixMs
from station.province.centre_ledger import LockedRecord
from station.province.remark import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What became of one envelope, before it is known whether the attempt was held already.

    Attributes:
        code: Why it is refused; empty if it is a result.
        signed: Its signature holds, so that it is worth keeping.
        bundle: SHA-256 of the content. Sealing is random, so this and not the envelope tells
            whether an attempt comes with other content.
        told: What a centre wrote down, if the envelope holds that and no attempt.
    """

    envelope: Digest
    signed: bool = False
    code: str = ""
    session: SessionId = SessionId("")
    candidate: CandidateId = CandidateId("")
    bundle: Digest | None = None
    mark: Mark | None = None
    told: tuple[LockedRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """An envelope as it came, and what was found of it."""

    raw: bytes
    at: UnixMs
    judgement: Judgement
