"""Whether a printer can print a card as it is now, in coded errors."""

from station.errors.printer import (
    CardStuck,
    CleaningNeeded,
    CoverOpen,
    HeadTooHot,
    PrinterBusy,
    PrinterNeedsCare,
    PrinterOneSided,
    PrinterOutOfCards,
    PrinterUnable,
    RejectBoxFull,
    RibbonMissing,
    RibbonWrong,
    TrayFull,
)
from station.printer.port import CardJob, PrinterState, PrinterStatus

CARE: dict[PrinterState, type[PrinterNeedsCare]] = {
    PrinterState.BUSY: PrinterBusy,
    PrinterState.COVER_OPEN: CoverOpen,
    PrinterState.NO_RIBBON: RibbonMissing,
    PrinterState.WRONG_RIBBON: RibbonWrong,
    PrinterState.JAMMED: CardStuck,
    PrinterState.TRAY_FULL: TrayFull,
    PrinterState.REJECT_FULL: RejectBoxFull,
    PrinterState.HEAD_HOT: HeadTooHot,
    PrinterState.CLEANING: CleaningNeeded,
}

UNNAMED = "-"
"""A printer that does not say what it is."""


def need_fit(status: PrinterStatus, job: CardJob) -> None:
    """Refuse a job that the printer cannot print as it is now.

    Raises:
        PrinterOutOfCards, PrinterNeedsCare: As CardPrinter.print_card says.
    """
    serial, said = job.serial, status.said
    able = status.abilities
    coloured = any(side.colour is not None for side in job.sides)
    model = status.model or UNNAMED
    if coloured and not able.colour:
        raise PrinterUnable(serial=serial, model=model)
    if job.back is not None and not able.both_sides:
        raise PrinterOneSided(serial=serial, model=model)
    if status.state is PrinterState.NO_CARDS:
        raise PrinterOutOfCards(serial=serial)
    if status.state is not PrinterState.READY:
        raise CARE.get(status.state, PrinterNeedsCare)(serial=serial, said=said)
    if status.ribbon is not None and not status.ribbon.carries(job):
        raise RibbonWrong(serial=serial, said=status.ribbon.value)
