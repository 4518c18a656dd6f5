"""The contract of CardPrinter, held by the real driver over an emulated USB device."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from station.clock import HeldClock
from station.errors.printer import (
    CardStuck,
    CleaningNeeded,
    CoverOpen,
    HeadTooHot,
    PrinterAbsent,
    PrinterBusy,
    PrinterNeedsCare,
    PrinterOneSided,
    PrinterOutOfCards,
    PrintUnconfirmed,
    RejectBoxFull,
    RibbonMissing,
    RibbonWrong,
    TrayFull,
)
from station.printer.emulated_port import OUT
from station.printer.evolis import encode_job, smallest_ribbon
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.evolis_talk import EVOLIS, EvolisTalk
from station.printer.mechanism import Condition, FeedFails, SilentAfterPrint, StuckAfterPrint
from station.printer.port import Abilities, PrinterState, Ribbon
from station.printer.usb import open_printer
from tests.unit.printer.failures import failure_of
from tests.unit.printer.rasters import JOBS, job, noise, same_card, sparse


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


@pytest.mark.parametrize("black", [sparse(), noise()], ids=["sparse", "noise"])
def test_the_card_in_the_tray_is_the_job_pixel_for_pixel(device, printer, black):
    printer.print_card(job(black))
    assert len(device.tray) == 1
    assert np.array_equal(device.tray[0].black, black)
    assert device.cards == 99


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("name", JOBS)
def test_all_panels_reach_both_sides_pixel_for_pixel(device, name, compressed):
    device.model = "SIMULATED DUALYS"
    device.ribbon = smallest_ribbon(JOBS[name]).value
    talk = replace(EVOLIS, talk=partial(EvolisTalk, compressed=compressed))
    printer = open_printer(device, [talk])
    printer.print_card(JOBS[name])
    assert same_card(device.tray[0], JOBS[name])
    printer.close()


def test_what_the_printer_tells_of_itself(device, printer):
    device.ribbon, device.prints_left, device.cleaning_due = "ymcko", 12, True
    status = printer.status()
    assert (status.state, status.said) == (PrinterState.READY, "CLEANING")
    assert (status.ribbon, status.prints_left) == (Ribbon.COLOUR, 12)
    assert (status.model, status.number, status.cards_printed) == ("SIMULATED", "SIM000001", 0)
    assert status.cleaning_due
    assert status.abilities == Abilities(colour=True, both_sides=False, confirms=True)
    printer.print_card(JOBS["ymcko"])
    assert (printer.status().prints_left, printer.status().cards_printed) == (11, 1)


def test_a_ribbon_without_the_panels_is_refused_before_a_byte_of_the_job(device, printer):
    assert failure_of(printer, JOBS["ymcko"]) is RibbonWrong
    assert (device.tray, device.blanks, device.cards) == ([], 0, 100)


def test_a_back_is_refused_by_a_printer_that_cannot_turn_cards(device, printer):
    assert failure_of(printer, JOBS["k both sides"]) is PrinterOneSided
    assert (device.tray, device.blanks) == ([], 0)


class OfFewWords(SimulatedEvolis):
    """Answers what is documented, and nothing more."""

    def _answer(self, question):
        if question[0] in ("Rlr", "Rco"):
            super()._answer(question)


def test_a_printer_of_few_words_prints_and_is_asked_once(device):
    device = OfFewWords()
    printer = open_printer(device)
    assert printer.status().ribbon is None
    moved = device.moved
    printer.status()
    assert device.moved - moved == len(b"\x1bRlr;p\rOK\0\x1bRco;p\r0\0")
    printer.print_card(job())
    assert same_card(device.tray[0], job())


def test_cards_come_one_after_another(device, printer):
    for seed in range(3):
        printer.print_card(job(noise(seed)))
    assert [np.array_equal(device.tray[i].black, noise(i)) for i in range(3)] == [True] * 3


def test_an_empty_feeder(device, printer):
    device.cards = 0
    assert printer.status().state is PrinterState.NO_CARDS
    assert failure_of(printer, job()) is PrinterOutOfCards
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
    (Condition.RIBBON_ENDED, PrinterState.NO_RIBBON, RibbonMissing),
    (Condition.WRONG_RIBBON, PrinterState.WRONG_RIBBON, RibbonWrong),
    (Condition.REJECT_FULL, PrinterState.REJECT_FULL, RejectBoxFull),
    (Condition.HEAD_HOT, PrinterState.HEAD_HOT, HeadTooHot),
    (Condition.CLEANING, PrinterState.CLEANING, CleaningNeeded),
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


class SaysItsFeederIsEmpty(SimulatedEvolis):
    """Says so as soon as the last card was fed and has come out."""

    def _word(self):
        word = super()._word()
        return "FEEDER EMPTY" if self.cards == 0 and word == "OK" else word


def test_the_last_card_of_the_feeder_is_printed_and_known_to_be():
    device = SaysItsFeederIsEmpty(cards=1)
    printer = open_printer(device)
    printer.print_card(job())
    assert failure_of(printer, job()) is PrinterOutOfCards
    assert len(device.tray) == 1


def test_the_last_card_of_the_ribbon_is_printed_and_known_to_be(device, printer):
    device.prints_left = 1
    printer.print_card(job())
    assert failure_of(printer, job()) is RibbonMissing
    assert (len(device.tray), device.blanks) == (1, 0)


def test_a_head_that_gets_hot_during_a_print_is_waited_for():
    class Hot(SimulatedEvolis):
        """Cools down while it is at work."""

        def _word(self):
            return super()._word().replace("BUSY", "HEAD TOO HOT")

    clock = HeldClock()
    device = Hot(seconds_per_card=20, clock=clock, sleep_ms=clock.pass_ms)
    printer = open_printer(device)
    printer.print_card(job())
    assert len(device.tray) == 1
    assert clock.mono() >= 20_000


class Uncounted(SaysItsFeederIsEmpty):
    """Does not know the command for its counter."""

    def _reply(self, word):
        super()._reply("ERR COMMAND" if word.isdecimal() else word)


def test_without_a_counter_an_empty_feeder_says_nothing_of_the_card():
    clock = HeldClock()
    device = Uncounted(cards=1, clock=clock, sleep_ms=clock.pass_ms)
    printer = open_printer(device)
    assert failure_of(printer, job()) is PrintUnconfirmed
    assert len(device.tray) == 1


def test_an_empty_feeder_says_nothing_of_the_card_that_is_on_its_way():
    class Early(SimulatedEvolis):
        """Says that its feeder is empty while it is at work."""

        def _word(self):
            return "FEEDER EMPTY" if self.cards == 0 else super()._word()

    clock = HeldClock()
    device = Early(cards=1, seconds_per_card=8, clock=clock, sleep_ms=clock.pass_ms)
    printer = open_printer(device)
    printer.print_card(job())
    assert len(device.tray) == 1
    assert clock.mono() >= 8_000
