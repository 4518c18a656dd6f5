"""Both drivers in a process of their own, over the real libusb, with an emulated device below."""

import numpy as np
import pytest

from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.magicard_emulator import SimulatedMagicard
from station.reader.sam_v import Command
from station.reader.simulated import Says, Silent, SimulatedSamV, Spoiled
from tests.e2e.usb.bus import missing, run_on_bus
from tests.unit.printer.cable import way_of
from tests.unit.printer.rasters import job, sparse
from tests.unit.reader.cards import CARDS, RESIDENT

MISSING = missing()
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
]

WAY = way_of(SimulatedEvolis, job(), from_plug=True)
MAGICARD_WAY = way_of(SimulatedMagicard, job(), from_plug=True)


@pytest.mark.parametrize("kind", [SimulatedEvolis, SimulatedMagicard])
def test_a_card_is_printed_and_usblp_gets_its_device_back(tmp_path, kind):
    device = kind()
    assert run_on_bus(device, "print", tmp_path) == "printed"
    assert len(device.tray) == 1
    assert np.array_equal(device.tray[0].black, sparse())
    assert device.kernel_driver


@pytest.mark.parametrize(
    ("after_bytes", "code", "in_tray"),
    [
        (3, "PRN-01", 0),
        (WAY.job + 5, "PRN-01", 0),
        (WAY.job + 20_000, "PRN-01", 0),
        (WAY.decisive - 1, "PRN-01", 0),
        (WAY.decisive + 1, "PRN-03", 1),
        (WAY.sent, "PRN-03", 1),
        (WAY.whole - 1, "PRN-03", 1),
    ],
)
def test_a_printers_cable_is_pulled(tmp_path, after_bytes, code, in_tray):
    device = SimulatedEvolis()
    device.unplug_after(after_bytes)
    assert run_on_bus(device, "print", tmp_path) == code
    assert len(device.tray) == in_tray


@pytest.mark.parametrize(
    ("after_bytes", "code", "in_tray"),
    [
        (30, "PRN-01", 0),
        (MAGICARD_WAY.job + 100, "PRN-01", 0),
        (MAGICARD_WAY.decisive, "PRN-03", 0),
        (MAGICARD_WAY.decisive + 1, "PRN-03", 1),
        (MAGICARD_WAY.whole - 1, "PRN-03", 1),
    ],
)
def test_a_magicards_cable_is_pulled(tmp_path, after_bytes, code, in_tray):
    device = SimulatedMagicard()
    device.unplug_after(after_bytes)
    assert run_on_bus(device, "print", tmp_path) == code
    assert len(device.tray) == in_tray


@pytest.mark.parametrize("split", [True, False])
def test_a_card_is_read(tmp_path, split):
    device = SimulatedSamV(split=split)
    device.lay(RESIDENT)
    device.story = [Spoiled(Command.FIND)]
    assert run_on_bus(device, "read", tmp_path) == RESIDENT.number


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.kind)
def test_each_kind_of_card_is_read(tmp_path, card):
    device = SimulatedSamV()
    device.lay(card)
    assert run_on_bus(device, "read", tmp_path) == card.number


@pytest.mark.parametrize(
    ("ids", "code"), [((0xC216, 0x0102), "RDR-09"), ((0x0425, 0x8159), "RDR-10")]
)
def test_a_reader_that_cannot_work_offline_is_refused(tmp_path, ids, code):
    device = SimulatedSamV(ids)
    device.lay(RESIDENT)
    assert run_on_bus(device, "read", tmp_path) == code


@pytest.mark.parametrize(
    ("command", "sw3", "code"),
    [
        (Command.READ, 0x41, "RDR-02"),
        (Command.SELECT, 0x32, "RDR-16"),
        (Command.FIND, 0x66, "RDR-24"),
    ],
)
def test_a_status_of_the_reader_is_told_by_its_code(tmp_path, command, sw3, code):
    device = SimulatedSamV()
    device.lay(RESIDENT)
    device.story = [Says(command, sw3)]
    assert run_on_bus(device, "read", tmp_path) == code


def test_a_reader_that_says_nothing(tmp_path):
    device = SimulatedSamV()
    device.lay(RESIDENT)
    device.story = [Silent(Command.FIND)]
    assert run_on_bus(device, "read", tmp_path) == "RDR-01"


@pytest.mark.parametrize("after_bytes", [40, 200])
def test_a_readers_cable_is_pulled(tmp_path, after_bytes):
    device = SimulatedSamV()
    device.lay(RESIDENT)
    device.unplug_after(after_bytes)
    assert run_on_bus(device, "read", tmp_path) == "RDR-01"
