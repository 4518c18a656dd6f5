"""What happened to a card, as it is saved. A saved event is never changed."""

from dataclasses import dataclass
from enum import StrEnum

from station.codec import Codec, later
from station.ids import CandidateId, CardSerial, Digest, StaffId


class VoidReason(StrEnum):
    """Why a card was cut up."""

    SMUDGED = "smudged"
    PHOTO_WRONG = "photo-wrong"
    WORDS_WRONG = "words-wrong"
    WRONG_PERSON = "wrong-person"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """The card's picture is kept ready.

    Attributes:
        raster: SHA-256 of the black panel's bytes.
    """

    serial: CardSerial
    candidate: CandidateId
    raster: Digest


@dataclass(frozen=True, slots=True)
class Released:
    """Nothing stands in the way: the card may go to a printer."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The card goes to this printer; saved before the first byte does."""

    printer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The printer says that the card is in the tray, and where its time went."""

    transfer_ms: int
    mechanism_ms: int


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """The printer or its driver knows that it was not printed, by this error code."""

    code: str


@dataclass(frozen=True, slots=True)
class WentUnknown:
    """Nobody knows what became of it: the cable, the power or the program failed."""

    code: str


@dataclass(frozen=True, slots=True)
class TrayAnswered:
    """A person has looked into the tray."""

    printed: bool
    by: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided:
    """The printed card was cut up before two persons' eyes.

    Attributes:
        picture: SHA-256 of the picture of the cut card.
    """

    reason: VoidReason
    first: StaffId
    second: StaffId
    picture: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """The holder has the card.

    Attributes:
        by: Who of the staff stood by it: one where the face was compared, else two.
        similarity: Of the holder's face at that moment; None if it was not compared.
        signature: SHA-256 of the holder's signature; None if the holder did not sign.
        unsigned: Why not. Cards of a program before this one could go without either.
    """

    by: tuple[StaffId, ...]
    similarity: float | None
    signature: Digest | None
    unsigned: str = later("")


Event = (
    Composed
    | Released
    | Sent
    | Printed
    | NotPrinted
    | WentUnknown
    | TrayAnswered
    | Voided
    | HandedOver
)

CARD_EVENT: Codec[Event] = Codec(Event)
