"""The stock of blank cards at the card desk: it follows the cards by itself and asks for counts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from station.clock import Clock, day_of
from station.credential.card_job import CardWay
from station.credential.stock import CloseDay, Note, Stock, StockCommand, decide, evolve
from station.credential.stock_events import (
    STOCK_EVENT,
    BlankPrinted,
    BlanksSpoiled,
    BoxReceived,
    CardVoided,
    Counted,
    DifferenceSigned,
    RibbonLoaded,
    RibbonsReceived,
    StockEvent,
)
from station.errors import StationError
from station.errors.flow import DayNotClosed, StockEntryRefused
from station.flow import stock_view as view
from station.flow.lane import Lane
from station.flow.live_stream import Ledger, LiveStream, Machine
from station.flow.papers import OpenSession
from station.flow.signing import Signing
from station.ids import CardSerial, StreamId
from station.printer.day_report import DayReport, Spread, Uncollected, day_pdf
from station.store.event_log import EventLog
from station.store.stream import Record

STREAM = StreamId("stock/cards")
"""One for the whole centre: blanks know no sessions."""

STOCK: Machine[Stock, StockCommand, StockEvent] = Machine(
    start=Stock(),
    decide=lambda stock, command, _: decide(stock, command),
    evolve=evolve,
    codec=STOCK_EVENT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StockTools:
    """What the stock works with.

    Attributes:
        keep_report: Keeps a day's report under a name; it blocks, on the office's lane.
    """

    session: OpenSession
    clock: Clock
    store: Lane
    log: EventLog
    office: Lane
    signing: Signing
    keep_report: Callable[[str, bytes], None]
    changed: Callable[[], None]


class StockFlow:
    """The stock and its sheet. It is called on one thread."""

    def __init__(self, tools: StockTools) -> None:
        self._tools = tools
        ledger = Ledger(log=tools.log, lane=tools.store, clock=tools.clock)
        self._live = LiveStream(STREAM, STOCK, ledger)
        self._trouble: StationError | None = None
        self._closed = False

    @property
    def locked(self) -> bool:
        """Whether no card may be printed: drawer and books disagreed, and nobody stands for it."""
        return self._live.state.locked

    def start(self, ready: Callable[[], None], failed: Callable[[StationError], None]) -> None:
        """Read what was written down before."""

        def loaded(records: tuple[Record, ...]) -> None:
            self._live.replay(records)
            ready()

        self._tools.store.run(partial(self._tools.log.read, STREAM), loaded, failed)

    def follow(self, serial: CardSerial, way: CardWay) -> None:
        """Write down what a card took from the drawer, if it is not written down yet."""
        stock, sample = self._live.state, self._tools.session.drill
        for number in range(1, way.blanks + 1):
            if (serial, number) not in stock.printed:
                self._note(BlankPrinted(serial=serial, print_number=number, sample=sample))
        for number in range(1, len(way.voids) + 1):
            if (serial, number) not in stock.voided:
                self._note(CardVoided(serial=serial, print_number=number))

    def sheet(self, unanswered: int, uncollected: tuple[Uncollected, ...]) -> view.StockSheet:
        """The sheet as the window shows it."""
        return view.StockSheet(
            stock=self._live.state,
            unanswered=unanswered,
            uncollected=tuple(each.name for each in uncollected),
            closed=self._closed,
            trouble=self._trouble,
        )

    def intent(
        self,
        intent: view.StockIntent,
        unanswered: int,
        spreads: tuple[Spread, ...],
        uncollected: tuple[Uncollected, ...],
    ) -> None:
        """Hear what the staff wish of the stock.

        Args:
            unanswered: Cards whose fate nobody has said.
            spreads: How long the day's cards took, for the report.
            uncollected: Cards whose holders passed and have not taken them yet.
        """
        by = self._tools.session.duty.who
        self._trouble, self._closed = None, False
        match intent:
            case view.ReceiveBox(box, cards):
                self._write(BoxReceived(box=box, cards=cards, by=by))
            case view.ReceiveRibbons(count):
                self._write(RibbonsReceived(count=count, by=by))
            case view.LoadRibbon():
                self._write(RibbonLoaded(by=by))
            case view.SpoilBlanks(cards, why):
                self._write(BlanksSpoiled(cards=cards, why=why, by=by))
            case view.CountStock(blanks, voids, ribbons):
                self._write(Counted(blanks=blanks, voids=voids, ribbons=ribbons, by=by))
            case view.SignDifference():
                self._sign(intent)
            case view.CloseDay():
                self._close_day(unanswered, spreads, uncollected)
            case _:
                assert_never(intent)
        self._tools.changed()

    def _sign(self, wish: view.SignDifference) -> None:
        signed = DifferenceSigned(case=wish.case, first=wish.first.staff, second=wish.second.staff)
        self._tools.signing.two(wish.first, wish.second, lambda: self._write(signed), self._failed)

    def _close_day(
        self, unanswered: int, spreads: tuple[Spread, ...], uncollected: tuple[Uncollected, ...]
    ) -> None:
        tools, before = self._tools, self._live.state
        today = day_of(tools.clock.wall())
        names = {person.id: person.name for person in tools.session.package.staff}
        duty = tools.session.duty.who

        def closed(records: tuple[Record, ...]) -> None:
            if not records:
                self._failed(DayNotClosed())
                return
            self._closed = True
            report = DayReport(
                centre=tools.session.package.centre,
                day=today,
                by=names.get(duty, duty),
                stock=before,
                spreads=spreads,
                uncollected=uncollected,
                names=tuple(names.items()),
                sample=tools.session.drill,
            )
            keep = partial(tools.keep_report, f"cards-{today.isoformat()}.pdf", day_pdf(report))
            tools.office.run(keep, lambda _: tools.changed(), self._failed)

        self._live.give(CloseDay(today, duty, unanswered), closed, self._failed)

    def _write(self, event: StockEvent) -> None:
        """Write down what a person says; a refusal is told."""

        def saved(records: tuple[Record, ...]) -> None:
            if not records:
                self._failed(StockEntryRefused())
            self._tools.changed()

        self._live.give(Note(event), saved, self._failed)

    def _note(self, event: StockEvent) -> None:
        """Write down what the program saw; what is there already is passed over."""
        self._live.give(Note(event), lambda _: self._tools.changed(), self._failed)

    def _failed(self, error: StationError) -> None:
        self._trouble = error
        self._tools.changed()
