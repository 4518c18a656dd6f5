"""What the maker's library answers, and what may be concluded from it."""

from importlib.util import find_spec

import pytest

from station.errors.printer import (
    CoverOpen,
    PrinterNeedsCare,
    PrinterOutOfCards,
    PrintUnconfirmed,
    VendorLibraryMissing,
)
from station.printer.evolis_sdk import EvolisSdkPrinter
from station.printer.port import PrinterState, Ribbon
from tests.unit.printer.failures import failure_of
from tests.unit.printer.fake_evolis_library import FakeEvolisLibrary
from tests.unit.printer.rasters import job


@pytest.fixture
def library():
    return FakeEvolisLibrary()


@pytest.fixture
def printer(library):
    yield EvolisSdkPrinter("Evolis Simulated", library)
    assert library.opened == 0


@pytest.mark.skipif(find_spec("evolis") is not None, reason="the maker's library is installed")
def test_without_the_library_its_printers_are_absent():
    with pytest.raises(VendorLibraryMissing):
        EvolisSdkPrinter("any").status()


def test_what_the_library_tells(library, printer):
    library.state = ("WARNING", "INF_CLEANING")
    status = printer.status()
    assert (status.state, status.ribbon) == (PrinterState.READY, Ribbon.BLACK)
    assert (status.prints_left, status.cards_printed) == (99, 7)
    assert (status.model, status.number) == ("Simulated", "SDK1")
    assert status.cleaning_due
    assert status.abilities.both_sides


def test_an_error_that_has_no_name_here_is_a_fault(library, printer):
    library.state = ("ERROR", "ERR_FEATURE")
    assert printer.status().state is PrinterState.FAULT


@pytest.mark.parametrize(
    ("answer", "comes", "failure"),
    [
        ("PRINT_EMECHANICAL", True, PrintUnconfirmed),
        ("PRINT_EMECHANICAL", False, PrintUnconfirmed),
        ("ETIMEOUT", False, PrintUnconfirmed),
        ("OK", False, PrintUnconfirmed),  # its counter does not agree
        ("PRINT_NEEDACTION", True, PrintUnconfirmed),
        ("PRINT_NEEDACTION", False, PrinterNeedsCare),
        ("PRINT_EDATA", False, PrinterNeedsCare),
    ],
)
def test_only_a_job_refused_with_an_unmoved_counter_is_not_printed(
    library, printer, answer, comes, failure
):
    library.answer, library.comes = answer, comes
    assert failure_of(printer, job()) is failure


@pytest.mark.parametrize(
    ("minor", "failure"),
    [("DEF_FEEDER_EMPTY", PrinterOutOfCards), ("DEF_COVER_OPEN", CoverOpen)],
)
def test_a_refused_job_has_the_reason_of_the_printer(library, printer, minor, failure):
    take = library.PrintSession

    def opened(connection):
        library.state = ("ERROR", minor)
        return take(connection)

    library.PrintSession = opened
    library.answer, library.comes = "PRINT_NEEDACTION", False
    assert failure_of(printer, job()) is failure
