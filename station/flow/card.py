"""One card of the session, and what is known of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from station.credential.card import IssueGrant
from station.credential.card_commands import Command
from station.credential.card_events import (
    CARD_EVENT,
    Event,
    HandedOver,
    Printed,
    Released,
    Sent,
    TrayAnswered,
)
from station.credential.card_job import CardStage, CardWay, decide, evolve
from station.credential.catalogue import title_of
from station.credential.dates import practical_until
from station.credential.release import ReleaseFacts
from station.credential.rules import CardRules
from station.errors import StationError
from station.exam.blueprint import Blueprint
from station.flow.attempt_copy import AttemptCopy
from station.flow.card_view import Lap, Part
from station.flow.drawn_card import DrawnCard
from station.flow.live_stream import LiveStream, Machine
from station.flow.papers import practical_needed
from station.ids import CandidateId, UnixMs
from station.printer.day_report import Spread, Uncollected
from station.store.stream import Record

CARD: Machine[CardWay, Command, Event] = Machine(
    start=CardWay(),
    decide=lambda card, command, _: decide(card, command),
    evolve=evolve,
    codec=CARD_EVENT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a graded attempt means for the candidate's card.

    Attributes:
        passed: None as long as nobody has told.
        confirmed: The person at the seat was found to be the candidate.
        submitted_at: By the seat's clock; None if it is not known.
    """

    candidate: CandidateId
    passed: bool | None
    confirmed: bool
    open_incidents: int
    submitted_at: UnixMs | None

    @classmethod
    def unknown(cls, candidate: CandidateId) -> "Outcome":
        """Return what is known of a candidate until the room tells more."""
        return cls(
            candidate=candidate, passed=None, confirmed=False, open_incidents=0, submitted_at=None
        )

    @classmethod
    def of(cls, copy: AttemptCopy) -> "Outcome":
        return cls(
            candidate=copy.issued.ticket.candidate,
            passed=copy.passed,
            confirmed=copy.confirmed,
            open_incidents=copy.open_incidents,
            submitted_at=copy.submitted_at,
        )

    def facts(
        self,
        blueprint: Blueprint,
        grant: IssueGrant | None,
        rules: CardRules,
        *,
        prints_left: int = 1,
        already_issued: bool = False,
        revoked: bool = False,
    ) -> ReleaseFacts:
        """Say what stands for and against printing a card for this outcome."""
        practical = grant.practical_passed if grant else None
        return ReleaseFacts(
            candidate=self.candidate,
            item=blueprint.trade,
            passed=self.passed,
            practical_needed=practical_needed(blueprint),
            practical_passed=practical,
            practical_until=practical_until(practical, rules) if practical else None,
            identity_confirmed=self.confirmed,
            open_incidents=self.open_incidents,
            grant=grant,
            prints_left=prints_left,
            already_issued=already_issued,
            revoked=revoked,
        )


@dataclass(slots=True)
class CardTimes:
    """When a card passed where; of the last time, if it passed twice.

    Attributes:
        transfer_ms, mechanism_ms: By the printer's receipt; None if there was none.
    """

    submitted_at: UnixMs | None = None
    released_at: UnixMs | None = None
    sent_at: UnixMs | None = None
    out_at: UnixMs | None = None
    transfer_ms: int | None = None
    mechanism_ms: int | None = None
    handed_at: UnixMs | None = None

    def follow(self, records: Iterable[Record]) -> None:
        """Take the times out of records that were saved."""
        for record in records:
            event = CARD_EVENT.unpack(record.body)
            match event:
                case Released():
                    self.released_at = record.wall
                    self.sent_at = self.out_at = self.transfer_ms = self.mechanism_ms = None
                case Sent():
                    self.sent_at = record.wall
                case Printed():
                    self.out_at = record.wall
                    self.transfer_ms, self.mechanism_ms = event.transfer_ms, event.mechanism_ms
                case TrayAnswered(printed=True):
                    self.out_at = record.wall
                case HandedOver():
                    self.handed_at = record.wall
                case _:
                    pass

    @property
    def decision_ms(self) -> int | None:
        """From the hand-in of the paper to the release of the card."""
        return _between(self.submitted_at, self.released_at)

    @property
    def queue_ms(self) -> int | None:
        """From the release to the printer."""
        return _between(self.released_at, self.sent_at)

    def laps(self, now: UnixMs) -> tuple[Lap, ...]:
        """Say how long each part took; of a card that is not out yet, the last one runs on."""
        found = (
            _lap(Part.DECISION, self.submitted_at, self.released_at, now),
            _lap(Part.QUEUE, self.released_at, self.sent_at, now),
            _lap(Part.MECHANISM, self.sent_at, None, now)
            if self.out_at is None
            else _lap_of(Part.TRANSFER, self.transfer_ms),
            _lap_of(Part.MECHANISM, self.mechanism_ms) if self.out_at is not None else None,
        )
        return tuple(lap for lap in found if lap is not None)

    @property
    def whole_ms(self) -> int | None:
        """From the hand-in of the paper to the tray."""
        return _between(self.submitted_at, self.out_at)


