"""What the station expects of a card printer, held by every driver."""

import pytest

from station.errors.printer import (
    CoverOpen,
    PrinterAbsent,
    PrinterNeedsCare,
    PrinterOutOfCards,
    PrintUnconfirmed,
)
from station.printer.port import PrinterState
from tests.unit.printer.failures import failure_of
from tests.unit.printer.rasters import JOBS, job, noise
from tests.unit.printer.rigs import RIGS


@pytest.fixture(params=RIGS)
def rig(request):
    rig = RIGS[request.param]()
    yield rig
    rig.close()


def print_on(rig, card_job):
    """Print a card that will come; a printer that cannot confirm it says so."""
    if rig.confirms:
        return rig.printer.print_card(card_job)
    assert failure_of(rig.printer, card_job) is PrintUnconfirmed
    return None


@pytest.mark.parametrize("name", JOBS)
def test_the_card_in_the_tray_is_the_job(rig, name):
    rig.prepare(JOBS[name])
    print_on(rig, JOBS[name])
    (card,) = rig.tray
    assert rig.same(card, JOBS[name])


def test_cards_come_one_after_another(rig):
    jobs = [job(noise(seed)) for seed in range(3)]
    for each in jobs:
        print_on(rig, each)
    assert len(rig.tray) == 3
    assert all(rig.same(card, each) for card, each in zip(rig.tray, jobs, strict=True))


def test_a_receipt_says_where_the_time_went(rig):
    receipt = print_on(rig, job())
    assert receipt is None or min(receipt.transfer_ms, receipt.mechanism_ms) >= 0


def test_a_printer_that_is_well_is_ready(rig):
    status = rig.printer.status()
    assert status.state is PrinterState.READY
    assert status.abilities.confirms is rig.confirms


def test_an_empty_feeder_prints_nothing_now_or_later(rig):
    rig.empty()
    assert rig.printer.status().state is PrinterState.NO_CARDS
    assert failure_of(rig.printer, job()) is PrinterOutOfCards
    rig.load()
    assert list(rig.tray) == []
    print_on(rig, job())
    assert len(rig.tray) == 1


def test_a_printer_that_needs_care_prints_nothing_until_it_is_mended(rig):
    rig.breaks()
    failure = failure_of(rig.printer, job())
    assert issubclass(failure, PrinterNeedsCare)
    assert (failure is CoverOpen) == rig.says_what
    rig.mended()
    assert list(rig.tray) == []
    print_on(rig, job())
    assert len(rig.tray) == 1


def test_an_absent_printer_prints_nothing_and_may_come_back(rig):
    rig.unplug()
    with pytest.raises(PrinterAbsent):
        rig.printer.status()
    assert failure_of(rig.printer, job()) is PrinterAbsent
    rig.plug()
    assert list(rig.tray) == []
    print_on(rig, job())
    assert len(rig.tray) == 1


def test_a_printer_that_was_let_go_can_be_taken_again(rig):
    rig.printer.close()
    print_on(rig, job())
    assert len(rig.tray) == 1
