"""F17, below the desk: the cable pulled at every byte where it matters, on every USB printer.

Whatever the driver then says must be true: not printed means that no card came or ever will, and
where a card may have come it says so. Nothing is printed twice, and the next job is printed whole.
"""

from functools import lru_cache, partial

import pytest

from station.clock import HeldClock
from station.errors.printer import (
    PrinterAbsent,
    PrinterBusy,
    PrinterNeedsCare,
    PrintUnconfirmed,
)
from station.printer import evolis_emulator, evolis_talk, magicard_emulator, magicard_talk
from station.printer.emulated_port import OUT
from station.printer.evolis import encode_job, smallest_ribbon
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.magicard_emulator import SimulatedMagicard
from station.printer.plug import LANGUAGES, plug_in
from station.printer.usb import UsbCardPrinter, open_printer
from tests.unit.printer.cable import way_of
from tests.unit.printer.failures import failure_of
from tests.unit.printer.rasters import JOBS, job, noise, same_card


@pytest.fixture(scope="module", autouse=True)
def remembered():
    """Let encoders and decoders keep what they made of the same card: a thousand cards in colour
    would take their time with that alone, and it is not what is asked here."""
    slow = (
        (evolis_talk, "encode_job"),
        (magicard_talk, "encode_job"),
        (evolis_emulator, "decode_panel"),
        (magicard_emulator, "decode_plane"),
    )
    with pytest.MonkeyPatch.context() as patch:
        for module, name in slow:
            patch.setattr(module, name, lru_cache(maxsize=8)(getattr(module, name)))
        yield


def evolis(name):
    device = SimulatedEvolis()
    device.model = "SIMULATED DUALYS"
    device.ribbon = smallest_ribbon(JOBS[name]).value
    return device


def magicard(_):
    return SimulatedMagicard(model="Simulated Duo")


class Case:
    """A printer, a job, and the bytes at which its cable is pulled."""

    def __init__(self, kind, name):
        self.kind = partial(kind, name)
        self.job = JOBS[name]
        self.way = way_of(self.kind, self.job)
        self.cuts = self.way.cuts()


def timed_printer(device, clock):
    """Plug in a printer whose driver goes by a clock of ours, and ask it all it may know."""
    printer = UsbCardPrinter(partial(plug_in, device, tuple(LANGUAGES.values())), clock)
    printer.status()
    return printer


CASES = {
    f"{kind.__name__}, {name}": Case(kind, name)
    for kind in (evolis, magicard)
    for name in ("k", "k both sides", "ymcko")
}
"""Each byte of the control part and 200 of the data, of each maker, with a back and in colour."""

PULLS = [(name, cut) for name, case in CASES.items() for cut in case.cuts]


@pytest.mark.parametrize(("name", "after_bytes"), PULLS)
def test_f17_the_cable_pulled_at_any_byte(name, after_bytes):
    case, clock = CASES[name], HeldClock()
    device = case.kind()
    printer = timed_printer(device, clock)
    device.unplug_after(after_bytes)
    failure = failure_of(printer, case.job)
    came = len(device.tray)
    if after_bytes < case.way.decisive:
        assert failure is PrinterAbsent
        assert came == 0
    else:
        assert failure is PrintUnconfirmed
        assert came == (after_bytes > case.way.decisive)
    device.plug()
    assert len(device.tray) == came  # half a job never comes out later
    clock.pass_ms(60_000)  # a person has looked, and the printer has had its minute
    printer.print_card(case.job)
    assert len(device.tray) == came + 1
    assert same_card(device.tray[-1], case.job)
    printer.close()


@pytest.mark.parametrize("name", CASES)
def test_the_cable_pulled_after_the_last_byte_takes_nothing_away(name):
    case = CASES[name]
    device = case.kind()
    printer = open_printer(device)
    device.unplug_after(case.way.whole)
    printer.print_card(case.job)
    assert len(device.tray) == 1
    assert failure_of(printer, case.job) is PrinterAbsent
    assert len(device.tray) == 1


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("share", [0.02, 0.5, 1])
def test_half_a_job_is_forgotten_by_the_printer_although_the_cable_holds(name, share):
    """The printer takes no more of a job after so many bytes, with the cable in."""
    case = CASES[name]
    device = case.kind()
    printer = open_printer(device)
    take, room = device.bulk_write, [None]

    def choke(handle, endpoint, interface, data, ms):
        if room[0] is None and data.tobytes().startswith((b"\x1bPem", b"\x05" * 64)):
            room[0] = int(share * (case.way.decisive - case.way.job - 1))
        if room[0] is None:
            return take(handle, endpoint, interface, data, ms)
        taken = take(handle, endpoint, interface, data[: room[0]], ms)
        room[0] -= taken
        return taken

    device.bulk_write = choke
    assert failure_of(printer, case.job) is PrinterNeedsCare
    device.bulk_write = take
    assert device.tray == []
    printer.print_card(case.job)
    assert [same_card(card, case.job) for card in device.tray] == [True]


@pytest.mark.parametrize("left", [3, 30, 10_000, len(encode_job(job(noise())).harmless)])
def test_half_a_job_of_another_program_is_forgotten_too(left):
    device = SimulatedEvolis()
    device.received(OUT, encode_job(job(noise())).harmless[:left])
    printer = open_printer(device)
    printer.print_card(job())
    assert [same_card(card, job()) for card in device.tray] == [True]


def test_a_card_of_before_is_not_taken_for_the_next():
    """A Magicard does not say that it is busy: after a doubt, its counter may rise for the old."""
    clock = HeldClock()
    device = SimulatedMagicard(seconds_per_card=30, clock=clock, sleep_ms=clock.pass_ms)
    printer = timed_printer(device, clock)
    way = CASES["magicard, k"].way
    device.unplug_after(way.sent + 5 + printer.status().cards_printed)
    assert failure_of(printer, job()) is PrintUnconfirmed
    device.plug()
    assert failure_of(printer, job()) is PrinterBusy
    clock.pass_ms(31_000)
    printer.print_card(job())
    assert len(device.tray) == 2
