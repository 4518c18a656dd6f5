"""The attempt bundle: everything the province needs to mark an attempt again."""

from dataclasses import dataclass

from station.codec import Codec
from station.exam.paper import Paper
from station.ids import CandidateId, CentreId, Digest, SeatNumber, SessionId
from station.store.stream import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptBundle:
    """One attempt, signed by the seat and sealed to the province.

    Attributes:
        rule_pack: Digest of the rule pack it was held under.
        records: The attempt's whole stream, from 1.
        check_in: The check-in's whole stream at the door, from 1.
    """

    centre: CentreId
    session: SessionId
    candidate: CandidateId
    seat: SeatNumber
    rule_pack: Digest
    paper: Paper
    records: tuple[Record, ...]
    check_in: tuple[Record, ...]


ATTEMPT_BUNDLE: Codec[AttemptBundle] = Codec(AttemptBundle)
