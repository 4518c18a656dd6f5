"""Finding a printer, giving it back, and firmware that differs."""

import errno

import numpy as np
import pytest
import usb.backend
import usb.core

from station.errors.printer import (
    PrinterAbsent,
    PrinterHeld,
    PrinterOutOfCards,
    PrintUnconfirmed,
)
from station.printer.emulated_port import IN
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.magicard_emulator import SimulatedMagicard
from station.printer.magicard_talk import MAGICARD
from station.printer.mechanism import FeedFails
from station.printer.usb import open_printer
from tests.shared_bus import SharedBus
from tests.unit.printer.failures import failure_of
from tests.unit.printer.rasters import job, noise


@pytest.fixture
def device():
    return SimulatedEvolis()


@pytest.fixture
def printer(device):
    printer = open_printer(device)
    yield printer
    printer.close()


def test_no_printer_is_a_coded_error(device):
    device.unplug()
    with pytest.raises(PrinterAbsent):
        open_printer(device)


def test_a_printer_of_another_maker_is_not_ours(device):
    device._device_id = "MFG:Other;MDL:Letter printer;"
    with pytest.raises(PrinterAbsent):
        open_printer(device)
    assert device.kernel_driver  # and it keeps its own driver


@pytest.mark.parametrize(
    "raw", [b"", b"\0", b"\xff\xffMFG:Evolis;", b"\0\2MFG:Evolis;", b"\0\6\xff:;"]
)
def test_a_malformed_device_id_is_no_evolis(raw):
    class Odd(SimulatedEvolis):
        def ctrl_transfer(self, handle, kind, request, value, index, data, ms):
            if request != 0:
                return super().ctrl_transfer(handle, kind, request, value, index, data, ms)
            for position, byte in enumerate(raw):
                data[position] = byte
            return len(raw)

    with pytest.raises(PrinterAbsent):
        open_printer(Odd())


def test_usblp_gets_its_device_back(device, printer):
    assert not device.kernel_driver
    printer.close()
    assert device.kernel_driver


def test_a_printer_that_another_holds_is_named(device, printer):
    with pytest.raises(PrinterHeld):
        open_printer(device)


def test_a_printer_that_the_system_denies_is_named(device):
    device.allowed = False
    with pytest.raises(PrinterHeld):
        open_printer(device)


class Talkative(SimulatedEvolis):
    """Answers commands that ask nothing, too."""

    def _obey(self, frame):
        super()._obey(frame)
        if not frame.startswith(b"\x1bR"):
            self.queue(IN, b"OK\r\n")


class WithoutCounter(SimulatedEvolis):
    """Does not know the command for its counter."""

    def _reply(self, word):
        super()._reply("ERR COMMAND" if word.isdecimal() else word)


class OfTheFirstEdition(SimulatedEvolis):
    """Follows the first edition of the printer class, and has no port status."""

    def ctrl_transfer(self, handle, kind, request, value, index, data, ms):
        if (kind, request) in [(0x21, 2), (0xA1, 1)]:
            raise usb.core.USBError("Pipe error", errno=errno.EPIPE)
        kind = 0x21 if (kind, request) == (0x23, 2) else kind
        return super().ctrl_transfer(handle, kind, request, value, index, data, ms)


@pytest.mark.parametrize("kind", [Talkative, WithoutCounter, OfTheFirstEdition])
def test_other_firmware(kind):
    device = kind()
    printer = open_printer(device)
    printer.print_card(job(noise()))
    assert np.array_equal(device.tray[0].black, noise())
    device.story = [FeedFails()]
    unsure = kind is WithoutCounter  # the card may have come before the complaint
    assert failure_of(printer, job()) is (PrintUnconfirmed if unsure else PrinterOutOfCards)
    assert len(device.tray) == 1
    printer.close()


def test_a_stall_is_a_coded_error():
    class Stalling(SimulatedEvolis):
        """Refuses to be written to, once."""

        stalls = False

        def bulk_write(self, *args):
            if self.stalls:
                self.stalls = False
                raise usb.core.USBError("Pipe error", errno=errno.EPIPE)
            return super().bulk_write(*args)

    device = Stalling()
    printer = open_printer(device)
    device.stalls = True
    assert failure_of(printer, job()) is PrinterAbsent
    printer.print_card(job())
    assert len(device.tray) == 1


# Several printers


def test_several_printers_each_get_their_own_card():
    below = [SimulatedEvolis(), SimulatedMagicard(), SimulatedEvolis()]
    bus = SharedBus(*below)
    printers = [open_printer(bus) for _ in below]
    for seed, printer in enumerate(printers):
        printer.print_card(job(noise(seed)))
    for seed, device in enumerate(below):
        assert [np.array_equal(card.black, noise(seed)) for card in device.tray] == [True]
    with pytest.raises(PrinterHeld):
        open_printer(bus)
    for printer in printers:
        printer.close()
    assert all(device.kernel_driver for device in below)


def test_a_printer_is_found_by_its_maker_among_others():
    evolis, magicard = SimulatedEvolis(), SimulatedMagicard()
    printer = open_printer(SharedBus(evolis, magicard), [MAGICARD])
    printer.print_card(job())
    assert (len(evolis.tray), len(magicard.tray)) == (0, 1)
    assert evolis.kernel_driver
    printer.close()


def test_a_printer_that_is_plugged_in_again_is_found_beside_the_other():
    first, second = SimulatedEvolis(), SimulatedEvolis()
    bus = SharedBus(first, second)
    printers = [open_printer(bus), open_printer(bus)]
    first.unplug()
    assert issubclass(failure_of(printers[0], job()), PrinterAbsent)
    assert issubclass(failure_of(printers[0], job()), PrinterHeld), "the other has its own"
    printers[1].print_card(job())
    first.plug()
    printers[0].print_card(job())
    assert (len(first.tray), len(second.tray)) == (1, 1)
    for printer in printers:
        printer.close()
