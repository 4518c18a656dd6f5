"""The card desk's flow: composed at the door, released by the pass, printed once."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from station.clock import day_of
from station.credential.card import IssueGrant
from station.credential.card_commands import (
    AnswerTray,
    Command,
    Compose,
    Release,
    ReportNotPrinted,
    ReportPrinted,
    ReportUnknown,
    Send,
)
from station.credential.card_job import OUT, CardStage
from station.credential.catalogue import title_of
from station.credential.release import Obstacle, ReleaseFacts, may_print
from station.errors import StationError
from station.errors.flow import CardPictureMissing
from station.errors.printer import PrintUnconfirmed
from station.flow import card_view as view
from station.flow.card import CARD, Card, Outcome, day_spreads, uncollected
from station.flow.card_panel import card_claim, card_face, no_glyph
from station.flow.card_printers import Post, Printers
from station.flow.card_sheets import CardSheets
from station.flow.card_slips import CardSlips
from station.flow.card_tools import CardTools
from station.flow.desk_file import Admission
from station.flow.drawn_card import DrawnCard, draw_card, from_bits, to_bits
from station.flow.live_stream import Ledger, LiveStream
from station.flow.stock_view import StockIntent
from station.identity.roster import RosterEntry
from station.ids import CandidateId, CardSerial, StreamId, UnixMs, digest_of
from station.printer.port import PrintReceipt
from station.store.stream import Record

DAY_MS = 86_400_000
KEEP_PANEL_DAYS = 30
PANEL = "panel"
UNPRINTED = (CardStage.NEW, CardStage.COMPOSED, CardStage.NOT_PRINTED)


class CardFlow:
    """All cards of one session. It is called on one thread."""

    def __init__(self, tools: CardTools) -> None:
        self._tools = tools
        self._cards = {grant.serial: self._card(grant) for grant in tools.session.package.grants}
        self._printers = Printers(tools.printers, well=self._printer_well, changed=tools.changed)
        self._stock_open = False
        self._slips = CardSlips(tools)
        self._sheets = CardSheets(tools.sheets, self._give)
        self._ungranted: dict[CandidateId, Outcome] = {}
        self._names = {entry.candidate: entry.name for entry in tools.session.package.roster}

    def start(self, ready: Callable[[], None], failed: Callable[[StationError], None]) -> None:
        """Take the cards up where they were left; one that was being printed is unknown now."""

        def loaded(found: dict[CardSerial, tuple[tuple[Record, ...], DrawnCard | None]]) -> None:
            for serial, (records, drawn) in found.items():
                card = self._cards[serial]
                card.live.replay(records)
                card.times.follow(records)
                card.drawn = drawn
                card.asked = card.stage is CardStage.NOT_PRINTED
                card.trouble = no_glyph(card.grant, self._names)
                if card.stage is CardStage.PRINTING:
                    self._give(card, ReportUnknown(PrintUnconfirmed.code))
                self._tools.stock.follow(serial, card.live.state)
            self._pump()
            ready()

        load = partial(self._tools.store.run, self._load, loaded, failed)
        self._tools.stock.start(load, failed)

    def rows(self) -> tuple[view.CardRow, ...]:
        """The cards that were begun and everybody who passed, as the window shows them."""
        shown = (c for c in self._cards.values() if c.stage is not CardStage.NEW or c.called_for)
        granted = tuple(self._row(card) for card in shown)
        return granted + tuple(self._ungranted_row(outcome) for outcome in self._ungranted.values())

    def printers(self) -> tuple[view.PrinterRow, ...]:
        """The printers, as the window shows them."""
        return self._printers.rows()

    @property
    def sheet(self) -> view.CardSheet | None:
        """The sheet that is open at the counter; None if none is."""
        if self._stock_open:
            return self._tools.stock.sheet(
                self._unanswered(), uncollected(self._cards.values(), self._names)
            )
        return self._sheets.sheet

    def _unanswered(self) -> int:
        open_stages = (CardStage.PRINTING, CardStage.UNKNOWN)
        return sum(card.stage in open_stages for card in self._cards.values())

    def make_ready(self, admission: Admission) -> None:
        """Compose the candidate's card while the exam is still to come."""
        tools = self._tools
        grant = tools.session.grant(admission.entry)
        if grant is None or not self.needs_picture(admission.entry):
            return
        card = self._cards[grant.serial]
        claim = card_claim(tools.session, grant, card.live.state.print_number)
        code = tools.sign(claim.pack())
        face = card_face(tools.session, admission.entry, grant, admission.head, code)

        def composed(drawn: DrawnCard) -> None:
            card.drawn, card.reprint = drawn, False
            bits = to_bits(drawn)
            delete_after = UnixMs(tools.clock.wall() + KEEP_PANEL_DAYS * DAY_MS)
            keep = partial(tools.pictures.put, card.live.name, PANEL, bits, delete_after)
            command = Compose(
                serial=grant.serial,
                candidate=grant.candidate,
                raster=digest_of(bits),
            )
            tools.store.run(keep, lambda _: self._give(card, command), tools.failed)

        tools.office.run(partial(draw_card, face, tools.session.template), composed, tools.failed)

    def finished(self, outcome: Outcome) -> None:
        """An attempt is graded: release its card, if nothing stands in the way."""
        card = next(
            (c for c in self._cards.values() if c.grant.candidate == outcome.candidate), None
        )
        if card is None:
            if outcome.passed:
                self._ungranted[outcome.candidate] = outcome
            self._tools.changed()
            return
        card.outcome = outcome
        card.times.submitted_at = outcome.submitted_at
        self._go_on(card)
        self._tools.changed()

    def needs_picture(self, entry: RosterEntry) -> bool:
        """Whether this candidate may be given a card whose picture is not here."""
        grant = self._tools.session.grant(entry)
        card = self._cards[grant.serial] if grant else None
        if card is None:
            return False
        if card.stage is CardStage.VOIDED:
            return card.reprint
        return card.stage in UNPRINTED and (card.drawn is None or card.stage is CardStage.NEW)

    def go_on(self) -> None:
        """Do again what could not be saved, and look after the printers; once a second."""
        self._printers.look()
        for card in self._cards.values():
            self._go_on(card)
        self._pump()

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
        return known and self._printers.fit(but=card.tried) is not None

    # What the staff wish

    def intent(self, intent: view.CardIntent) -> None:
        """Hear what the staff wish of a card."""
        if isinstance(intent, view.OpenStock | view.CloseStock):
            self._stock_open = isinstance(intent, view.OpenStock)
            self._tools.changed()
        elif isinstance(intent, StockIntent):
            spreads = day_spreads(card.times for card in self._cards.values())
            self._tools.stock.intent(
                intent, self._unanswered(), spreads, uncollected(self._cards.values(), self._names)
            )
            self._pump()
        else:
            self._of_card(intent)

    def _of_card(self, intent: view.OneCardIntent) -> None:
        duty = self._tools.session.duty
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
                self._slips.keep(card, show=True)
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
        if card.stage is CardStage.VOIDED and not self._obstacles(card):
            card.drawn, card.reprint = None, True
        card.trouble, card.asked = None, False
        card.tried.clear()
        if card.drawn is None:
            self._tools.recall(card.grant.candidate)  # it is composed anew, and then printed
            return
        if self._printers.fit() is None:
            self._printers.forgive()
        self._release(card)

    def _printer_well(self, name: str, cared: bool) -> None:
        """A printer takes cards again; after care also those that it could not print before."""
        for card in self._cards.values():
            if cared:
                card.tried.discard(name)
            self._go_on(card)
        self._pump()

    # The printers, which take the cards in turn

    def _pump(self) -> None:
        """Give each free printer the card that waits longest; none while the stock is locked."""
        if self._tools.stock.locked:
            return
        held = {post.card for post in self._printers.posts}
        for card in self._queue():
            post = self._printers.fit(but=card.tried)
            if post is not None and card.grant.serial not in held:
                self._printers.take(post, card.grant.serial)
                sent = partial(self._sent, card, post)
                card.live.give(Send(post.name), sent, partial(self._stuck, post))

    def _queue(self) -> list[Card]:
        queued = [card for card in self._cards.values() if card.stage is CardStage.QUEUED]
        return sorted(queued, key=lambda card: card.times.released_at or UnixMs(0))

    def _sent(self, card: Card, post: Post, records: tuple[Record, ...]) -> None:
        if not records:
            self._printers.let_go(post)
            return
        card.times.follow(records)
        if card.drawn is None:
            self._printers.let_go(post)
            card.asked = True
            self._came_to_nothing(card, CardPictureMissing())
            return
        card.tried.add(post.name)
        self._printers.print_card(
            post,
            card.drawn.job(card.grant.serial),
            partial(self._came_out, card),
            partial(self._came_to_nothing, card),
        )
        self._tools.changed()

    def _came_out(self, card: Card, receipt: PrintReceipt) -> None:
        card.trouble = None
        card.tried.clear()
        self._report(
            card,
            ReportPrinted(transfer_ms=receipt.transfer_ms, mechanism_ms=receipt.mechanism_ms),
        )

    def _came_to_nothing(self, card: Card, error: StationError) -> None:
        card.trouble = error
        unknown = isinstance(error, PrintUnconfirmed)
        self._report(card, ReportUnknown(error.code) if unknown else ReportNotPrinted(error.code))

    def _report(self, card: Card, report: Command) -> None:
        card.report = report
        self._give(card, report)
        self._pump()

    def _stuck(self, post: Post, error: StationError) -> None:
        self._printers.let_go(post)
        self._tools.failed(error)

    # A card's stream

    def _release(self, card: Card) -> None:
        today = day_of(self._tools.clock.wall())
        facts = self._facts(card)
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
            if records and card.stage is CardStage.HANDED_OVER:
                self._slips.keep(card, show=False)
            self._pump()

        card.live.give(command, saved, self._tools.failed)

    def _card(self, grant: IssueGrant) -> Card:
        tools = self._tools
        ledger = Ledger(log=tools.log, lane=tools.store, clock=tools.clock)
        return Card(
            grant=grant,
            live=LiveStream(StreamId(f"card/{grant.serial}"), CARD, ledger),
        )

    def _load(self) -> dict[CardSerial, tuple[tuple[Record, ...], DrawnCard | None]]:
        found = {}
        for serial, card in self._cards.items():
            records = self._tools.log.read(card.live.name)
            bits = self._tools.pictures.get(card.live.name, PANEL)
            found[serial] = (records, from_bits(bits) if bits else None)
        return found

    # What is known of a card

    def _facts(self, card: Card) -> ReleaseFacts:
        """What stands for and against printing; only a pass could have sent a card before."""
        sent_before = card.live.state.sent > 0
        outcome = card.outcome or Outcome(
            candidate=card.grant.candidate,
            passed=sent_before,
            confirmed=sent_before,
            open_incidents=0,
            submitted_at=None,
        )
        return outcome.facts(
            self._tools.session.package.blueprint,
            card.grant,
            day_of(self._tools.clock.wall()),
            prints_left=self._tools.session.rules.card.most_prints - len(card.live.state.voids),
            already_issued=self._issued_before(card),
        )

    def _issued_before(self, card: Card) -> bool:
        """Whether another grant of the session led to the same certificate already."""
        mine = card.grant.key
        others = (other for other in self._cards.values() if other is not card)
        return any(other.grant.key == mine and other.live.state.blanks > 0 for other in others)

    def _obstacles(self, card: Card) -> tuple[Obstacle, ...]:
        """Why the card of a graded candidate is not printed; nothing if that is not decided."""
        if card.outcome is None or card.stage not in (*UNPRINTED, CardStage.VOIDED):
            return ()
        return may_print(self._facts(card), day_of(self._tools.clock.wall()))

    def _row(self, card: Card) -> view.CardRow:
        whole_ms = card.times.whole_ms
        return view.CardRow(
            candidate=card.grant.candidate,
            serial=card.grant.serial,
            name=self._names.get(card.grant.candidate, ""),
            item=title_of(card.grant.item),
            stage=card.stage,
            reason=card.trouble,
            obstacles=self._obstacles(card),
            print_number=card.live.state.print_number,
            revoked=card.grant.serial in self._tools.revoked,
            seconds=None if whole_ms is None else whole_ms / 1_000,
        )

    def _ungranted_row(self, outcome: Outcome) -> view.CardRow:
        """Somebody passed and the province has granted no card: said, and not left to guess."""
        blueprint, today = self._tools.session.package.blueprint, day_of(self._tools.clock.wall())
        return view.CardRow(
            candidate=outcome.candidate,
            serial=CardSerial(""),
            name=self._names.get(outcome.candidate, ""),
            item=title_of(blueprint.trade),
            stage=CardStage.NEW,
            reason=None,
            obstacles=may_print(outcome.facts(blueprint, None, today), today),
            seconds=None,
        )
