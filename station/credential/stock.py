"""The stock of blank cards: what came in, what became of each, and whether the drawer agrees.

RULES 4.2, F30: a day is closed only when it balances. What was counted and is not what is expected
locks the printers until two persons have signed for it: no entry and no second count by one person
makes a difference go away. What the program itself sees, a card that was under way, is still noted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import assert_never

from station.credential.stock_events import (
    BlankPrinted,
    BlanksSpoiled,
    BoxReceived,
    CardVoided,
    Counted,
    DayClosed,
    DifferenceSigned,
    RibbonLoaded,
    RibbonsReceived,
    StockEvent,
)
from station.ids import CardSerial, StaffId

OF_THE_DRAWER = (BoxReceived, RibbonsReceived, RibbonLoaded, BlanksSpoiled)
"""What one person moves or says; nothing of it counts while a difference is open."""

Print = tuple[CardSerial, int]
"""A physical card: its record's serial, and which print of that record it is."""


@dataclass(frozen=True, slots=True)
class Note:
    """Write down what happened; refused where it happened already or makes no sense."""

    event: StockEvent


@dataclass(frozen=True, slots=True)
class CloseDay:
    """End the day.

    Attributes:
        unanswered: Cards of which nobody has said whether they lie in the tray.
    """

    day: date
    by: StaffId
    unanswered: int


StockCommand = Note | CloseDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What should be in the drawer, or what was counted there."""

    blanks: int = 0
    voids: int = 0
    ribbons: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            blanks=self.blanks + other.blanks,
            voids=self.voids + other.voids,
            ribbons=self.ribbons + other.ribbons,
        )

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(
            blanks=self.blanks - other.blanks,
            voids=self.voids - other.voids,
            ribbons=self.ribbons - other.ribbons,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDifference:
    """What two persons stood for, and how much it was."""

    case: str
    first: StaffId
    second: StaffId
    amount: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """The state: a reading of the stock's events.

    Attributes:
        expected: What should be there now.
        counted: What was counted since the last movement; None if nothing was.
        locked: A count did not agree and nobody has signed for it since: nothing may be printed.
        opening: What was there when the day began.
        boxes: The boxes that came in, ever.
        printed: The physical cards that were printed, ever, with whether they were samples.
        voided: Those of them that were cut up.
        received, spoiled, made, samples, cut: Of the day, in cards.
        ribbons_received, ribbons_loaded: Of the day.
        signed: The day's differences.
        closed: The last day that was closed; None if none was.
    """

    expected: Tally = field(default_factory=Tally)
    counted: Tally | None = None
    locked: bool = False
    opening: Tally = field(default_factory=Tally)
    boxes: frozenset[str] = frozenset()
    printed: frozenset[Print] = frozenset()
    voided: frozenset[Print] = frozenset()
    received: int = 0
    spoiled: int = 0
    made: int = 0
    samples: int = 0
    cut: int = 0
    ribbons_received: int = 0
    ribbons_loaded: int = 0
    signed: tuple[SignedDifference, ...] = ()
    closed: date | None = None

    @property
    def difference(self) -> Tally | None:
        """What was counted more (or, below zero, less) than expected; None if not counted."""
        return self.counted - self.expected if self.counted is not None else None

    @property
    def balanced(self) -> bool:
        """Whether it was counted, and the drawer and the books agree or two persons have signed."""
        return self.difference == Tally() and not self.locked


def decide(stock: Stock, command: StockCommand) -> tuple[StockEvent, ...]:
    """Judge a command and name what it makes happen; nothing, if it is refused."""
    match command:
        case Note(event):
            return (event,) if _makes_sense(stock, event) else ()
        case CloseDay(day, by, unanswered):
            old = stock.closed is not None and day <= stock.closed
            if old or unanswered or not stock.balanced:
                return ()
            return (DayClosed(day=day, by=by),)
    assert_never(command)


def evolve(stock: Stock, event: StockEvent) -> Stock:
    """Apply one saved event; each movement makes an earlier count worth nothing."""
    match event:
        case BoxReceived(box=box, cards=cards):
            moved = _moved(stock, blanks=cards)
            return replace(moved, boxes=stock.boxes | {box}, received=stock.received + cards)
        case RibbonsReceived(count=count):
            moved = _moved(stock, ribbons=count)
            return replace(moved, ribbons_received=stock.ribbons_received + count)
        case RibbonLoaded():
            moved = _moved(stock, ribbons=-1)
            return replace(moved, ribbons_loaded=stock.ribbons_loaded + 1)
        case BlankPrinted(serial=serial, print_number=number, sample=sample):
            return replace(
                _moved(stock, blanks=-1),
                printed=stock.printed | {(serial, number)},
                made=stock.made + (not sample),
                samples=stock.samples + sample,
            )
        case CardVoided(serial=serial, print_number=number):
            voided = stock.voided | {(serial, number)}
            return replace(_moved(stock, voids=1), voided=voided, cut=stock.cut + 1)
        case BlanksSpoiled(cards=cards):
            return replace(_moved(stock, blanks=-cards), spoiled=stock.spoiled + cards)
        case Counted(blanks=blanks, voids=voids, ribbons=ribbons):
            found = Tally(blanks=blanks, voids=voids, ribbons=ribbons)
            return replace(stock, counted=found, locked=stock.locked or found != stock.expected)
        case DifferenceSigned():
            return _signed(stock, event)
        case DayClosed(day=day):
            new = replace(stock.expected, voids=0)  # the bag is sealed and put away
            return replace(
                stock, expected=new, opening=new, counted=None, closed=day, signed=(),
                received=0, spoiled=0, made=0, samples=0, cut=0,
                ribbons_received=0, ribbons_loaded=0,
            )  # fmt: skip
    assert_never(event)


def replay(events: Iterable[StockEvent]) -> Stock:
    """Rebuild the stock after a restart."""
    return reduce(evolve, events, Stock())


def _makes_sense(stock: Stock, event: StockEvent) -> bool:
    if stock.locked and isinstance(event, OF_THE_DRAWER):
        return False
    match event:
        case BoxReceived(box=box, cards=cards):
            return bool(box) and box not in stock.boxes and cards > 0
        case RibbonsReceived(count=count):
            return count > 0
        case RibbonLoaded():
            return stock.expected.ribbons > 0
        case BlankPrinted(serial=serial, print_number=number):
            return (serial, number) not in stock.printed
        case CardVoided(serial=serial, print_number=number):
            key = (serial, number)
            return key in stock.printed and key not in stock.voided
        case BlanksSpoiled(cards=cards, why=why):
            return cards > 0 and bool(why)
        case Counted(blanks=blanks, voids=voids, ribbons=ribbons):
            return min(blanks, voids, ribbons) >= 0
        case DifferenceSigned(case=case, first=first, second=second):
            return stock.locked and bool(case) and first != second
        case DayClosed():
            return False  # only CloseDay closes a day
    assert_never(event)


def _signed(stock: Stock, event: DifferenceSigned) -> Stock:
    signed = SignedDifference(
        case=event.case,
        first=event.first,
        second=event.second,
        amount=stock.difference or Tally(),
    )
    expected = stock.counted or stock.expected
    return replace(stock, expected=expected, locked=False, signed=(*stock.signed, signed))


def _moved(stock: Stock, *, blanks: int = 0, voids: int = 0, ribbons: int = 0) -> Stock:
    by = Tally(blanks=blanks, voids=voids, ribbons=ribbons)
    # A card under way ends while the books are locked: what was counted is one card less, too.
    counted = stock.counted + by if stock.locked and stock.counted is not None else None
    return replace(stock, expected=stock.expected + by, counted=counted)
