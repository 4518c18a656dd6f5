"""Cards through a real CUPS, to an emulated printer that keeps the rasters it is sent."""

import numpy as np
import pytest

from station.errors.printer import (
    PrinterAbsent,
    PrinterBusy,
    PrintUnconfirmed,
    QueueRefused,
)
from station.modes.check_up import check_up
from station.printer.card_document import card_pdf, seen
from station.printer.cups import queue_names
from station.printer.port import PrinterState
from station.printer.spooler import SpooledPrinter
from tests.e2e.spooler.private_cups import PrivateCups, missing
from tests.e2e.spooler.pwg_raster import pages_in
from tests.unit.printer.failures import failure_of
from tests.unit.printer.rasters import JOBS, job, noise

MISSING = missing()
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
]


@pytest.fixture(scope="module")
def cups():
    with PrivateCups() as cups:
        yield cups


@pytest.fixture
def printer(cups):
    printer = SpooledPrinter("card", cups.server)
    yield printer
    printer.close()


def sent(cups, printer, card_job):
    """Print a card, whose end nobody can tell; return the pages that arrived."""
    before = len(cups.arrived())
    assert failure_of(printer, card_job) is PrintUnconfirmed
    (path,) = cups.arrived()[before:]
    return pages_in(path.read_bytes())


def test_a_queue_tells_what_it_can(printer):
    status = printer.status()
    assert status.state is PrinterState.READY
    assert status.abilities.colour
    assert status.abilities.both_sides
    assert not status.abilities.confirms


def same_dots(page, wanted, tolerance=0):
    """Whether a page is the picture, turned as a head takes it; the queue may shift it by a dot."""
    upright = page.dots[:, ::-1].swapaxes(0, 1).astype(int)
    inner = wanted[1:-1, 1:-1].astype(int)
    height, width = inner.shape[:2]
    shifted = (upright[y : y + height, x : x + width] for y in range(3) for x in range(3))
    return any(np.abs(each - inner).max() <= tolerance for each in shifted)


@pytest.mark.parametrize("black", [JOBS["k"].black, noise()], ids=["sparse", "noise"])
def test_a_black_card_arrives_at_its_size_upright_and_dot_for_dot(cups, printer, black):
    (page,) = sent(cups, printer, job(black))
    assert page.dpi == (300, 300)
    assert page.points == (153, 243)
    assert page.dots.shape == (1011, 638)
    assert same_dots(page, black)


def test_a_colour_card_arrives_in_its_colours(cups, printer):
    (page,) = sent(cups, printer, JOBS["ymcko"])
    assert page.dots.shape == (1011, 638, 3)
    assert same_dots(page, seen(JOBS["ymcko"].sides[0]), tolerance=3)


def test_both_sides_arrive_in_their_order(cups, printer):
    front, back = sent(cups, printer, JOBS["k both sides"])
    assert same_dots(front, JOBS["k both sides"].black)
    assert same_dots(back, JOBS["k both sides"].back.black)


def test_a_queue_that_is_stopped_is_given_nothing(cups, printer):
    before = len(cups.arrived())
    cups.admin("cupsdisable", "card")
    assert failure_of(printer, job()) is QueueRefused
    cups.admin("cupsenable", "card")
    sent(cups, printer, job())
    assert len(cups.arrived()) == before + 1, "the refused card never comes later"


def test_a_queue_that_takes_no_jobs_is_given_nothing(cups, printer):
    cups.admin("cupsreject", "card")
    assert failure_of(printer, job()) is QueueRefused
    cups.admin("cupsaccept", "card")


def test_a_queue_that_would_print_again_by_itself_is_given_nothing(cups, printer):
    cups.admin("lpadmin", "-p", "card", "-o", "printer-error-policy=retry-job")
    assert failure_of(printer, job()) is QueueRefused
    cups.admin("lpadmin", "-p", "card", "-o", "printer-error-policy=abort-job")


def test_a_printer_that_is_switched_off_gets_its_card_never_later(cups):
    printer = SpooledPrinter("card", cups.server)
    printer.JOB_TIMEOUT_MS = 3_000
    before = len(cups.arrived())
    cups.switch_off()
    assert failure_of(printer, job()) is PrintUnconfirmed
    cups.switch_on()
    assert len(cups.arrived()) == before
    printer.close()
    again = SpooledPrinter("card", cups.server)
    sent(cups, again, job())
    assert len(cups.arrived()) == before + 1
    again.close()


def test_what_an_earlier_run_left_behind_is_cancelled_first(cups, printer):
    """The program was killed while its job waited in a queue that was stopped."""
    before = len(cups.arrived())
    cups.admin("cupsdisable", "card")
    printer._submit(job(), card_pdf(job()))
    foreign = cups.home / "letter.pdf"
    foreign.write_bytes(card_pdf(job()))
    cups.admin("lp", "-d", "card", "-t", "letter", foreign)
    assert failure_of(printer, job()) is QueueRefused
    with pytest.raises(PrinterBusy):
        printer._forget_leftovers(job().serial)
    cups.admin("cupsenable", "card")
    while len(cups.arrived()) == before or printer.status().state is PrinterState.BUSY:
        pass  # the letter comes out
    (page,) = sent(cups, printer, job(noise()))
    assert same_dots(page, noise())
    assert len(cups.arrived()) == before + 2, "the letter, and one card"


def test_a_queue_that_is_none_is_absent(cups):
    printer = SpooledPrinter("none", cups.server)
    with pytest.raises(PrinterAbsent):
        printer.status()
    printer.close()


def test_without_cups_a_queue_is_absent(cups):
    printer = SpooledPrinter("card", "localhost:9")
    with pytest.raises(PrinterAbsent):
        printer.status()
    printer.close()


def test_the_doctor_names_the_queues_as_the_command_line_wants_them(cups, monkeypatch):
    monkeypatch.setenv("CUPS_SERVER", cups.server)
    assert queue_names() == ("card",)
    (found,) = (each for each in check_up() if each.what == "print queues")
    assert found.ok
    assert found.says.startswith("spooler:card: ")
    assert "ready" in found.says


def test_without_cups_the_doctor_says_so(cups):
    with pytest.raises(PrinterAbsent):
        queue_names("localhost:9")
