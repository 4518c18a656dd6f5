"""All cards of the session: what is known of each, and what the window shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.clock import day_of
from station.credential.card import IssueGrant
from station.credential.card_job import CardStage
from station.credential.catalogue import title_of
from station.credential.release import Obstacle, ReleaseFacts, may_print
from station.errors import StationError
from station.flow.card import CARD, Card, Outcome, uncollected
from station.flow.card_panel import card_claim, hindrance
from station.flow.card_tools import CardTools
from station.flow.card_view import CardRow
from station.flow.drawn_card import DrawnCard, from_bits
from station.flow.live_stream import Ledger, LiveStream
from station.identity.roster import RosterEntry
from station.ids import CandidateId, CardSerial
from station.printer.day_report import Uncollected
from station.store.stream import Record
from station.sync.centre_records import card_stream

PANEL = "panel"
UNPRINTED = (CardStage.NEW, CardStage.COMPOSED, CardStage.NOT_PRINTED)
STOPPABLE = (*UNPRINTED, CardStage.QUEUED, CardStage.VOIDED)
BEFORE_THE_RESULT = (CardStage.NEW, CardStage.COMPOSED)
UNDER_WAY = (CardStage.QUEUED, CardStage.PRINTING)
TIMED = (*UNDER_WAY, CardStage.PRINTED)
UNANSWERED = (CardStage.PRINTING, CardStage.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What lies on the disk: each card's records and its picture, and which were revoked."""

    cards: Mapping[CardSerial, tuple[tuple[Record, ...], DrawnCard | None]]
    revoked: frozenset[CardSerial]


