"""What an identity document says."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DocumentKind(StrEnum):
    """Documents that a candidate may be admitted with."""

    RESIDENT = "resident"
    RESIDENT_HK_MO_TW = "resident-hk-mo-tw"
    FOREIGNER_2017 = "foreigner-2017"
    FOREIGNER_2023 = "foreigner-2023"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IdentityDocument:
    """An ID card as its chip gives it; nothing of it may reach a log.

    Attributes:
        number: Normalised: upper case, ASCII.
        name: As on the chip; long names are cut there at 15 UTF-16 units.
        sex: GB/T 2261.1: "1" male, "2" female, "0" or "9" not stated.
        valid_until: None for "long-term".
        raw_photo: The chip's compressed photo, 1024 bytes, or empty.
    """

    kind: DocumentKind
    number: str
    name: str
    sex: str
    birth: date
    valid_from: date
    valid_until: date | None
    raw_photo: bytes = b""

    def __repr__(self) -> str:
        return f"IdentityDocument({self.kind})"
