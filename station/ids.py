"""Names of things, so that one kind of thing is never passed for another.

An id is opaque: it carries no meaning, and never an ID-card number or a name.
"""

import hashlib
from typing import NewType

UnixMs = NewType("UnixMs", int)
"""Milliseconds since 1970-01-01 UTC, by the wall clock."""

MonoMs = NewType("MonoMs", int)
"""Milliseconds on this machine's monotonic clock; only differences mean anything."""

ElapsedMs = NewType("ElapsedMs", int)
"""Milliseconds of exam time used so far; a pause adds nothing."""

Digest = NewType("Digest", bytes)
"""A SHA-256 digest, 32 bytes."""

StreamId = NewType("StreamId", str)
"""One append-only stream of events: an attempt, a check-in, or a card job."""

CentreId = NewType("CentreId", str)
SessionId = NewType("SessionId", str)
CandidateId = NewType("CandidateId", str)
StaffId = NewType("StaffId", str)
QuestionId = NewType("QuestionId", str)
TopicId = NewType("TopicId", str)
BlueprintCode = NewType("BlueprintCode", str)
ItemCode = NewType("ItemCode", str)
"""An operating item (准操项目) by its place in the national catalogue, such as "1.2"."""

CardSerial = NewType("CardSerial", str)
SeatNumber = NewType("SeatNumber", int)
NOWHERE = SeatNumber(0)
"""No seat: a candidate who was taken off one and not yet sent to another."""

Epoch = NewType("Epoch", int)
"""Counts the writers that a stream has had; a writer of an older epoch is refused."""


def digest_of(raw: bytes) -> Digest:
    """Return the SHA-256 digest of these bytes."""
    return Digest(hashlib.sha256(raw).digest())
