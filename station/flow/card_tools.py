"""What the card desk works with; the mode chooses each."""

from collections.abc import Callable
from dataclasses import dataclass

from station.clock import Clock
from station.errors import StationError
from station.flow.card_printers import DeskPrinter
from station.flow.card_sheets import SheetTools
from station.flow.lane import Lane
from station.flow.papers import OpenSession
from station.flow.stock import StockFlow
from station.identity.roster import RosterEntry
from station.ids import CandidateId, CardSerial
from station.printer.day_report import Uncollected
from station.store.event_log import EventLog
from station.store.pictures import Pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTools:
    """All of it for one session.

    Attributes:
        printers: Those that take the cards in turn.
        stock: Where each blank that was used is written down.
        sheets: What is needed to hand a card over or to void one.
        earlier: Cards of earlier sessions that wait for their holders.
        issued: Grants whose certificate was printed in an earlier session.
        revoked: Names the cards that the province took back; it blocks, on the store's lane.
        sign: Makes what a card says of itself the text of a code, signed by the centre.
        show_slip: Opens a slip, to be printed, under a name; False if nothing here can.
        recall: Asks the desk for a candidate's picture once more.
        named: Gives somebody of the roster the name that two persons made whole at the door.
        passed: Whether another coordinator has taken over: then nothing is printed here.
    """

    session: OpenSession
    clock: Clock
    store: Lane
    log: EventLog
    pictures: Pictures
    office: Lane
    printers: tuple[DeskPrinter, ...]
    stock: StockFlow
    sheets: SheetTools
    earlier: tuple[Uncollected, ...]
    issued: frozenset[CardSerial]
    revoked: Callable[[], frozenset[CardSerial]]
    sign: Callable[[bytes], str]
    show_slip: Callable[[str, bytes], bool]
    recall: Callable[[CandidateId], None]
    changed: Callable[[], None]
    failed: Callable[[StationError], None]
    named: Callable[[RosterEntry], RosterEntry] = lambda entry: entry
    passed: Callable[[], bool] = lambda: False
