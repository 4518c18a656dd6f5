"""What a seat is given for one candidate: the paper, shut, and all that the exam needs."""

from dataclasses import dataclass

from station.codec import later
from station.exam.attempt_events import Place
from station.ids import (
    CandidateId,
    CentreId,
    Digest,
    ElapsedMs,
    Epoch,
    SessionId,
    StreamId,
    TopicId,
)
from station.store.stream import Record


@dataclass(frozen=True, slots=True)
class SealedPicture:
    """A picture of a paper, shut with the paper's key; its context is `picture_context`."""

    digest: Digest
    sealed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A candidate for this seat.

    Attributes:
        rule_pack: The signed rule pack, as the province sent it.
        seal_to: The province's public key for the bundle.
        reference: JPEG of the face at the door, to compare with at the seat.
        paper: Digest of the open paper, PAPER-packed.
        sealed_paper: The paper, shut until Go gives the key; its context is the stream's name.
        duration: Exam time; less than the paper's for a late arrival.
        topics: What each topic is called, for the score's weak points.
        card_today: Passing is enough for the card; it will be printed at once.
        check_in: The stream of the check-in at the door, for the bundle.
        history: Records of the attempt so far, if it began at another seat.
        held: How many records of the attempt the coordinator holds.
        elapsed: Exam time used so far, by the hub's last heartbeat of it.
        away_ms: How long nobody could work at the attempt, if it began at another seat.
        pictures: Each picture of the paper once, shut as the paper is.
        tail: Last four characters of the ID number, to tell namesakes apart (F22).
    """

    stream: StreamId
    epoch: Epoch
    centre: CentreId
    session: SessionId
    candidate: CandidateId
    name: str
    rule_pack: bytes
    seal_to: bytes
    reference: bytes
    title: str
    pass_marks: int
    paper: Digest
    sealed_paper: bytes
    places: tuple[Place, ...]
    duration: ElapsedMs
    earliest_submit: ElapsedMs
    topics: tuple[tuple[TopicId, str], ...]
    card_today: bool
    check_in: tuple[Record, ...]
    history: tuple[Record, ...]
    held: int
    elapsed: ElapsedMs
    away_ms: int
    pictures: tuple[SealedPicture, ...] = later(())
    tail: str = later("")


def picture_context(stream: StreamId, digest: Digest) -> bytes:
    """Return what binds a sealed picture to one attempt and to its own content."""
    return stream.encode() + b" picture " + digest
