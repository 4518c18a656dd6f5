"""The province's register of cards: what became of each grant, as its centre wrote it down.

Nothing in it is kept: it is worked out each time from the records, the grants and the results.
"""

from dataclasses import dataclass
from datetime import date

from station.clock import Clock, day_of
from station.credential.card import IssueGrant
from station.credential.card_events import CARD_EVENT, Event, HandedOver, Printed, TrayAnswered
from station.credential.card_job import CardWay, replay
from station.credential.check import CardRecord, Finding, check_card
from station.credential.dates import counts_until
from station.credential.stock import Stock, evolve
from station.credential.stock_events import STOCK_EVENT, DayClosed, DifferenceSigned
from station.errors.document import DocumentMalformed
from station.errors.province import CardNotGranted
from station.ids import (
    CandidateId,
    CardSerial,
    CentreId,
    ItemCode,
    SessionId,
    StreamId,
    UnixMs,
)
from station.province.archive import Archive, SessionFile
from station.province.centre_ledger import CentreLedger, HeldStream
from station.province.ledger import Ledger
from station.sync.centre_records import Told, card_stream, told_by
from station.sync.rule_pack import PackKind

NOTHING = HeldStream(records=(), whole=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStory:
    """What the centre wrote down of a card.

    Attributes:
        printed_on: The day on which the latest print came out; None if none did.
        handed_on: The day on which its holder took it; None if nobody did.
        whole: It can be read from end to end.
    """

    way: CardWay
    printed_on: date | None
    handed_on: date | None
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEntry:
    """One card of a session, without its holder's name or number.

    Attributes:
        item: Empty if nobody granted the card.
        valid_until: As its grant and the session's rules have it; None without a grant.
        passed: What its holder's result says; None if that has not come.
        granted: The session's package grants it.
    """

    serial: CardSerial
    candidate: CandidateId
    item: ItemCode
    story: CardStory
    finding: Finding
    valid_until: date | None
    passed: bool | None
    granted: bool

    @property
    def amiss(self) -> bool:
        """Whether an officer should look: a card without a grant or a pass, or a broken record."""
        exists = self.story.way.blanks > 0
        return not (self.story.whole and self.granted) or (exists and self.passed is False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StockEntry:
    """A day that was closed, or a difference that was signed for.

    Attributes:
        blanks, voids, ribbons: For a difference, what was counted more, or below zero less.
    """

    at: UnixMs
    event: DayClosed | DifferenceSigned
    blanks: int
    voids: int
    ribbons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAccount:
    """The blanks of a centre, as it told of them."""

    centre: CentreId
    stock: Stock
    entries: tuple[StockEntry, ...]
    whole: bool


class CardRegister:
    """Answers what became of cards and blanks."""

    def __init__(
        self, archive: Archive, records: CentreLedger, ledger: Ledger, clock: Clock
    ) -> None:
        self._archive = archive
        self._records = records
        self._ledger = ledger
        self._clock = clock

    def cards(self, session: SessionId) -> tuple[CardEntry, ...]:
        """List the cards of a session: those granted, then those that nobody granted.

        Raises:
            SessionUnknown: No such session was issued.
        """
        file = self._archive.session(session)
        package = file.package
        held = self._records.of_session(package.centre, session)
        passed = {line.candidate: line.passed for line in self._ledger.results(session)}
        revoked = self._archive.revoked(package.centre)
        granted = [
            self._entry(file, grant, held.pop(card_stream(grant.serial), NOTHING), passed, revoked)
            for grant in package.grants
        ]
        strange = [
            _ungranted(stream, each)
            for stream, each in held.items()
            if told_by(stream) is Told.CARD
        ]
        return (*granted, *strange)

    def card(self, session: SessionId, serial: CardSerial) -> CardEntry:
        """Return one card.

        Raises:
            SessionUnknown, CardNotGranted: The province knows no such card.
        """
        found = next((each for each in self.cards(session) if each.serial == serial), None)
        if found is None:
            raise CardNotGranted(serial=serial)
        return found

    def stocks(self) -> tuple[StockAccount, ...]:
        """Say how the blanks stand at each centre that told of them."""
        return tuple(self._stock(centre) for centre in self._records.centres())

    def _stock(self, centre: CentreId) -> StockAccount:
        held = self._records.of_session(centre, SessionId(""))
        stream = next((each for each in held if told_by(each) is Told.STOCK), None)
        found = held[stream] if stream is not None else NOTHING
        stock, entries, whole = Stock(), [], found.whole
        for record in found.records:
            try:
                event = STOCK_EVENT.unpack(record.body)
            except DocumentMalformed:
                whole = False
                break
            if isinstance(event, DayClosed | DifferenceSigned):
                gap = stock.difference
                entries.append(
                    StockEntry(
                        at=record.wall,
                        event=event,
                        blanks=gap.blanks if gap else 0,
                        voids=gap.voids if gap else 0,
                        ribbons=gap.ribbons if gap else 0,
                    )
                )
            stock = evolve(stock, event)
        return StockAccount(centre=centre, stock=stock, entries=tuple(entries), whole=whole)

    def _entry(
        self,
        file: SessionFile,
        grant: IssueGrant,
        held: HeldStream,
        passed: dict[CandidateId, bool],
        revoked: frozenset[CardSerial],
    ) -> CardEntry:
        story = _read(held)
        until = counts_until(grant, file.rules.card)
        record = CardRecord(
            serial=grant.serial,
            way=story.way,
            valid_until=until,
            revoked=grant.serial in revoked,
            sample=file.rules.kind is PackKind.DRILL,
        )
        return CardEntry(
            serial=grant.serial,
            candidate=grant.candidate,
            item=grant.item,
            story=story,
            finding=check_card(record, None, day_of(self._clock.wall())),
            valid_until=until,
            passed=passed.get(grant.candidate),
            granted=True,
        )


def _ungranted(stream: StreamId, held: HeldStream) -> CardEntry:
    story = _read(held)
    composed = story.way.composed
    return CardEntry(
        serial=CardSerial(stream.partition("/")[2]),
        candidate=composed.candidate if composed else CandidateId(""),
        item=ItemCode(""),
        story=story,
        finding=Finding.UNKNOWN,
        valid_until=None,
        passed=None,
        granted=False,
    )


def _read(held: HeldStream) -> CardStory:
    try:
        events = [(record.wall, CARD_EVENT.unpack(record.body)) for record in held.records]
    except DocumentMalformed:  # a newer program's words: nothing is guessed
        return CardStory(way=CardWay(), printed_on=None, handed_on=None, whole=False)
    printed = [wall for wall, event in events if _came_out(event)]
    handed = [wall for wall, event in events if isinstance(event, HandedOver)]
    return CardStory(
        way=replay(event for _, event in events),
        printed_on=day_of(printed[-1]) if printed else None,
        handed_on=day_of(handed[-1]) if handed else None,
        whole=held.whole,
    )


def _came_out(event: Event) -> bool:
    return isinstance(event, Printed) or (isinstance(event, TrayAnswered) and event.printed)
