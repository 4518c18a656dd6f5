"""A card that the province took back after it was handed over (RULES 4.2, F29)."""

from dataclasses import dataclass

from station.codec import Codec
from station.ids import CardSerial, CentreId, UnixMs


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """The province's word that a card counts no more.

    Attributes:
        centre: Which printed it.
        reason: In the province's words, without names.
    """

    serial: CardSerial
    centre: CentreId
    reason: str
    at: UnixMs


REVOCATION: Codec[Revocation] = Codec(Revocation)
