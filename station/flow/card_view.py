"""What the card desk shows, and what its staff can ask for."""

from dataclasses import dataclass
from enum import StrEnum

from station.credential.card_events import VoidReason
from station.credential.card_job import CardStage
from station.credential.release import Obstacle
from station.errors import StationError
from station.flow.signatures import Signature
from station.flow.stock_view import StockIntent, StockSheet
from station.ids import CandidateId, CardSerial
from station.printer.port import PrinterState


class Part(StrEnum):
    """Where the time of a card goes."""

    DECISION = "decision"
    QUEUE = "queue"
    TRANSFER = "transfer"
    MECHANISM = "mechanism"


@dataclass(frozen=True, slots=True)
class Lap:
    """One part of a card's way by the stopwatch.

    Attributes:
        running: It is not over yet.
    """

    part: Part
    seconds: float
    running: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """One card of the queue.

    Attributes:
        serial: Empty if the province has granted this candidate no card.
        reason: What went wrong with it, as an error to explain; None if nothing did.
        obstacles: Why it may not be printed, once the exam is graded.
        revoked: The province took it back: get it from its holder and void it.
        print_number: 1, and one more for each card of this record that was voided.
        seconds: From the submit to the tray; None until it is there.
        laps: What the stopwatch says of its parts, until the holder has the card.
    """

    candidate: CandidateId
    serial: CardSerial
    name: str
    item: str
    stage: CardStage
    reason: StationError | None
    seconds: float | None
    obstacles: tuple[Obstacle, ...] = ()
    print_number: int = 1
    revoked: bool = False
    laps: tuple[Lap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterRow:
    """One printer of the desk.

    Attributes:
        printing: The card in it; None while it is free.
        state: How it said to be last; None if it was not asked, or did not answer.
        prints_left: On its ribbon, if it tells.
        trouble: What its last card failed with; None if it came out.
    """

    name: str
    printing: CardSerial | None
    state: PrinterState | None
    prints_left: int | None
    trouble: StationError | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VoidSheet:
    """A printed card is to be cut up: reason, picture and two persons are asked for.

    Attributes:
        proof: The card as it was printed, PNG; empty if its picture is gone.
        picture: The cut card before the desk's camera, JPEG; empty before it was taken.
        trouble: Why the last step did not work.
    """

    serial: CardSerial
    name: str
    print_number: int
    proof: bytes
    picture: bytes
    trouble: StationError | None


class Holder(StrEnum):
    """What the look at whoever reaches for a card came to."""

    LOOKING = "looking"
    KNOWN = "known"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HandOverSheet:
    """A card is to be handed over: is it the holder, and where do they sign?

    Attributes:
        tail: Last four characters of the holder's number.
        head: The holder at the door, or the enrolment photo, JPEG.
        seen: Who stands there now, JPEG; empty if nobody was seen.
    """

    serial: CardSerial
    name: str
    tail: str
    proof: bytes
    head: bytes
    seen: bytes
    holder: Holder
    trouble: StationError | None


CardSheet = VoidSheet | HandOverSheet | StockSheet


@dataclass(frozen=True, slots=True)
class PrintAgain:
    """Try a card again that is known not to be printed, or print a voided one anew."""

    serial: CardSerial


@dataclass(frozen=True, slots=True)
class AnswerTray:
    """Say whether a card of unknown fate lies in the tray."""

    serial: CardSerial
    printed: bool


@dataclass(frozen=True, slots=True)
class HandOver:
    """Somebody reaches for a card: look who it is."""

    serial: CardSerial


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmHandOver:
    """The holder takes the card.

    Attributes:
        signature: PNG of what the holder wrote; empty if nothing.
        together: Two persons who vouch for the holder; None where the face was known.
        unsigned: Why the holder does not sign; then two persons sign in any case.
    """

    serial: CardSerial
    signature: bytes
    together: tuple[Signature, Signature] | None
    unsigned: str = ""


@dataclass(frozen=True, slots=True)
class OpenSlip:
    """Open the slip of a card that was handed over, to print it."""

    serial: CardSerial


@dataclass(frozen=True, slots=True)
class VoidCard:
    """A printed card is no good: open the sheet to void it."""

    serial: CardSerial


@dataclass(frozen=True, slots=True)
class TakePicture:
    """Take a picture of the cut card."""

    serial: CardSerial


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmVoid:
    """Two persons void the card."""

    serial: CardSerial
    reason: VoidReason
    first: Signature
    second: Signature


@dataclass(frozen=True, slots=True)
class CloseSheet:
    """Go back to the queue without doing anything."""

    serial: CardSerial


@dataclass(frozen=True, slots=True)
class OpenStock:
    """Look at the stock of blanks, or end the day."""


@dataclass(frozen=True, slots=True)
class CloseStock:
    """Put the stock's sheet away."""


OneCardIntent = (
    PrintAgain
    | AnswerTray
    | HandOver
    | OpenSlip
    | ConfirmHandOver
    | VoidCard
    | TakePicture
    | ConfirmVoid
    | CloseSheet
)

CardIntent = StockIntent | OpenStock | CloseStock | OneCardIntent
