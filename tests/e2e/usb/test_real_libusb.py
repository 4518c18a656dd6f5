"""Both drivers in a process of their own, over the real libusb, with an emulated device below."""

import numpy as np
import pytest

from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.magicard_emulator import SimulatedMagicard
from station.reader.sam_v import Command
from station.reader.simulated import Silent, SimulatedSamV, Spoiled
from tests.e2e.usb.bus import missing, run_on_bus
from tests.unit.printer.cable import way_of
from tests.unit.printer.rasters import job, sparse
from tests.unit.reader.cards import RESIDENT

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
