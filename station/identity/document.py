"""What an identity document says: its chip, or the people who read it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from station.identity.admission_rules import Paper
from station.identity.number import NumberKind


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


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TypedDocument:
    """A document as staff read it with their own eyes, where no chip answers.

    Attributes:
        kind: None for the kinds that are told by the form of their number.
        number: As typed.
        paper: What lies on the table, and so why it was typed.
        name: As typed; empty if it was left to the roster: two persons compare that one.
    """

    kind: NumberKind | None
    paper: Paper
    number: str
    name: str

    def __repr__(self) -> str:
        return f"TypedDocument({self.paper})"
