"""What the stock's sheet shows, and what can be asked for on it."""

from dataclasses import dataclass

from station.credential.stock import Stock
from station.errors import StationError
from station.flow.signatures import Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class StockSheet:
    """Blanks, bag and ribbons, and whether the day may be closed.

    Attributes:
        unanswered: Cards of which nobody has said whether they lie in the tray.
        uncollected: Names of those who passed and have not taken their card yet.
        closed: The day was closed just now.
        trouble: Why the last entry was not written down.
    """

    stock: Stock
    unanswered: int
    closed: bool
    trouble: StationError | None
    uncollected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiveBox:
    """A box of blanks came in."""

    box: str
    cards: int


@dataclass(frozen=True, slots=True)
class ReceiveRibbons:
    """Ribbons came in."""

    count: int


@dataclass(frozen=True, slots=True)
class LoadRibbon:
    """A ribbon was put into a printer."""


@dataclass(frozen=True, slots=True)
class SpoilBlanks:
    """Blanks are no good, and this is why."""

    cards: int
    why: str


@dataclass(frozen=True, slots=True)
class CountStock:
    """What was counted."""

    blanks: int
    voids: int
    ribbons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignDifference:
    """Two persons stand for what was counted."""

    case: str
    first: Signature
    second: Signature


@dataclass(frozen=True, slots=True)
class CloseDay:
    """End the day."""


StockIntent = (
    ReceiveBox | ReceiveRibbons | LoadRibbon | SpoilBlanks | CountStock | SignDifference | CloseDay
)