class CardBook:
    """The cards by their serials, and who passed and was granted none.

    Attributes:
        cards: One for each grant of the session.
        revoked: Cards that the province took back.
    """

    def __init__(self, tools: CardTools) -> None:
        self._tools = tools
        self.cards = {grant.serial: self._card(grant) for grant in tools.session.package.grants}
        self.revoked: frozenset[CardSerial] = frozenset()
        self._ungranted: dict[CandidateId, Outcome] = {}
        self._roster = {entry.candidate: entry for entry in tools.session.package.roster}

    def load(self) -> Loaded:
        """Read what is saved of each card; it blocks, on the store's lane."""
        found = {}
        for serial, card in self.cards.items():
            records = self._tools.log.read(card.live.name)
            bits = self._tools.pictures.get(card.live.name, PANEL)
            found[serial] = (records, from_bits(bits) if bits else None)
        return Loaded(found, self._tools.revoked())

    def take_up(self, found: Loaded) -> None:
        """Take the cards up where they were left."""
        self.revoked = found.revoked
        for serial, (records, drawn) in found.cards.items():
            card = self.cards[serial]
            card.live.replay(records)
            card.times.follow(records)
            card.drawn = drawn
            card.asked = card.stage is CardStage.NOT_PRINTED
            card.trouble = self.hindrance(card)

    def granted(self, entry: RosterEntry) -> Card | None:
        """The card that the province has granted somebody of the roster; None if it has not."""
        grant = self._tools.session.grant(entry)
        return self.cards[grant.serial] if grant else None

    def note(self, outcome: Outcome) -> Card | None:
        """Write an outcome to the card that it is about; None if no card was granted."""
        for card in self.cards.values():
            if card.grant.candidate == outcome.candidate:
                card.outcome = outcome
                card.times.submitted_at = outcome.submitted_at
                return card
        if outcome.passed:
            self._ungranted[outcome.candidate] = outcome
        return None

    def is_revoked(self, card: Card) -> bool:
        """Whether the province took the card back, printed or not."""
        return card.grant.serial in self.revoked

    @property
    def unanswered(self) -> int:
        """Cards of which nobody has said whether they lie in the tray."""
        return sum(card.stage in UNANSWERED for card in self.cards.values())

    @property
    def under_way(self) -> bool:
        """Whether somebody waits before a printer, and the stopwatch runs."""
        return any(card.stage in UNDER_WAY for card in self.cards.values())

    def uncollected(self) -> tuple[Uncollected, ...]:
        """The cards whose holders passed and do not have them yet, earlier sessions' last."""
        names = {candidate: self.name_of(candidate) for candidate in self._roster}
        return uncollected(self.cards.values(), names) + self._tools.earlier

    def name_of(self, candidate: CandidateId) -> str:
        """The candidate's name, as two persons have made it whole where it lacked something."""
        entry = self._roster.get(candidate)
        return self._tools.named(entry).name if entry is not None else ""

    def hindrance(self, card: Card) -> StationError | None:
        """Say what keeps a card from ever being composed; None if nothing does."""
        tools, entry = self._tools, self._roster.get(card.grant.candidate)
        if entry is None:
            return None
        claim = card_claim(tools.session, card.grant, card.live.state.print_number)
        code = tools.sign(claim.pack())
        return hindrance(tools.session, tools.named(entry), card.grant, code)

    def facts(self, card: Card) -> ReleaseFacts:
        """What stands for and against printing. Who was sent to a printer before had passed then,
        and may have an incident open since: nothing is assumed."""
        outcome = card.outcome or Outcome.unknown(card.grant.candidate)
        return outcome.facts(
            self._tools.session.package.blueprint,
            card.grant,
            self._tools.session.rules.card,
            prints_left=self._tools.session.rules.card.most_prints - len(card.live.state.voids),
            already_issued=self._issued_before(card),
            revoked=self.is_revoked(card),
        )

    def obstacles(self, card: Card) -> tuple[Obstacle, ...]:
        """Why the card of a graded candidate is not printed; nothing if that is not decided."""
        undecided = card.outcome is None and card.stage in BEFORE_THE_RESULT
        if undecided or card.stage not in STOPPABLE:
            return ()
        return may_print(self.facts(card), day_of(self._tools.clock.wall()))

    def rows(self) -> tuple[CardRow, ...]:
        """The cards that were begun and everybody who passed, as the window shows them."""
        shown = (c for c in self.cards.values() if c.stage is not CardStage.NEW or c.called_for)
        granted = tuple(self._row(card) for card in shown)
        return granted + tuple(self._ungranted_row(outcome) for outcome in self._ungranted.values())

    def _card(self, grant: IssueGrant) -> Card:
        tools = self._tools
        ledger = Ledger(log=tools.log, lane=tools.store, clock=tools.clock)
        return Card(grant=grant, live=LiveStream(card_stream(grant.serial), CARD, ledger))

    def _issued_before(self, card: Card) -> bool:
        """Whether another grant led to the same certificate already, today or earlier."""
        if card.grant.serial in self._tools.issued:
            return True
        mine = card.grant.key
        others = (other for other in self.cards.values() if other is not card)
        return any(other.grant.key == mine and other.live.state.blanks > 0 for other in others)

    def _row(self, card: Card) -> CardRow:
        whole_ms = card.times.whole_ms
        return CardRow(
            candidate=card.grant.candidate,
            serial=card.grant.serial,
            name=self.name_of(card.grant.candidate),
            item=title_of(card.grant.item),
            stage=card.stage,
            reason=card.trouble,
            obstacles=self.obstacles(card),
            print_number=card.live.state.print_number,
            revoked=self.is_revoked(card),
            seconds=None if whole_ms is None else whole_ms / 1_000,
            laps=card.times.laps(self._tools.clock.wall()) if card.stage in TIMED else (),
        )

    def _ungranted_row(self, outcome: Outcome) -> CardRow:
        """Somebody passed and the province has granted no card: said, and not left to guess."""
        session, today = self._tools.session, day_of(self._tools.clock.wall())
        facts = outcome.facts(session.package.blueprint, None, session.rules.card)
        return CardRow(
            candidate=outcome.candidate,
            serial=CardSerial(""),
            name=self.name_of(outcome.candidate),
            item=title_of(session.package.blueprint.trade),
            stage=CardStage.NEW,
            reason=None,
            obstacles=may_print(facts, today),
            seconds=None,
        )
