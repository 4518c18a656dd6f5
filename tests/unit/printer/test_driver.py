"""The contract of CardPrinter, held by the real driver over an emulated USB device."""

import errno
import random

import numpy as np
import pytest
import usb.core

from station.clock import HeldClock
from station.errors.printer import (
    CardStuck,
    CoverOpen,
    PrinterAbsent,
    PrinterBusy,
    PrinterHeld,
    PrinterNeedsCare,
    PrinterOutOfCards,
    PrintUnconfirmed,
    RibbonMissing,
    TrayFull,
)
from station.messages import explain
from station.printer.emulated_port import IN, OUT
from station.printer.evolis import encode_job
from station.printer.evolis_emulator import (
    Condition,
    FeedFails,
    SilentAfterPrint,
    SimulatedEvolis,
    StuckAfterPrint,
)
from station.printer.port import PrinterState
from station.printer.usb import EvolisPrinter, open_printer
from tests.unit.printer.rasters import job, noise, sparse


@pytest.fixture
def device():
    return SimulatedEvolis()


@pytest.fixture
def printer(device):
    printer = open_printer(device)
    yield printer
    printer.close()


def failure_of(printer, card_job):
    with pytest.raises(
        (PrinterAbsent, PrinterOutOfCards, PrintUnconfirmed, PrinterNeedsCare)
    ) as it:
        printer.print_card(card_job)
    assert explain(it.value, str)  # its text asks for no fact that it has not
    return type(it.value)


def whole(black):
    encoded = encode_job(black)
    return encoded.body + encoded.last


@pytest.mark.parametrize("black", [sparse(), noise()], ids=["sparse", "noise"])
def test_the_card_in_the_tray_is_the_job_pixel_for_pixel(device, printer, black):
    printer.print_card(job(black))
    assert len(device.tray) == 1
    assert np.array_equal(device.tray[0], black)
    assert device.cards == 99


def test_raw_panels_print_the_same(device):
    opened = open_printer(device)
    printer = EvolisPrinter(opened._plug_in, compressed=False)
    opened.close()
    printer.print_card(job(noise()))
    assert np.array_equal(device.tray[0], noise())


def test_cards_come_one_after_another(device, printer):
    for seed in range(3):
        printer.print_card(job(noise(seed)))
    assert [np.array_equal(device.tray[i], noise(i)) for i in range(3)] == [True] * 3


def test_an_empty_feeder(device, printer):
    device.cards = 0
    assert printer.status().state is PrinterState.NO_CARDS
    moved = device.moved
    assert failure_of(printer, job()) is PrinterOutOfCards
    assert device.moved == moved  # the job was not even begun
    device.load(1)
    assert device.tray == []
    printer.print_card(job())
    assert len(device.tray) == 1


def test_a_feed_that_fails_prints_nothing_and_never_later(device, printer):
    device.story = [FeedFails()]
    assert failure_of(printer, job()) is PrinterOutOfCards
    device.load(5)
    assert device.tray == []
    printer.print_card(job())
    assert len(device.tray) == 1


def test_a_printer_that_handles_errors_itself_would_print_later(device):
    """What Pem;2 keeps us from: without it the given-up job comes out by itself."""
    device.cards = 0
    device.received(OUT, whole(sparse()).replace(b"Pem;2", b"Pem;0"))
    device.load(1)
    assert len(device.tray) == 1


CONDITIONS = [
    (Condition.COVER_OPEN, PrinterState.COVER_OPEN, CoverOpen),
    (Condition.NO_RIBBON, PrinterState.NO_RIBBON, RibbonMissing),
    (Condition.CARD_STUCK, PrinterState.JAMMED, CardStuck),
    (Condition.TRAY_FULL, PrinterState.TRAY_FULL, TrayFull),
    (Condition.BROKEN, PrinterState.FAULT, PrinterNeedsCare),
]


@pytest.mark.parametrize(("condition", "state", "failure"), CONDITIONS)
def test_a_printer_that_needs_care_prints_nothing_until_it_is_cared_for(
    device, printer, condition, state, failure
):
    device.condition = condition
    assert printer.status().state is state
    assert failure_of(printer, job()) is failure
    assert (device.tray, device.cards) == ([], 100)
    device.condition = Condition.FINE
    printer.print_card(job())
    assert len(device.tray) == 1


def test_a_card_that_sticks_after_its_print_is_unconfirmed(device, printer):
    device.story = [StuckAfterPrint()]
    assert failure_of(printer, job()) is PrintUnconfirmed
    assert (len(device.stuck), device.tray) == (1, [])