@dataclass(slots=True, eq=False)
class Card:
    """One card and what is known of it.

    Attributes:
        drawn: The composed picture; None until it is composed, or read back from disk.
        outcome: What the graded attempt says; None before it is graded.
        report: What became of it at the printer, as long as it is not saved.
        trouble: Why it was not printed.
        tried: Printers that could not print it since a person last asked for it, or cared for
            the printer; the program itself does not try them again.
        asked: It is printed again only when a person asks for it.
        reprint: It was voided, and a person has asked for the next one.
    """

    grant: IssueGrant
    live: LiveStream[CardWay, Command, Event]
    drawn: DrawnCard | None = None
    outcome: Outcome | None = None
    report: Command | None = None
    trouble: StationError | None = None
    tried: set[str] = field(default_factory=set)
    asked: bool = False
    reprint: bool = False
    times: CardTimes = field(default_factory=CardTimes)

    @property
    def stage(self) -> CardStage:
        return self.live.state.stage

    @property
    def uncollected(self) -> bool:
        """Whether its holder passed and does not have it yet; also after a restart."""
        return self.stage not in (CardStage.NEW, CardStage.COMPOSED, CardStage.HANDED_OVER)

    @property
    def called_for(self) -> bool:
        """Whether somebody waits for it, or will in vain, though it was never composed."""
        passed = self.outcome is not None and self.outcome.passed
        return self.trouble is not None or bool(passed)


def uncollected(cards: Iterable[Card], names: Mapping[CandidateId, str]) -> tuple[Uncollected, ...]:
    """List the cards whose holders passed and do not have them yet."""
    return tuple(
        Uncollected(
            name=names.get(card.grant.candidate, ""),
            serial=card.grant.serial,
            item=title_of(card.grant.item),
            printed=card.stage is CardStage.PRINTED,
        )
        for card in cards
        if card.uncollected
    )


def day_spreads(times: Iterable[CardTimes]) -> tuple[Spread, ...]:
    """Say how long each part took, over all cards that came out."""
    out = [each for each in times if each.out_at is not None]
    parts = (
        ("判分到放行", [each.decision_ms for each in out]),
        ("排队", [each.queue_ms for each in out]),
        ("传输", [each.transfer_ms for each in out]),
        ("打印机动作", [each.mechanism_ms for each in out]),
        ("交卷到出卡", [each.whole_ms for each in out]),
    )
    return tuple(_spread(title, [ms for ms in found if ms is not None]) for title, found in parts)


def _spread(title: str, found_ms: list[int]) -> Spread:
    ordered = sorted(found_ms) or [0]

    def share(part: float) -> float:
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] / 1_000

    return Spread(title=title, cards=len(found_ms), p50_s=share(0.5), p95_s=share(0.95))


def _lap(part: Part, start: UnixMs | None, end: UnixMs | None, now: UnixMs) -> Lap | None:
    if start is None:
        return None
    return Lap(part, ((now if end is None else end) - start) / 1_000, running=end is None)


def _lap_of(part: Part, took_ms: int | None) -> Lap | None:
    return None if took_ms is None else Lap(part, took_ms / 1_000)


def _between(start: UnixMs | None, end: UnixMs | None) -> int | None:
    return None if start is None or end is None else end - start
