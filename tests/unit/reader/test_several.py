"""Several readers at one desk, and the newest address on a chip."""

from dataclasses import replace

import pytest

from station.errors.reader import CardUnreadable, ReaderAbsent
from station.reader.sam_v import Command
from station.reader.several import SeveralReaders
from station.reader.simulated import Lifted, Says, SimulatedSamV
from station.reader.usb import open_reader
from tests.unit.reader.cards import PERMIT, RESIDENT


@pytest.fixture
def devices():
    return SimulatedSamV(), SimulatedSamV(split=False)


@pytest.fixture
def readers(devices):
    readers = SeveralReaders([open_reader(device) for device in devices])
    yield readers
    readers.close()


@pytest.mark.parametrize("place", [0, 1])
def test_whichever_has_a_card_is_read(devices, readers, place):
    assert readers.read_card() is None
    devices[place].lay(RESIDENT)
    assert readers.read_card().number == RESIDENT.number
    assert readers.read_card() is None


def test_two_cards_are_read_one_after_the_other(devices, readers):
    devices[0].lay(RESIDENT)
    devices[1].lay(PERMIT)
    numbers = [readers.read_card().number, readers.read_card().number]
    assert numbers == [RESIDENT.number, PERMIT.number]


def test_an_unplugged_reader_keeps_the_other_from_nothing(devices, readers):
    devices[0].unplug()
    assert readers.read_card() is None
    devices[1].lay(RESIDENT)
    assert readers.read_card() is not None
    devices[0].plug()
    devices[0].lay(PERMIT)
    assert readers.read_card().number == PERMIT.number


def test_without_any_reader_it_is_said(devices, readers):
    for device in devices:
        device.unplug()
    with pytest.raises(ReaderAbsent):
        readers.read_card()


def test_an_unreadable_card_is_said_unless_another_is_read(devices, readers):
    devices[0].lay(RESIDENT)
    devices[0].story = [Says(Command.READ, 0x41), Says(Command.READ, 0x41)]
    with pytest.raises(CardUnreadable):
        readers.read_card()
    devices[1].lay(PERMIT)
    assert readers.read_card().number == PERMIT.number


def test_a_desk_without_a_reader_is_none():
    with pytest.raises(ValueError, match="reader"):
        SeveralReaders([])


# The newest address


def test_the_newest_address_is_read_after_the_card(devices):
    reader = open_reader(devices[0])
    devices[0].lay(replace(RESIDENT, newest_address="演示市新区新路二号"))
    reader.read_card()
    assert reader.newest_address() == "演示市新区新路二号"
    reader.close()


def test_a_card_without_a_newer_address_has_none(devices):
    reader = open_reader(devices[0])
    devices[0].lay(RESIDENT)
    reader.read_card()
    assert reader.newest_address() is None
    reader.close()


def test_a_card_that_was_lifted_gives_no_address(devices):
    reader = open_reader(devices[0])
    devices[0].lay(RESIDENT)
    reader.read_card()
    devices[0].story = [Lifted(Command.READ_NEWEST)]
    with pytest.raises(CardUnreadable):
        reader.newest_address()
    reader.close()