def test_a_printer_that_falls_silent_after_the_print_is_unconfirmed(device, printer):
    device.story = [SilentAfterPrint()]
    assert failure_of(printer, job()) is PrintUnconfirmed
    assert len(device.tray) == 1
    assert failure_of(printer, job()) is PrinterAbsent
    assert len(device.tray) == 1


def test_the_driver_waits_for_the_mechanism_and_no_longer():
    clock = HeldClock()
    device = SimulatedEvolis(seconds_per_card=8, clock=clock, sleep_ms=clock.pass_ms)
    printer = open_printer(device)
    printer.print_card(job())
    assert len(device.tray) == 1
    assert 8_000 <= clock.mono() <= 8_000 + printer.POLL_MS


def test_a_printer_that_says_ok_too_early_is_not_believed():
    class Hasty(SimulatedEvolis):
        """Says OK while the card is still on its way."""

        def _word(self):
            return super()._word().replace("BUSY", "OK")

    clock = HeldClock()
    printer = open_printer(Hasty(seconds_per_card=8, clock=clock, sleep_ms=clock.pass_ms))
    printer.print_card(job())
    assert clock.mono() >= 8_000


def test_a_printer_that_never_ends_is_unconfirmed():
    clock = HeldClock()
    device = SimulatedEvolis(seconds_per_card=600, clock=clock, sleep_ms=clock.pass_ms)
    printer = open_printer(device)
    assert failure_of(printer, job()) is PrintUnconfirmed
    assert clock.mono() < 200_000
    assert failure_of(printer, job()) is PrinterBusy


# The cable


def length_of_a_print(card_job):
    """Return the bytes over the cable until the last piece of a job, and until its end."""
    device = SimulatedEvolis()
    printer = open_printer(device)
    before = device.moved
    printer.print_card(card_job)
    encoded = encode_job(card_job.black)
    asked = b"\x1bRlr;p\rOK\0\x1bRco;p\r0\0"
    last_from = len(asked) + len(encoded.body)
    return last_from, last_from + len(encoded.last), device.moved - before


LAST_FROM, LAST_TO, WHOLE = length_of_a_print(job())
CUTS = [
    *range(90),
    *random.Random(7).sample(range(90, LAST_FROM), 60),
    *range(LAST_FROM - 3, WHOLE),
]


@pytest.mark.parametrize("after_bytes", CUTS)
def test_the_cable_pulled_at_any_byte(device, printer, after_bytes):
    device.unplug_after(after_bytes)
    failure = failure_of(printer, job())
    in_tray = len(device.tray)
    if after_bytes < LAST_FROM:
        assert failure is PrinterAbsent
        assert in_tray == 0
    else:
        assert failure is PrintUnconfirmed
        assert in_tray == (after_bytes > LAST_FROM)
    device.plug()
    printer.print_card(job(noise()))
    assert len(device.tray) == in_tray + 1  # half a job never comes out later
    assert np.array_equal(device.tray[-1], noise())


def test_the_cable_pulled_after_the_last_byte_takes_nothing_away(device, printer):
    device.unplug_after(WHOLE)
    printer.print_card(job())
    assert len(device.tray) == 1
    assert failure_of(printer, job()) is PrinterAbsent
    assert len(device.tray) == 1


QUESTIONS = len(b"\x1bRlr;p\r\x1bRco;p\r")


@pytest.mark.parametrize("taken", [30, LAST_FROM // 2, len(encode_job(sparse()).body) - 1])
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
    choking.room = QUESTIONS + taken
    assert failure_of(printer, job()) is PrinterNeedsCare
    choking.room = 10**9
    choking.received(OUT, whole(noise()))  # another program prints next
    printer.print_card(job())
    assert len(choking.tray) == 2
    assert np.array_equal(choking.tray[0], noise())
    assert np.array_equal(choking.tray[1], sparse())


@pytest.mark.parametrize("left", [20, 20_000])
def test_half_a_job_of_another_program_is_forgotten_too(device, left):
    device.received(OUT, whole(noise())[:left])
    printer = open_printer(device)
    printer.print_card(job())
    assert len(device.tray) == 1
    assert np.array_equal(device.tray[0], sparse())


# Finding and giving back


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
    assert np.array_equal(device.tray[0], noise())
    device.story = [FeedFails()]
    assert failure_of(printer, job()) is PrinterOutOfCards
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
