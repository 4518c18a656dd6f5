"""The card desk's printers: which of them may take a card now, each in its turn.

A printer in trouble takes no card until it says that it is well again; the others go on.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from station.errors import StationError
from station.errors.printer import PrintUnconfirmed
from station.flow.card_view import PrinterRow
from station.flow.lane import Lane
from station.ids import CardSerial
from station.printer.port import (
    CardJob,
    CardPrinter,
    PrinterState,
    PrinterStatus,
    PrintReceipt,
)

TAKING = (PrinterState.READY, PrinterState.BUSY)
"""In these states a printer may be given a card; it waits for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPrinter:
    """A card printer: what it is called at the desk, its driver, and the lane that owns it."""

    name: str
    driver: CardPrinter
    lane: Lane


@dataclass(slots=True, eq=False)
class Post:
    """What is known of one printer.

    Attributes:
        card: The card that it prints; None while it is free.
        trouble: What its last card failed with; None if it came out.
        status: What it said of itself last; None before, or if it did not answer.
        turn: The lower, the longer ago it took a card.
        cared: It was seen in trouble by its own word, so that being well again is news.
    """

    printer: DeskPrinter
    card: CardSerial | None = None
    trouble: StationError | None = None
    status: PrinterStatus | None = None
    turn: int = 0
    asking: bool = False
    cared: bool = False

    @property
    def name(self) -> str:
        return self.printer.name

    @property
    def unwell(self) -> bool:
        """Whether it takes no card before it was seen to."""
        says_no = self.status is not None and self.status.state not in TAKING
        return says_no or self.trouble is not None


class Printers:
    """All printers of the desk.

    Args:
        well: Called with the name of a printer that takes cards again, and whether somebody
            cared for it: then it may also be given the cards that it could not print.
        changed: Called when something is to be drawn anew.
    """

    def __init__(
        self,
        printers: Collection[DeskPrinter],
        *,
        well: Callable[[str, bool], None],
        changed: Callable[[], None],
    ) -> None:
        self._well = well
        self._changed = changed
        self._turns = 0
        self.posts = tuple(Post(printer) for printer in printers)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(post.name for post in self.posts)

    def rows(self) -> tuple[PrinterRow, ...]:
        """The printers, as the window shows them."""
        return tuple(
            PrinterRow(
                name=post.name,
                printing=post.card,
                state=post.status.state if post.status else None,
                prints_left=post.status.prints_left if post.status else None,
                trouble=post.trouble,
            )
            for post in self.posts
        )

    def fit(self, but: Collection[str] = ()) -> Post | None:
        """The printer whose turn it is among those that are well and free; None if none is."""
        ready = [p for p in self.posts if p.card is None and not p.unwell and p.name not in but]
        return min(ready, key=lambda post: post.turn, default=None)

    def take(self, post: Post, serial: CardSerial) -> None:
        """Keep a printer for a card, from before the first byte until it is let go."""
        self._turns += 1
        post.card, post.turn = serial, self._turns

    def let_go(self, post: Post) -> None:
        """The printer is free again."""
        post.card = None

    def print_card(
        self,
        post: Post,
        job: CardJob,
        done: Callable[[PrintReceipt], None],
        failed: Callable[[StationError], None],
    ) -> None:
        """Print a card on the printer's own lane."""

        def out(receipt: PrintReceipt) -> None:
            self.let_go(post)
            self._ask(post)
            done(receipt)

        def trouble(error: StationError) -> None:
            self.let_go(post)
            post.trouble = error
            failed(error)
            if isinstance(error, PrintUnconfirmed):  # its fate is asked; the printer may be well
                self._ask(post)

        post.printer.lane.run(partial(post.printer.driver.print_card, job), out, trouble)

    def look(self) -> None:
        """Ask the printers in trouble how they are; once a second."""
        for post in self.posts:
            if post.unwell:
                self._ask(post)

    def forgive(self) -> None:
        """A person has seen to the printers: try them again, whatever they said before."""
        for post in self.posts:
            post.trouble, post.status = None, None

    def _ask(self, post: Post) -> None:
        if post.card is not None or post.asking:
            return
        post.asking = True

        def said(status: PrinterStatus) -> None:
            post.asking, post.status = False, status
            if status.state not in TAKING:
                post.cared = True
            elif status.state is PrinterState.READY and (post.trouble or post.cared):
                cared, post.trouble, post.cared = post.cared, None, False
                self._well(post.name, cared)
            self._changed()

        def silent(error: StationError) -> None:
            post.asking, post.status, post.cared = False, None, True
            post.trouble = post.trouble or error
            self._changed()

        post.printer.lane.run(post.printer.driver.status, said, silent)
