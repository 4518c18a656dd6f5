"""The card desk's flow: composed at the door, released by the pass, printed once."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from station.clock import day_of
from station.credential.card_commands import AnswerTray, Command, Compose, Release, ReportUnknown
from station.credential.card_job import OUT, CardStage
from station.credential.release import may_print
from station.errors import StationError
from station.errors.printer import PrintUnconfirmed
from station.flow import card_view as view
from station.flow.card import Card, Outcome, day_spreads
from station.flow.card_book import PANEL, UNPRINTED, CardBook, Loaded
from station.flow.card_panel import card_claim, card_face
from station.flow.card_portrait import portrait
from station.flow.card_queue import CardQueue
from station.flow.card_sheets import CardSheets
from station.flow.card_slips import CardSlips
from station.flow.card_tools import CardTools
from station.flow.desk_file import Admission
from station.flow.drawn_card import DrawnCard, draw_card, to_bits
from station.flow.stock_view import StockIntent
from station.identity.retention_rules import days_after
from station.identity.roster import RosterEntry
from station.ids import CardSerial, MonoMs, digest_of
from station.store.stream import Record

NEWS_MS = 10_000
"""So often the console looks whether 'station sync' has brought word of a revoked card."""


class CardFlow:
    """All cards of one session. It is called on one thread."""

    def __init__(self, tools: CardTools) -> None:
        self._tools = tools
        self._book = CardBook(tools)
        self._cards = self._book.cards
        cards = self._cards.values()
        self._queue = CardQueue(
            tools, cards, stopped=self._is_stopped, report=self._give, go_on=self._go_on
        )
        self._stock_open = False
        self._news_at = tools.clock.mono()
        self._slips = CardSlips(tools)
        self._sheets = CardSheets(tools.sheets, self._give)

    def start(self, ready: Callable[[], None], failed: Callable[[StationError], None]) -> None:
        """Take the cards up where they were left; one that was being printed is unknown now."""

        def loaded(found: Loaded) -> None:
            self._book.take_up(found)
            for serial, card in self._cards.items():
                if card.stage is CardStage.PRINTING:
                    self._give(card, ReportUnknown(PrintUnconfirmed.code))
                self._tools.stock.follow(serial, card.live.state)
            self._queue.pump()
            ready()

        load = partial(self._tools.store.run, self._book.load, loaded, failed)
        self._tools.stock.start(load, failed)

    def rows(self) -> tuple[view.CardRow, ...]:
        """The cards that were begun and everybody who passed, as the window shows them."""
        return self._book.rows()

    def printers(self) -> tuple[view.PrinterRow, ...]:
        """The printers, as the window shows them."""
        return self._queue.rows()

    @property
    def sheet(self) -> view.CardSheet | None:
        """The sheet that is open at the counter; None if none is."""
        if self._stock_open:
            return self._tools.stock.sheet(self._book.unanswered, self._book.uncollected())
        return self._sheets.sheet

    def make_ready(self, admission: Admission) -> None:
        """Compose the candidate's card while the exam is still to come."""
        tools = self._tools
        card = self._book.granted(admission.entry)
        if card is None or not self.needs_picture(admission.entry):
            return
        grant = card.grant
        card.trouble = self._book.hindrance(card)
        if card.trouble is not None:
            return  # a card never carries what stands for a character
        claim = card_claim(tools.session, grant, card.live.state.print_number)
        code = tools.sign(claim.pack())
        entry = admission.entry

        def composed(drawn: DrawnCard) -> None:
            card.drawn, card.reprint = drawn, False
            bits = to_bits(drawn)
            delete_after = days_after(tools.clock.wall(), tools.session.rules.retention.panel_days)
            keep = partial(tools.pictures.put, card.live.name, PANEL, bits, delete_after)
            command = Compose(
                serial=grant.serial,
                candidate=grant.candidate,
                raster=digest_of(bits),
            )
            tools.store.run(keep, lambda _: self._give(card, command), tools.failed)

        def framed(photo: bytes) -> None:
            face = card_face(tools.session, entry, grant, photo, code)
            draw = partial(draw_card, face, tools.session.template)
            tools.office.run(draw, composed, tools.failed)

        see = partial(portrait, entry.photo or admission.head, tools.sheets.faces)
        tools.sheets.eye.run(see, framed, tools.failed)

    def finished(self, outcome: Outcome) -> None:
        """An attempt is graded: release its card, if nothing stands in the way."""
        card = self._book.note(outcome)
        if card is not None:
            self._go_on(card)
        self._tools.changed()

    def needs_picture(self, entry: RosterEntry) -> bool:
        """Whether this candidate may be given a card whose picture is not here."""
        card = self._book.granted(entry)
        if card is None:
            return False
        if card.stage is CardStage.VOIDED:
            return card.reprint
        return card.stage in UNPRINTED and (card.drawn is None or card.stage is CardStage.NEW)

    def go_on(self) -> None:
        """Do again what could not be saved, and look after the printers; once a second."""
        self._look_for_news()
        self._queue.look()
        for card in self._cards.values():
            self._go_on(card)
        self._queue.pump()
        if self._book.under_way:
            self._tools.changed()

    def _look_for_news(self) -> None:
        tools, now = self._tools, self._tools.clock.mono()
        if now < self._news_at:
            return
        self._news_at = MonoMs(now + NEWS_MS)

        def came(revoked: frozenset[CardSerial]) -> None:
            if revoked != self._book.revoked:
                self._book.revoked = revoked
                tools.changed()

        tools.store.run(tools.revoked, came, tools.failed)

    def _is_stopped(self, card: Card) -> bool:
        """Whether something came up since a card was released, or is not known after a restart."""
        return bool(self._book.obstacles(card))

    def _go_on(self, card: Card) -> None:
        """Take the step that follows by itself from where a card stands."""
        if card.report is not None:
            self._give(card, card.report)
        elif self._goes_by_itself(card):
            self._release(card)

    def _goes_by_itself(self, card: Card) -> bool:
        """Whether a card may be queued unasked: the first time, or where it is known not to be
        printed and another printer may try."""
        if card.stage is CardStage.COMPOSED:
            return card.outcome is not None
        known = card.stage is CardStage.NOT_PRINTED and not card.asked
        return known and self._queue.fits(card)

    # What the staff wish

    def intent(self, intent: view.CardIntent) -> None:
        """Hear what the staff wish of a card."""
        if isinstance(intent, view.OpenStock | view.CloseStock):
            self._stock_open = isinstance(intent, view.OpenStock)
            self._tools.changed()
        elif isinstance(intent, StockIntent):
            spreads = day_spreads(card.times for card in self._cards.values())
            self._tools.stock.intent(
                intent, self._book.unanswered, spreads, self._book.uncollected()
            )
            self._queue.pump()
        else:
            self._of_card(intent)

    def _of_card(self, intent: view.OneCardIntent) -> None:
        duty = self._tools.session.duty.who
        card = self._cards[intent.serial]
        match intent:
            case view.PrintAgain():
                self._print_again(card)
            case view.AnswerTray(_, printed):
                card.asked = True
                self._give(card, AnswerTray(printed, duty))
            case view.HandOver():
                if card.stage is CardStage.PRINTED:
                    self._sheets.open_hand_over(card)
            case view.OpenSlip():
                self._slips.show(card)
            case view.VoidCard():
                if card.stage in OUT:
                    self._sheets.open_void(card)
            case view.ConfirmHandOver():
                self._sheets.hand_over(card, intent)
            case view.TakePicture():
                self._sheets.take_picture()
            case view.ConfirmVoid():
                self._sheets.void(card, intent)
            case view.CloseSheet():
                self._sheets.close()
            case _:
                assert_never(intent)

    def _print_again(self, card: Card) -> None:
        """Queue a card again that is known not to be printed, or was voided."""
        if card.stage is CardStage.VOIDED and not self._book.obstacles(card):
            card.drawn, card.reprint = None, True
        card.trouble, card.asked = None, False
        if card.drawn is None:
            card.tried.clear()
            self._tools.recall(card.grant.candidate)  # it is composed anew, and then printed
            return
        self._queue.try_again(card)
        self._release(card)

    # A card's stream

    def _release(self, card: Card) -> None:
        today = day_of(self._tools.clock.wall())
        facts = self._book.facts(card)
        if not may_print(facts, today):
            self._give(card, Release(facts, today))

    def _give(self, card: Card, command: Command) -> None:
        def saved(records: tuple[Record, ...]) -> None:
            if command is card.report:
                card.report = None
            card.times.follow(records)
            self._tools.stock.follow(card.grant.serial, card.live.state)
            self._tools.changed()
            if records:
                self._go_on(card)
            self._queue.pump()

        card.live.give(command, saved, self._tools.failed)
