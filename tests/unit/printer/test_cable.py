"""The cable pulled, at every byte where it matters."""

import numpy as np
import pytest

from station.errors.printer import (
    PrinterAbsent,
    PrinterNeedsCare,
    PrintUnconfirmed,
)
from station.printer.emulated_port import OUT
from station.printer.evolis import encode_job
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.usb import open_printer
from tests.unit.printer.cable import way_of
from tests.unit.printer.failures import failure_of
from tests.unit.printer.rasters import job, noise, sparse


@pytest.fixture
def device():
    return SimulatedEvolis()


@pytest.fixture
def printer(device):
    printer = open_printer(device)
    yield printer
    printer.close()


def whole(black):
    encoded = encode_job(job(black))
    return encoded.harmless + encoded.decisive


WAY = way_of(SimulatedEvolis, job())


@pytest.mark.parametrize("after_bytes", WAY.cuts(control=60))
def test_the_cable_pulled_at_any_byte(device, printer, after_bytes):
    device.unplug_after(after_bytes)
    failure = failure_of(printer, job())
    in_tray = len(device.tray)
    if after_bytes < WAY.decisive:
        assert failure is PrinterAbsent
        assert in_tray == 0
    else:
        assert failure is PrintUnconfirmed
        assert in_tray == (after_bytes > WAY.decisive)
    device.plug()
    printer.print_card(job(noise()))
    assert len(device.tray) == in_tray + 1  # half a job never comes out later
    assert np.array_equal(device.tray[-1].black, noise())


def test_the_cable_pulled_after_the_last_byte_takes_nothing_away(device, printer):
    device.unplug_after(WAY.whole)
    printer.print_card(job())
    assert len(device.tray) == 1
    assert failure_of(printer, job()) is PrinterAbsent
    assert len(device.tray) == 1


ASKED = len(b"\x1bRlr;p\r\x1bRco;p\r\x1bRr\r\x1bRcr\r")


@pytest.mark.parametrize("taken", [30, WAY.decisive // 2, WAY.decisive - WAY.job - 1])
def test_half_a_job_is_forgotten_by_the_printer_although_the_cable_holds(taken):
    class Choking(SimulatedEvolis):
        """Takes no more of a job after so many bytes, with the cable in."""

        room = 10**9

        def bulk_write(self, handle, endpoint, interface, data, ms):
            taken = super().bulk_write(handle, endpoint, interface, data[: self.room], ms)
            self.room -= taken
            return taken

    choking = Choking()
    printer = open_printer(choking)
    choking.room = ASKED + taken
    assert failure_of(printer, job()) is PrinterNeedsCare
    choking.room = 10**9
    choking.received(OUT, whole(noise()))  # another program prints next
    printer.print_card(job())
    assert len(choking.tray) == 2
    assert np.array_equal(choking.tray[0].black, noise())
    assert np.array_equal(choking.tray[1].black, sparse())


@pytest.mark.parametrize("left", [20, 20_000])
def test_half_a_job_of_another_program_is_forgotten_too(device, left):
    device.received(OUT, whole(noise())[:left])
    printer = open_printer(device)
    printer.print_card(job())
    assert len(device.tray) == 1
    assert np.array_equal(device.tray[0].black, sparse())
