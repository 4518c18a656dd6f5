"""The receipt: the province's signed word on what became of an envelope."""

from dataclasses import dataclass
from enum import StrEnum

from station.codec import Codec
from station.ids import CandidateId, Digest, SessionId, UnixMs


class Outcome(StrEnum):
    """What the province did with an envelope."""

    ACCEPTED = "accepted"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The answer to one envelope; the same envelope gets the same receipt again.

    Attributes:
        envelope: SHA-256 of the envelope's bytes.
        code: The error's code, if it was refused or conflicts; else empty.
        marks: What the province marked it with; None if it could not be marked.
        mark_equal: Whether that is what the seat marked it with.
    """

    envelope: Digest
    outcome: Outcome
    code: str
    session: SessionId
    candidate: CandidateId
    marks: int | None
    mark_equal: bool
    received_at: UnixMs


RECEIPT: Codec[Receipt] = Codec(Receipt)
