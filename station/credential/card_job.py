"""A card on its way from a composed picture to its holder's hand, as two pure functions.

Sent is saved before the first byte goes out. A card that was sent and whose fate is not known
stays unknown until a person has looked into the tray: the program never sends it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import reduce
from typing import assert_never

from station.codec import Codec
from station.credential.release import ReleaseFacts, may_print
from station.ids import CandidateId, CardSerial, Digest, StaffId


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Compose:
    """Keep a card's picture ready, while its holder still sits the exam.

    Attributes:
        raster: SHA-256 of the black panel's bytes.
    """

    serial: CardSerial
    candidate: CandidateId
    raster: Digest


@dataclass(frozen=True, slots=True)
class Release:
    """Let the card be printed, if nothing stands in the way; also after it was not printed."""

    facts: ReleaseFacts
    today: date


@dataclass(frozen=True, slots=True)
class Send:
    """Begin to send the card to a printer."""


@dataclass(frozen=True, slots=True)
class ReportPrinted:
    """The printer says that the card is in the tray."""


@dataclass(frozen=True, slots=True)
class ReportNotPrinted:
    """The printer or its driver knows that the card was not printed, by this error code."""

    code: str


@dataclass(frozen=True, slots=True)
class ReportUnknown:
    """Nobody knows what became of the card: the cable, the power or the program failed."""

    code: str


@dataclass(frozen=True, slots=True)
class AnswerTray:
    """A person has looked into the tray."""

    printed: bool
    by: StaffId


@dataclass(frozen=True, slots=True)
class HandOver:
    """The holder has the card; None if no member of the staff signed for it."""

    by: StaffId | None


Command = (
    Compose
    | Release
    | Send
    | ReportPrinted
    | ReportNotPrinted
    | ReportUnknown
    | AnswerTray
    | HandOver
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    serial: CardSerial
    candidate: CandidateId
    raster: Digest


@dataclass(frozen=True, slots=True)
class Released:
    pass


@dataclass(frozen=True, slots=True)
class Sent:
    pass


@dataclass(frozen=True, slots=True)
class Printed:
    pass


@dataclass(frozen=True, slots=True)
class NotPrinted:
    code: str


@dataclass(frozen=True, slots=True)
class WentUnknown:
    code: str


@dataclass(frozen=True, slots=True)
class TrayAnswered:
    printed: bool
    by: StaffId


@dataclass(frozen=True, slots=True)
class HandedOver:
    by: StaffId | None


Event = Composed | Released | Sent | Printed | NotPrinted | WentUnknown | TrayAnswered | HandedOver

CARD_EVENT: Codec[Event] = Codec(Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWay:
    """The state of one card: a reading of its events.

    Attributes:
        composed: What was composed last; None before.
        sent: How often it was sent to a printer.
        code: The error that stopped it last; empty if none.
    """

    stage: CardStage = CardStage.NEW
    composed: Composed | None = None
    sent: int = 0
    code: str = ""


def decide(card: CardWay, command: Command) -> tuple[Event, ...]:
    """Judge a command and name what it makes happen; nothing, if it is refused."""
    stage = card.stage
    printing = stage is CardStage.PRINTING
    match command:
        case Compose(serial=serial, candidate=candidate, raster=raster) if _composes(card, command):
            return (Composed(serial=serial, candidate=candidate, raster=raster),)
        case Release() if stage in (CardStage.COMPOSED, CardStage.NOT_PRINTED):
            return (Released(),) if _granted(card, command) else ()
        case Send() if stage is CardStage.QUEUED:
            return (Sent(),)
        case ReportPrinted() if printing:
            return (Printed(),)
        case ReportNotPrinted(code) if printing:
            return (NotPrinted(code),)
        case ReportUnknown(code) if printing:
            return (WentUnknown(code),)
        case AnswerTray(printed, by) if stage is CardStage.UNKNOWN:
            return (TrayAnswered(printed, by),)
        case HandOver(by) if stage is CardStage.PRINTED:
            return (HandedOver(by),)
        case (
            Compose()
            | Release()
            | Send()
            | ReportPrinted()
            | ReportNotPrinted()
            | ReportUnknown()
            | AnswerTray()
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
        case Sent():
            return replace(card, stage=CardStage.PRINTING, sent=card.sent + 1)
        case Printed():
            return replace(card, stage=CardStage.PRINTED)
        case NotPrinted(code):
            return replace(card, stage=CardStage.NOT_PRINTED, code=code)
        case WentUnknown(code):
            return replace(card, stage=CardStage.UNKNOWN, code=code)
        case TrayAnswered(printed, _):
            stage = CardStage.PRINTED if printed else CardStage.NOT_PRINTED
            return replace(card, stage=stage)
        case HandedOver():
            return replace(card, stage=CardStage.HANDED_OVER)
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
    return same and card.stage in (CardStage.COMPOSED, CardStage.NOT_PRINTED)


def _granted(card: CardWay, command: Release) -> bool:
    facts, composed = command.facts, card.composed
    return (
        composed is not None
        and facts.candidate == composed.candidate
        and facts.grant is not None
        and facts.grant.serial == composed.serial
        and not may_print(facts, command.today)
    )
