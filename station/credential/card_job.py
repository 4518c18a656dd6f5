"""A card on its way from a composed picture to its holder's hand, as two pure functions.

Sent is saved before the first byte goes out. A card that was sent and whose fate is not known
stays unknown until a person has looked into the tray: the program never sends it again. A card
that was printed is printed once more only after it was voided.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from typing import assert_never

from station.credential.card_commands import (
    AnswerTray,
    Command,
    Compose,
    HandOver,
    Release,
    ReportNotPrinted,
    ReportPrinted,
    ReportUnknown,
    Send,
    Void,
)
from station.credential.card_events import (
    Composed,
    Event,
    HandedOver,
    NotPrinted,
    Printed,
    Released,
    Sent,
    TrayAnswered,
    Voided,
    WentUnknown,
)
from station.credential.release import may_print


class CardStage(StrEnum):
    """Where a card is; RULES chapter 7."""

    NEW = "new"
    COMPOSED = "composed"
    QUEUED = "queued"
    PRINTING = "printing"
    UNKNOWN = "unknown"
    NOT_PRINTED = "not-printed"
    PRINTED = "printed"
    HANDED_OVER = "handed-over"
    VOIDED = "voided"


RELEASABLE = (CardStage.COMPOSED, CardStage.NOT_PRINTED, CardStage.VOIDED)
"""From here a card may go to a printer: no card of this print number can exist."""

OUT = (CardStage.PRINTED, CardStage.HANDED_OVER)
"""A card of this print number exists and counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWay:
    """The state of one card: a reading of its events.

    Attributes:
        composed: What was composed last; None before.
        sent: How often it was sent to a printer.
        printer: Where it was sent last; empty before.
        code: The error that stopped it last; empty if none.
        voids: The cards of this record that were cut up, the first one first.
        handed: How it was handed over; None before, and again after it was voided.
    """

    stage: CardStage = CardStage.NEW
    composed: Composed | None = None
    sent: int = 0
    printer: str = ""
    code: str = ""
    voids: tuple[Voided, ...] = ()
    handed: HandedOver | None = None

    @property
    def print_number(self) -> int:
        """Which print of this record the card is or will be; the certificate number stays."""
        return len(self.voids) + 1

    @property
    def blanks(self) -> int:
        """How many blank cards became cards of this record."""
        return len(self.voids) + (self.stage in OUT)


def decide(card: CardWay, command: Command) -> tuple[Event, ...]:
    """Judge a command and name what it makes happen; nothing, if it is refused."""
    stage = card.stage
    printing = stage is CardStage.PRINTING
    match command:
        case Compose(serial=serial, candidate=candidate, raster=raster) if _composes(card, command):
            return (Composed(serial=serial, candidate=candidate, raster=raster),)
        case Release() if stage in RELEASABLE and _granted(card, command):
            return (Released(),)
        case Send(printer) if stage is CardStage.QUEUED:
            return (Sent(printer),)
        case ReportPrinted(transfer_ms=transfer_ms, mechanism_ms=mechanism_ms) if printing:
            return (Printed(transfer_ms=transfer_ms, mechanism_ms=mechanism_ms),)
        case ReportNotPrinted(code) if printing:
            return (NotPrinted(code),)
        case ReportUnknown(code) if printing:
            return (WentUnknown(code),)
        case AnswerTray(printed, by) if stage is CardStage.UNKNOWN:
            return (TrayAnswered(printed, by),)
        case Void(reason=reason, first=first, second=second, picture=picture) if stage in OUT:
            if first == second:
                return ()
            return (Voided(reason=reason, first=first, second=second, picture=picture),)
        case HandOver() if stage is CardStage.PRINTED and _is_signed(command):
            return (
                HandedOver(
                    by=command.by,
                    similarity=command.similarity,
                    signature=command.signature,
                    unsigned=command.unsigned,
                ),
            )
        case (
            Compose()
            | Release()
            | Send()
            | ReportPrinted()
            | ReportNotPrinted()
            | ReportUnknown()
            | AnswerTray()
            | Void()
            | HandOver()
        ):
            return ()
    assert_never(command)


def evolve(card: CardWay, event: Event) -> CardWay:
    """Apply one saved event."""
    match event:
        case Composed():
            return replace(card, stage=CardStage.COMPOSED, composed=event)
        case Released():
            return replace(card, stage=CardStage.QUEUED, code="")
        case Sent(printer):
            return replace(card, stage=CardStage.PRINTING, sent=card.sent + 1, printer=printer)
        case Printed():
            return replace(card, stage=CardStage.PRINTED)
        case NotPrinted(code):
            return replace(card, stage=CardStage.NOT_PRINTED, code=code)
        case WentUnknown(code):
            return replace(card, stage=CardStage.UNKNOWN, code=code)
        case TrayAnswered(printed, _):
            stage = CardStage.PRINTED if printed else CardStage.NOT_PRINTED
            return replace(card, stage=stage)
        case Voided():
            voids = (*card.voids, event)
            return replace(card, stage=CardStage.VOIDED, voids=voids, handed=None)
        case HandedOver():
            return replace(card, stage=CardStage.HANDED_OVER, handed=event)
    assert_never(event)


def replay(events: Iterable[Event]) -> CardWay:
    """Rebuild a card's way after a power cut; PRINTING then calls for ReportUnknown."""
    return reduce(evolve, events, CardWay())


def _composes(card: CardWay, command: Compose) -> bool:
    """A picture may be made anew until it is queued, but never for another card."""
    held = card.composed
    if held is None:
        return card.stage is CardStage.NEW
    same = (held.serial, held.candidate) == (command.serial, command.candidate)
    return same and card.stage in RELEASABLE


def _is_signed(command: HandOver) -> bool:
    """A holder signs for the card; for one who cannot, two persons do and say why."""
    if command.signature is not None:
        return not command.unsigned
    return bool(command.unsigned) and len(set(command.by)) >= 2


def _granted(card: CardWay, command: Release) -> bool:
    facts, composed = command.facts, card.composed
    return (
        composed is not None
        and facts.candidate == composed.candidate
        and facts.grant is not None
        and facts.grant.serial == composed.serial
        and not may_print(facts, command.today)
    )
