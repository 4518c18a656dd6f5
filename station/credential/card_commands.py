"""What can be asked of a card on its way."""

from dataclasses import dataclass
from datetime import date

from station.credential.card_events import VoidReason
from station.credential.release import ReleaseFacts
from station.ids import CandidateId, CardSerial, Digest, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Compose:
    """Keep a card's picture ready, while its holder still sits the exam.

    Attributes:
        raster: SHA-256 of the black panel's bytes.
    """

    serial: CardSerial
    candidate: CandidateId
    raster: Digest


@dataclass(frozen=True, slots=True)
class Release:
    """Let the card be printed, if nothing stands in the way; also after it was not printed,
    and once more after it was voided."""

    facts: ReleaseFacts
    today: date


@dataclass(frozen=True, slots=True)
class Send:
    """Begin to send the card to this printer."""

    printer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPrinted:
    """The printer says that the card is in the tray."""

    transfer_ms: int
    mechanism_ms: int


@dataclass(frozen=True, slots=True)
class ReportNotPrinted:
    """The printer or its driver knows that the card was not printed, by this error code."""

    code: str


@dataclass(frozen=True, slots=True)
class ReportUnknown:
    """Nobody knows what became of the card: the cable, the power or the program failed."""

    code: str


@dataclass(frozen=True, slots=True)
class AnswerTray:
    """A person has looked into the tray."""

    printed: bool
    by: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Void:
    """Cut a printed card up: two persons, a reason and a picture of it."""

    reason: VoidReason
    first: StaffId
    second: StaffId
    picture: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Give the card to its holder: the face was compared once more, or two persons stand by.

    Attributes:
        unsigned: Why the holder did not sign, for which two persons stand; empty if they did.
    """

    by: tuple[StaffId, ...]
    similarity: float | None = None
    signature: Digest | None = None
    unsigned: str = ""


Command = (
    Compose
    | Release
    | Send
    | ReportPrinted
    | ReportNotPrinted
    | ReportUnknown
    | AnswerTray
    | Void
    | HandOver
)
