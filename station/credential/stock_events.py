"""What happened to the blank cards and ribbons, as it is saved. A saved event is never changed."""

from dataclasses import dataclass
from datetime import date

from station.codec import Codec
from station.ids import CardSerial, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxReceived:
    """A box of blank cards came into the safe; `box` is what is written on it."""

    box: str
    cards: int
    by: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class RibbonsReceived:
    """Ribbons came into the safe."""

    count: int
    by: StaffId


@dataclass(frozen=True, slots=True)
class RibbonLoaded:
    """A ribbon went from the safe into a printer."""

    by: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankPrinted:
    """A blank became a card.

    Attributes:
        print_number: Which print of the card's record it is.
        sample: It is a drill's card.
    """

    serial: CardSerial
    print_number: int
    sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardVoided:
    """A printed card was cut up and lies in the bag."""

    serial: CardSerial
    print_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlanksSpoiled:
    """Blanks that no card's record knows are no good: fed and not printed, or test prints."""

    cards: int
    why: str
    by: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A person has counted: blanks that are left, cards in the bag, ribbons that are left."""

    blanks: int
    voids: int
    ribbons: int
    by: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceSigned:
    """Two persons stand for what was counted; from here on it is what is expected.

    Attributes:
        case: What happened, in their words.
    """

    case: str
    first: StaffId
    second: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosed:
    """The day balances."""

    day: date
    by: StaffId


StockEvent = (
    BoxReceived
    | RibbonsReceived
    | RibbonLoaded
    | BlankPrinted
    | CardVoided
    | BlanksSpoiled
    | Counted
    | DifferenceSigned
    | DayClosed
)

STOCK_EVENT: Codec[StockEvent] = Codec(StockEvent)
