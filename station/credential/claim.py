"""What a card says of itself in a code that its centre signs, as few bytes as they can be.

No name and no number is in it: whoever scans it already holds the card that shows both.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import cbor2

from station.errors.document import DocumentMalformed
from station.ids import CardSerial, ItemCode

VERSION = 1
DAY_ZERO = date(2020, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardClaim:
    """One physical card: which record it is of, and which print of that record."""

    serial: CardSerial
    item: ItemCode
    valid_until: date
    print_number: int
    sample: bool

    def pack(self) -> bytes:
        """Return the claim's only form: a CBOR array."""
        days = (self.valid_until - DAY_ZERO).days
        plain = [VERSION, self.serial, self.item, days, self.print_number, self.sample]
        return cbor2.dumps(plain, canonical=True)

    @classmethod
    def unpack(cls, raw: bytes) -> "CardClaim":
        """Read a claim.

        Raises:
            DocumentMalformed: It is none.
        """
        try:
            version, serial, item, days, number, sample = cbor2.loads(raw)
            claim = cls(
                serial=CardSerial(str(serial)),
                item=ItemCode(str(item)),
                valid_until=DAY_ZERO + timedelta(days=int(days)),
                print_number=int(number),
                sample=bool(sample),
            )
        except (cbor2.CBORError, ValueError, TypeError, OverflowError, EOFError) as exc:
            raise DocumentMalformed(kind="card-claim") from exc
        if version != VERSION or claim.pack() != raw:
            raise DocumentMalformed(kind="card-claim")
        return claim
