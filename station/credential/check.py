"""Is this card one of ours, and does it still count? From the centre's own records alone."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from station.credential.card_job import OUT, CardStage, CardWay
from station.credential.claim import CardClaim
from station.ids import CardSerial


class Finding(StrEnum):
    """What a check came to. Only the official register says what counts in law."""

    ISSUED = "issued"
    VOID = "void"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    FORGED = "forged"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRecord:
    """What the centre has of a card.

    Attributes:
        revoked: The province took it back.
        sample: It was printed in a drill.
    """

    serial: CardSerial
    way: CardWay
    valid_until: date
    revoked: bool
    sample: bool


def check_card(record: CardRecord | None, claim: CardClaim | None, today: date) -> Finding:
    """Judge a card by its record.

    Args:
        claim: What the centre signed in its code; None if the code is the province's, which does
            not tell one print of a card from another.
    """
    if record is None or record.way.stage is CardStage.NEW:
        return Finding.UNKNOWN
    way = record.way
    if record.revoked:
        return Finding.REVOKED
    if claim is not None and claim.print_number <= len(way.voids):
        return Finding.VOID
    if claim is not None and claim.print_number > way.print_number:
        return Finding.UNKNOWN
    if way.stage not in OUT:
        return Finding.VOID if way.voids else Finding.UNKNOWN
    if record.sample:
        return Finding.SAMPLE
    return Finding.EXPIRED if today > record.valid_until else Finding.ISSUED
