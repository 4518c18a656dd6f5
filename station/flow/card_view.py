"""What the card desk shows, and what its staff can ask for."""

from dataclasses import dataclass

from station.credential.card_job import CardStage
from station.errors import StationError
from station.ids import CardSerial


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """One card of the queue.

    Attributes:
        reason: Why it waits, as an error to explain; None if it does not.
        seconds: From the submit to the tray; None until it is there.
    """

    serial: CardSerial
    name: str
    item: str
    stage: CardStage
    reason: StationError | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class PrintAgain:
    """Try a card again that is known not to be printed."""

    serial: CardSerial


@dataclass(frozen=True, slots=True)
class AnswerTray:
    """Say whether a card of unknown fate lies in the tray."""

    serial: CardSerial
    printed: bool


@dataclass(frozen=True, slots=True)
class HandOver:
    """The holder has taken the card."""

    serial: CardSerial


CardIntent = PrintAgain | AnswerTray | HandOver
