"""The card desk's flow: composed at the door, released by the pass, printed once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from station.clock import Clock, day_of
from station.credential.card import IssueGrant
from station.credential.card_job import (
    CARD_EVENT,
    AnswerTray,
    CardStage,
    CardWay,
    Command,
    Compose,
    Event,
    HandOver,
    Release,
    ReportNotPrinted,
    ReportPrinted,
    ReportUnknown,
    Send,
    decide,
    evolve,
)
from station.credential.catalogue import title_of
from station.credential.release import ReleaseFacts, may_print
from station.errors import StationError
from station.errors.flow import CardPictureMissing
from station.errors.printer import PrintUnconfirmed
from station.exam.blueprint import Stage
from station.flow import card_view as view
from station.flow.attempt_copy import AttemptCopy
from station.flow.card_panel import card_face, from_bits, to_bits
from station.flow.desk import Admission
from station.flow.lane import Lane
from station.flow.live_stream import Ledger, LiveStream, Machine
from station.flow.papers import OpenSession
from station.identity.roster import RosterEntry
from station.ids import CandidateId, CardSerial, StreamId, UnixMs, digest_of
from station.printer.card_layout import compose
from station.printer.port import CardJob, CardPrinter, Raster
from station.store.event_log import EventLog
from station.store.pictures import Pictures
from station.store.stream import Record

DAY_MS = 86_400_000
KEEP_PANEL_DAYS = 30
PANEL = "panel"
UNPRINTED = (CardStage.NEW, CardStage.COMPOSED, CardStage.NOT_PRINTED)

CARD: Machine[CardWay, Command, Event] = Machine(
    start=CardWay(),
    decide=lambda card, command, _: decide(card, command),
    evolve=evolve,
    codec=CARD_EVENT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTools:
    """What the card desk works with; the mode chooses each.

    Attributes:
        recall: Asks the desk for a candidate's picture once more.
    """

    session: OpenSession
    clock: Clock
    store: Lane
    log: EventLog
    pictures: Pictures
    office: Lane
    printer_lane: Lane
    printer: CardPrinter
    recall: Callable[[CandidateId], None]
    changed: Callable[[], None]
    failed: Callable[[StationError], None]


@dataclass(slots=True, eq=False)
class Card:
    """One card and what is known of it.

    Attributes:
        panel: The composed picture; None until it is composed, or read back from disk.
        facts: What the graded attempt says; None before it is graded.
        report: What became of it at the printer, as long as it is not saved.
        seconds: From the hand-in of the paper to the tray.
    """

    grant: IssueGrant
    live: LiveStream[CardWay, Command, Event]
    panel: Raster | None = None
    facts: ReleaseFacts | None = None
    report: Command | None = None
    trouble: StationError | None = None
    submitted_at: UnixMs | None = None
    printed_at: UnixMs | None = None

    @property
    def seconds(self) -> float | None:
        if self.submitted_at is None or self.printed_at is None:
            return None
        return (self.printed_at - self.submitted_at) / 1_000


class CardFlow:
    """All cards of one session. It is called on one thread."""

    def __init__(self, tools: CardTools) -> None:
        self._tools = tools
        self._cards = {grant.serial: self._card(grant) for grant in tools.session.package.grants}
        self._printing = False

    def start(self, ready: Callable[[], None], failed: Callable[[StationError], None]) -> None:
        """Take the cards up where they were left; one that was being printed is unknown now."""

        def loaded(found: dict[CardSerial, tuple[tuple[Record, ...], Raster | None]]) -> None:
            for serial, (records, panel) in found.items():
                card = self._cards[serial]
                card.live.replay(records)
                card.panel = panel
                _note_times(card, records)
                if card.live.state.stage is CardStage.PRINTING:
                    self._give(card, ReportUnknown(PrintUnconfirmed.code))
            self._pump()
            ready()

        self._tools.store.run(self._load, loaded, failed)

    def rows(self) -> tuple[view.CardRow, ...]:
        """The cards that were begun, as the window shows them."""
        names = {entry.candidate: entry.name for entry in self._tools.session.package.roster}
        return tuple(
            view.CardRow(
                serial=card.grant.serial,
                name=names.get(card.grant.candidate, ""),
                item=title_of(card.grant.item),
                stage=card.live.state.stage,
                reason=card.trouble,
                seconds=card.seconds,
            )
            for card in self._cards.values()
            if card.live.state.stage is not CardStage.NEW
        )

    def make_ready(self, admission: Admission) -> None:
        """Compose the candidate's card while the exam is still to come."""
        tools = self._tools
        grant = tools.session.grant(admission.entry)
        if grant is None or not self.needs_picture(admission.entry):
            return
        card = self._cards[grant.serial]
        face = card_face(tools.session, admission.entry, grant, admission.head)

        def composed(panel: Raster) -> None:
            card.panel = panel
            bits = to_bits(panel)
            delete_after = UnixMs(tools.clock.wall() + KEEP_PANEL_DAYS * DAY_MS)
            keep = partial(tools.pictures.put, card.live.name, PANEL, bits, delete_after)
            command = Compose(
                serial=grant.serial,
                candidate=grant.candidate,
                raster=digest_of(bits),
            )
            tools.store.run(keep, lambda _: self._give(card, command), tools.failed)

        tools.office.run(partial(compose, face), composed, tools.failed)

    def finished(self, copy: AttemptCopy) -> None:
        """An attempt is graded: release its card, if nothing stands in the way."""
        candidate = copy.issued.ticket.candidate
        card = next((c for c in self._cards.values() if c.grant.candidate == candidate), None)
        if card is None:
            return
        card.facts, card.submitted_at = self._facts(card, copy), copy.submitted_at
        self._go_on(card)

    def needs_picture(self, entry: RosterEntry) -> bool:
        """Whether this candidate may be given a card whose picture is not here."""
        grant = self._tools.session.grant(entry)
        card = self._cards[grant.serial] if grant else None
        if card is None or card.live.state.stage not in UNPRINTED:
            return False
        return card.panel is None or card.live.state.stage is CardStage.NEW

    def go_on(self) -> None:
        """Do again what could not be saved; once a second."""
        for card in self._cards.values():
            self._go_on(card)
        self._pump()

    def _go_on(self, card: Card) -> None:
        """Take the step that follows by itself from where a card stands."""
        if card.report is not None:
            self._give(card, card.report)
        elif card.live.state.stage is CardStage.COMPOSED and card.facts is not None:
            today = day_of(self._tools.clock.wall())
            if not may_print(card.facts, today):
                self._give(card, Release(card.facts, today))

    # What the staff wish

    def intent(self, intent: view.CardIntent) -> None:
        """Hear what the staff wish of a card."""
        duty = self._tools.session.duty
        card = self._cards[intent.serial]
        match intent:
            case view.PrintAgain():
                self._print_again(card)
            case view.AnswerTray(_, printed):
                self._give(card, AnswerTray(printed, duty))
            case view.HandOver():
                self._give(card, HandOver(duty))
            case _:
                assert_never(intent)

    def _print_again(self, card: Card) -> None:
        """Queue a card again that is known not to be printed."""
        if card.panel is None:
            self._tools.recall(card.grant.candidate)  # it is composed anew, and then printed
            return
        card.trouble = None
        self._give(card, Release(self._facts_again(card), day_of(self._tools.clock.wall())))

    # The printer, one card after the other

    def _pump(self) -> None:
        if self._printing:
            return
        queued = [c for c in self._cards.values() if c.live.state.stage is CardStage.QUEUED]
        if queued:
            self._printing = True
            queued[0].live.give(Send(), partial(self._sent, queued[0]), self._stuck)

    def _sent(self, card: Card, records: tuple[Record, ...]) -> None:
        tools = self._tools
        if not records:
            self._printing = False
            return
        if card.panel is None:
            self._came_to_nothing(card, CardPictureMissing())
            return
        job = CardJob(serial=card.grant.serial, black=card.panel)
        tools.printer_lane.run(
            partial(tools.printer.print_card, job),
            lambda _: self._came_out(card, ReportPrinted()),
            partial(self._came_to_nothing, card),
        )

    def _came_to_nothing(self, card: Card, error: StationError) -> None:
        card.trouble = error
        unknown = isinstance(error, PrintUnconfirmed)
        self._came_out(card, ReportUnknown(error.code) if unknown else ReportNotPrinted(error.code))

    def _came_out(self, card: Card, report: Command) -> None:
        self._printing = False
        card.report = report
        self._give(card, report)

    def _stuck(self, error: StationError) -> None:
        self._printing = False
        self._tools.failed(error)

    # A card's stream

    def _give(self, card: Card, command: Command) -> None:
        def saved(records: tuple[Record, ...]) -> None:
            if command is card.report:
                card.report = None
            _note_times(card, records)
            self._tools.changed()
            if records:
                self._go_on(card)
            self._pump()

        card.live.give(command, saved, self._tools.failed)

    def _card(self, grant: IssueGrant) -> Card:
        tools = self._tools
        ledger = Ledger(log=tools.log, lane=tools.store, clock=tools.clock)
        return Card(
            grant=grant,
            live=LiveStream(StreamId(f"card/{grant.serial}"), CARD, ledger),
        )

    def _load(self) -> dict[CardSerial, tuple[tuple[Record, ...], Raster | None]]:
        self._tools.pictures.delete_due(self._tools.clock.wall())
        found = {}
        for serial, card in self._cards.items():
            records = self._tools.log.read(card.live.name)
            bits = self._tools.pictures.get(card.live.name, PANEL)
            found[serial] = (records, from_bits(bits) if bits else None)
        return found

    def _facts(self, card: Card, copy: AttemptCopy) -> ReleaseFacts:
        return self._known(card, passed=copy.passed, confirmed=copy.confirmed)

    def _facts_again(self, card: Card) -> ReleaseFacts:
        """What was known when the card was released: only a pass could release it."""
        released = card.live.state.sent > 0
        return self._known(card, passed=released, confirmed=released)

    def _known(self, card: Card, *, passed: bool, confirmed: bool) -> ReleaseFacts:
        blueprint = self._tools.session.package.blueprint
        return ReleaseFacts(
            candidate=card.grant.candidate,
            item=blueprint.trade,
            passed=passed,
            practical_needed=blueprint.stage is Stage.INITIAL,
            practical_passed=False,
            identity_confirmed=confirmed,
            open_incidents=0,
            grant=card.grant,
        )


def _note_times(card: Card, records: tuple[Record, ...]) -> None:
    if records and card.live.state.stage is CardStage.PRINTED and card.printed_at is None:
        card.printed_at = records[-1].wall
