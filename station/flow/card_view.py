"""What the card desk shows, and what its staff can ask for."""

from dataclasses import dataclass

from station.credential.card_job import CardStage
from station.credential.release import Obstacle
from station.errors import StationError
from station.ids import CardSerial
from station.printer.port import PrinterState


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """One card of the queue.

    Attributes:
        reason: What went wrong with it, as an error to explain; None if nothing did.
        obstacles: Why it may not be printed, once the exam is graded.
        seconds: From the submit to the tray; None until it is there.
    """

    serial: CardSerial
    name: str
    item: str
    stage: CardStage
    reason: StationError | None
    seconds: float | None
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterRow:
    """One printer of the desk.

    Attributes:
        printing: The card in it; None while it is free.
        state: How it said to be last; None if it was not asked, or did not answer.
        prints_left: On its ribbon, if it tells.
        trouble: What its last card failed with; None if it came out.
    """

    name: str
    printing: CardSerial | None
    state: PrinterState | None
    prints_left: int | None
    trouble: StationError | None


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
