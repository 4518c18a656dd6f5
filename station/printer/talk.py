"""A talk with one maker's printer, as far as the driver needs to know it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from station.printer.job_bytes import EncodedJob
from station.printer.pipe import PrinterPipe
from station.printer.port import CardJob, PrinterState, PrinterStatus, Ribbon


@dataclass(frozen=True, slots=True)
class Glance:
    """What is asked of a printer before and while it prints.

    Attributes:
        said: Its own word for its state.
        printed: Its counter of cards; None if it does not tell.
        not_fed: It says that no card came for the job; an empty feeder alone does not say so,
            because its last card may be on the way.
    """

    state: PrinterState
    said: str
    printed: int | None
    not_fed: bool = False


class Talk(Protocol):
    """What is said over one pipe, from plugging in to unplugging.

    Its methods raise a UsbFault if the cable or the printer fails.
    """

    @property
    def pipe(self) -> PrinterPipe:
        """The pipe that is talked over."""
        ...

    @property
    def settles_ms(self) -> int:
        """How long a printer of which nothing is known may still be at an earlier card.

        0 for a language in which it says that it is busy.
        """
        ...

    def encode(self, job: CardJob, ribbon: Ribbon | None) -> EncodedJob:
        """Return the job in the printer's bytes; ribbon is what is in it, if it told."""
        ...

    def glance(self) -> Glance:
        """Ask how the printer is now."""
        ...

    def forgive(self) -> None:
        """Let the printer drop its last error; what is still wrong will be said again."""
        ...

    def status(self, glance: Glance) -> PrinterStatus:
        """Ask for the rest of what the printer tells of itself."""
        ...


@dataclass(frozen=True, slots=True)
class Language:
    """Whose printers understand a talk.

    Attributes:
        vendor: The maker's number on the bus.
        maker: The maker's name in the IEEE 1284 id, in small letters.
        talk: Begins a talk over a pipe.
    """

    vendor: int
    maker: str
    talk: Callable[[PrinterPipe], Talk]
