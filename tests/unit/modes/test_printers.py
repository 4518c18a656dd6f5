"""Printers by name."""

import pytest
from PIL import Image

from station.errors.printer import PrinterNameUnknown
from station.modes.printers import open_named_printer, open_named_printers
from station.printer.port import PrinterState, PrinterStatus, Ribbon
from station.printer.usb import UsbCardPrinter
from tests.unit.printer.rasters import JOBS


@pytest.mark.parametrize("name", ["usb", "evolis", "magicard", "magicard-duo"])
def test_a_printer_may_be_plugged_in_later(name):
    assert isinstance(open_named_printer(name), UsbCardPrinter)


@pytest.mark.parametrize("name", ["", "fargo", "EVOLIS", "simulated", "spooler:"])
def test_an_unknown_name_is_an_error_that_names_it(name):
    with pytest.raises(PrinterNameUnknown) as refusal:
        open_named_printer(name)
    assert refusal.value.facts == {"name": name}


@pytest.mark.parametrize("kind", ["simulated:", "simulated:magicard:"])
def test_a_simulated_printer_keeps_both_sides_in_its_folder(kind, tmp_path):
    first, second = open_named_printers([f"{kind}{tmp_path}"] * 2)
    job = JOBS["ymcko, black back"]
    first.print_card(job)
    with Image.open(tmp_path / "C-7.png") as front, Image.open(tmp_path / "C-7-back.png") as back:
        assert (front.size, front.mode) == ((1011, 638), "RGB")
        assert front.getpixel((250, 120)) == (255, 3, 255), "magenta stays magenta"
        assert (back.size, back.mode) == ((1011, 638), "L")
    for printer in (first, second):
        assert printer.status().state is PrinterState.READY
        printer.close()


def test_what_is_known_of_a_printer_is_one_line():
    printer = open_named_printer("simulated:unused")
    assert printer.status().in_words() == (
        "SIMULATED DUALYS, ready, ribbon ymckok, 1000 prints left, 0 cards printed"
    )
    bare = PrinterStatus(state=PrinterState.NO_CARDS, abilities=printer.status().abilities)
    assert bare.in_words() == "card printer, no-cards"
    assert Ribbon.BLACK.carries(JOBS["k"])
