"""Failures of the card printer.

There are three answers about a card: printed, not printed, and PrintUnconfirmed. Every
error here but that one says: not printed.
"""

from station.errors import StationError


class PrinterAbsent(StationError):
    """No supported card printer answers, or it was unplugged; the card was not printed."""

    code = "PRN-01"


class PrinterOutOfCards(StationError):
    """The feeder is empty; the card was not printed.

    Facts: `serial` of the card.
    """

    code = "PRN-02"


class PrintUnconfirmed(StationError):
    """The card may lie in the tray or in the printer; a person must look.

    Facts: `serial` of the card.
    """

    code = "PRN-03"


class PrinterNeedsCare(StationError):
    """The printer reports a fault before printing; the card was not printed.

    Facts: `serial` of the card; `said`, the printer's own word.
    """

    code = "PRN-04"


class CoverOpen(PrinterNeedsCare):
    """The printer's cover is open; the card was not printed."""

    code = "PRN-05"


class RibbonMissing(PrinterNeedsCare):
    """No ribbon is in the printer, or it has ended; the card was not printed."""

    code = "PRN-06"


class CardStuck(PrinterNeedsCare):
    """A card is stuck in the printer since before this job; this card was not printed."""

    code = "PRN-07"


class PrinterBusy(PrinterNeedsCare):
    """The printer is at other work, or cools down; the card was not printed."""

    code = "PRN-08"


class TrayFull(PrinterNeedsCare):
    """The output tray is full; the card was not printed."""

    code = "PRN-09"


class PrinterHeld(PrinterAbsent):
    """A printer is plugged in, and the system does not let this program use it."""

    code = "PRN-10"


class RibbonWrong(PrinterNeedsCare):
    """The ribbon lacks a panel that the card needs, or is not for this printer; not printed."""

    code = "PRN-11"


class RejectBoxFull(PrinterNeedsCare):
    """The box of rejected cards is full; the card was not printed."""

    code = "PRN-12"


class HeadTooHot(PrinterNeedsCare):
    """The print head cools down; the card was not printed."""

    code = "PRN-13"


class CleaningNeeded(PrinterNeedsCare):
    """The printer takes no card before it is cleaned; the card was not printed."""

    code = "PRN-14"


class PrinterUnable(PrinterNeedsCare):
    """The card asks for colour that this printer cannot print; it was not printed."""

    code = "PRN-15"


class PrinterOneSided(PrinterNeedsCare):
    """The card has a back, and this printer does not turn cards; nothing was printed."""

    code = "PRN-19"


class QueueRefused(PrinterNeedsCare):
    """The system's print queue takes no job, or gave this one back; it was not printed."""

    code = "PRN-16"


class VendorLibraryMissing(PrinterAbsent):
    """The printer was named by its maker's library, which is not installed."""

    code = "PRN-17"


class PrinterNameUnknown(StationError):
    """The program was started with the name of a printer that is none.

    Facts: `name`.
    """

    code = "PRN-18"
