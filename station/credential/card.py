"""What a certificate card says."""

from dataclasses import dataclass
from datetime import date

from station.codec import later
from station.ids import CandidateId, CardSerial, ItemCode


@dataclass(frozen=True, slots=True)
class CertificateKey:
    """What tells one certificate from another: a person's items share the number.

    Source:
        RULES 2.6.
    """

    candidate: CandidateId
    item: ItemCode
    first_issued: date


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueGrant:
    """The province's leave to give one person one card; nobody else can make one.

    Attributes:
        serial: Names this card on its way through the centre.
        qr: What the QR code holds, given by the province and never made up here.
        expires: Last day on which the card may be printed.
        practical_passed: Day on which the practical exam of this item was passed; None if it is
            still to come, or if the item is only reviewed.
    """

    serial: CardSerial
    candidate: CandidateId
    item: ItemCode
    qr: str
    expires: date
    first_issued: date
    valid_from: date
    practical_passed: date | None = later(None)

    @property
    def key(self) -> CertificateKey:
        return CertificateKey(self.candidate, self.item, self.first_issued)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CardFace:
    """The words on a card.

    Attributes:
        number: "T" and the holder's ID number; a manager's is without the "T". A person's items
            share it.
        qr: What the province gave for the code; may be empty.
        signed: What the centre signed for the code; empty where the rules do not allow it.
        photo: JPEG of the holder, cut to the head.
        sample: A drill's card, marked SAMPLE across its face.
    """

    serial: CardSerial
    number: str
    name: str
    sex: str
    category: str
    item: str
    first_issued: date
    valid_from: date
    valid_until: date
    review_by: date
    issuer: str
    qr: str
    photo: bytes
    signed: str = ""
    sample: bool

    def __repr__(self) -> str:
        return f"CardFace({self.serial})"
