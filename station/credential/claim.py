"""What a card says of itself in a code that its centre signs, as few bytes as they can be.

No name and no number is in it: whoever scans it already holds the card that shows both.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import cbor2

from station.errors.document import DocumentMalformed, DocumentVersionUnknown
from station.ids import CardSerial, CentreId, ItemCode

KIND = "card-claim"

OLD_VERSION, VERSION = 1, 2
"""The old one does not name its centre."""

DAY_ZERO = date(2020, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardClaim:
    """One physical card: which record it is of, and which print of that record.

    Attributes:
        centre: Who printed it; empty on cards of a program before this one.
    """

    centre: CentreId
    serial: CardSerial
    item: ItemCode
    valid_until: date
    print_number: int
    sample: bool

    def pack(self) -> bytes:
        """Return the claim's only form: a CBOR array."""
        days = (self.valid_until - DAY_ZERO).days
        plain = [self.serial, self.item, days, self.print_number, self.sample]
        head = [VERSION, self.centre] if self.centre else [OLD_VERSION]
        return cbor2.dumps([*head, *plain], canonical=True)

    @classmethod
    def unpack(cls, raw: bytes) -> "CardClaim":
        """Read a claim.

        Raises:
            DocumentMalformed: It is none.
            DocumentVersionUnknown: It is one of a program newer than this.
        """
        try:
            version, *plain = cbor2.loads(raw)
            if version not in (OLD_VERSION, VERSION):
                raise DocumentVersionUnknown(kind=KIND)
            centre = plain.pop(0) if version == VERSION else ""
            serial, item, days, number, sample = plain
            claim = cls(
                centre=CentreId(str(centre)),
                serial=CardSerial(str(serial)),
                item=ItemCode(str(item)),
                valid_until=DAY_ZERO + timedelta(days=int(days)),
                print_number=int(number),
                sample=bool(sample),
            )
        except (cbor2.CBORError, ValueError, TypeError, OverflowError, IndexError) as exc:
            raise DocumentMalformed(kind=KIND) from exc
        if claim.pack() != raw:
            raise DocumentMalformed(kind=KIND)
        return claim
