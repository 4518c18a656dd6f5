"""What a print queue says, and what may be concluded from it: never more than it knows."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.errors.printer import (
    PrinterAbsent,
    PrinterBusy,
    PrinterNeedsCare,
    PrinterUnable,
    PrintUnconfirmed,
    QueueRefused,
    RibbonMissing,
    TrayFull,
)
from station.printer.ipp import IppMalformed, parse_answer
from station.printer.port import PrinterState
from station.printer.spooler import SpooledPrinter
from tests.unit.printer.emulated_queue import PRINT_JOB, EmulatedQueue
from tests.unit.printer.failures import failure_of
from tests.unit.printer.rasters import JOBS, job


@pytest.fixture
def queue():
    queue = EmulatedQueue()
    yield queue
    queue.unplug()


@pytest.fixture
def waits():
    return []


@pytest.fixture
def printer(queue, waits):
    printer = SpooledPrinter("card", queue.server, sleep_ms=waits.append)
    yield printer
    printer.close()


@pytest.mark.parametrize(
    ("fate", "failure"),
    [
        ((9, True), PrintUnconfirmed),  # completed: it has left the queue, and no more is known
        ((8, True), PrintUnconfirmed),  # aborted on its way
        ((7, True), PrintUnconfirmed),  # cancelled on its way
        ((8, False), QueueRefused),  # aborted or cancelled before anything was sent
        ((7, False), QueueRefused),
    ],
)
def test_only_a_job_that_was_never_begun_is_not_printed(queue, printer, fate, failure):
    queue.fate = fate
    assert failure_of(printer, job()) is failure


def test_a_job_that_is_never_begun_is_cancelled_in_the_end(queue, printer, waits):
    queue.fate = (3, False)
    assert failure_of(printer, job()) is PrintUnconfirmed
    assert queue.cancelled == [7]
    assert sum(waits) == printer.JOB_TIMEOUT_MS


def test_a_queue_that_hangs_up_during_a_job_leaves_it_unconfirmed(queue, printer):
    queue.hang_up = True
    assert failure_of(printer, job()) is PrintUnconfirmed


def test_a_queue_that_refuses_a_job_has_not_printed_it(queue, printer):
    queue.status = 0x040B
    assert failure_of(printer, job()) is QueueRefused
    assert queue.documents == []


@pytest.mark.parametrize("policy", [b"retry-job", b"retry-current-job"])
def test_a_queue_that_prints_again_by_itself_gets_no_job(queue, printer, policy):
    queue.policy = policy
    assert failure_of(printer, job()) is QueueRefused
    assert queue.documents == []


def test_our_own_leftovers_are_cancelled_and_nobody_elses(queue, printer):
    queue.left_over = {3: b"card C-1", 4: b"letter"}
    assert failure_of(printer, job()) is PrinterBusy
    assert queue.cancelled == [3]
    assert queue.documents == []
    assert failure_of(printer, job()) is PrintUnconfirmed


@pytest.mark.parametrize(
    ("reason", "state", "failure"),
    [
        (b"marker-supply-empty-error", PrinterState.NO_RIBBON, RibbonMissing),
        (b"output-area-full-report", PrinterState.TRAY_FULL, TrayFull),
    ],
)
def test_reasons_are_states(queue, printer, reason, state, failure):
    queue.reasons, queue.state = [reason], 5
    assert printer.status().state is state
    assert failure_of(printer, job()) is failure


def test_a_warning_stops_nothing(queue, printer):
    queue.reasons = [b"media-empty-warning", b"marker-supply-low"]
    assert printer.status().state is PrinterState.READY


def test_a_printer_that_is_offline_is_absent(queue, printer):
    queue.reasons = [b"offline-report"]
    assert failure_of(printer, job()) is PrinterAbsent


def test_a_queue_at_other_work_is_busy(queue, printer):
    queue.state = 4
    assert failure_of(printer, job()) is PrinterBusy


def test_a_queue_without_colour_gets_no_colour(queue, printer):
    queue.colour = False
    assert failure_of(printer, JOBS["ymcko"]) is PrinterUnable
    assert issubclass(PrinterUnable, PrinterNeedsCare)


@pytest.mark.parametrize(
    ("name", "said"),
    [("k", b"monochrome"), ("ymcko", b"color"), ("k both sides", b"two-sided-short-edge")],
)
def test_size_colour_and_sides_are_said(queue, printer, name, said):
    failure_of(printer, JOBS[name])
    request = next(raw for raw in queue.asked if raw[2:4] == bytes([0, PRINT_JOB]))
    head = request[: request.index(b"%PDF")]
    assert said in head
    for label, hundredths in ((b"x-dimension", 5398), (b"y-dimension", 8560)):
        after = head.index(label) + len(label)
        assert head[after : after + 9] == b"\x21\0\0\0\4" + hundredths.to_bytes(4, "big")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=120))
def test_a_queue_that_talks_nonsense_is_absent(queue, printer, raw):
    queue.answer = raw
    assert failure_of(printer, job()) is PrinterAbsent


@given(st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_none(raw):
    try:
        answer = parse_answer(raw)
    except IppMalformed:
        return
    assert 0 <= answer.status < 0x10000
