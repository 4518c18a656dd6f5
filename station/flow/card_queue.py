"""Released cards and the printers that take them in turn."""

from collections.abc import Callable, Collection
from functools import partial

from station.credential.card_commands import (
    Command,
    ReportNotPrinted,
    ReportPrinted,
    ReportUnknown,
    Send,
)
from station.credential.card_job import CardStage
from station.errors import StationError
from station.errors.flow import CardPictureMissing
from station.errors.printer import PrintUnconfirmed
from station.flow.card import Card
from station.flow.card_printers import Post, Printers
from station.flow.card_tools import CardTools
from station.flow.card_view import PrinterRow
from station.ids import UnixMs
from station.printer.port import PrintReceipt
from station.store.stream import Record


class CardQueue:
    """Gives each free printer the card that waits longest.

    Args:
        stopped: Tells of a card that waits whether it may not be printed any more.
        report: Called with a card and what became of it at a printer, to be saved.
        go_on: Called with a card that a printer may take once more.
    """

    def __init__(
        self,
        tools: CardTools,
        cards: Collection[Card],
        *,
        stopped: Callable[[Card], bool],
        report: Callable[[Card, Command], None],
        go_on: Callable[[Card], None],
    ) -> None:
        self._tools = tools
        self._cards = cards
        self._stopped = stopped
        self._report = report
        self._go_on = go_on
        self._printers = Printers(tools.printers, well=self._well, changed=tools.changed)

    def rows(self) -> tuple[PrinterRow, ...]:
        """The printers, as the window shows them."""
        return self._printers.rows()

    def look(self) -> None:
        """Ask the printers in trouble how they are; once a second."""
        self._printers.look()

    def fits(self, card: Card) -> bool:
        """Whether a printer is free that has not failed with this card."""
        return self._printers.fit(but=card.tried) is not None

    def try_again(self, card: Card) -> None:
        """A person asks for a card that is known not to be printed."""
        card.tried.clear()
        if self._printers.fit() is None:
            self._printers.forgive()

    def pump(self) -> None:
        """Give the printers what they can take; nothing while the stock is locked.

        A coordinator that another one has taken over from prints nothing: that one does.
        """
        if self._tools.stock.locked or self._tools.passed():
            return
        held = {post.card for post in self._printers.posts}
        for card in self._waiting():
            post = self._printers.fit(but=card.tried)
            if post is not None and card.grant.serial not in held:
                self._printers.take(post, card.grant.serial)
                sent = partial(self._sent, card, post)
                card.live.give(Send(post.name), sent, partial(self._stuck, post))

    def _waiting(self) -> list[Card]:
        released = (card for card in self._cards if card.stage is CardStage.QUEUED)
        queued = [card for card in released if not self._stopped(card)]
        return sorted(queued, key=lambda card: card.times.released_at or UnixMs(0))

    def _well(self, name: str, cared: bool) -> None:
        """A printer takes cards again; after care also those that it could not print before."""
        for card in self._cards:
            if cared:
                card.tried.discard(name)
            self._go_on(card)
        self.pump()

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
        self._tell(
            card,
            ReportPrinted(transfer_ms=receipt.transfer_ms, mechanism_ms=receipt.mechanism_ms),
        )

    def _came_to_nothing(self, card: Card, error: StationError) -> None:
        card.trouble = error
        unknown = isinstance(error, PrintUnconfirmed)
        self._tell(card, ReportUnknown(error.code) if unknown else ReportNotPrinted(error.code))

    def _tell(self, card: Card, report: Command) -> None:
        card.report = report
        self._report(card, report)
        self.pump()

    def _stuck(self, post: Post, error: StationError) -> None:
        self._printers.let_go(post)
        self._tools.failed(error)
