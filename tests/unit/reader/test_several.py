"""Several readers at one desk, and the newest address on a chip."""

from dataclasses import replace

import pytest

from station.errors.reader import CardUnreadable, ReaderAbsent, ReaderHeld
from station.reader.sam_v import Command
from station.reader.several import SeveralReaders
from station.reader.simulated import Lifted, Says, SimulatedSamV
from station.reader.usb import open_reader
from station.reader.usb_readers import LOOK_EVERY, UsbReaders
from tests.shared_bus import SharedBus
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


# All readers on one bus


@pytest.fixture
def both(devices):
    both = UsbReaders(SharedBus(*devices))
    yield both
    both.close()


def read_within(readers, reads=LOOK_EVERY + 1):
    """Ask as a desk does, some times; return the first document."""
    return next((found for _ in range(reads) if (found := readers.read_card())), None)


def test_one_name_is_all_readers_there_are(devices, both):
    assert both.read_card() is None
    for device, card in zip(devices, (RESIDENT, PERMIT), strict=True):
        device.lay(card)
    assert [both.read_card().number, both.read_card().number] == [RESIDENT.number, PERMIT.number]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("place", [0, 1])
def test_a_reader_plugged_in_again_is_read_again_wherever_it_is_listed(devices, place, turned):
    """The system lists it last now, or first: neither is taken for the other."""
    bus = SharedBus(*devices)
    both = UsbReaders(bus)
    assert both.read_card() is None
    again = devices[place]
    again.unplug()
    assert both.read_card() is None
    again.plug()
    if turned:
        bus.devices = tuple(reversed(bus.devices))
    again.lay(RESIDENT)
    assert read_within(both).number == RESIDENT.number
    devices[1 - place].lay(PERMIT)
    assert both.read_card().number == PERMIT.number
    both.close()


def test_a_second_reader_may_come_later(devices, both):
    devices[1].unplug()
    assert both.read_card() is None
    devices[1].plug()
    devices[1].lay(PERMIT)
    assert read_within(both).number == PERMIT.number


def test_one_that_another_program_holds_keeps_the_other_from_nothing(devices, both):
    devices[0].allowed = False
    devices[1].lay(PERMIT)
    assert both.read_card().number == PERMIT.number
    devices[1].unplug()
    with pytest.raises(ReaderAbsent):
        both.read_card()
    with pytest.raises(ReaderHeld):
        both.read_card()


def test_all_readers_gone_is_said_until_one_is_back(devices, both):
    assert both.read_card() is None
    for device in devices:
        device.unplug()
    for _ in range(2):
        with pytest.raises(ReaderAbsent):
            both.read_card()
    devices[0].plug()
    devices[0].lay(RESIDENT)
    assert both.read_card().number == RESIDENT.number


def test_the_equipment_list_names_each_module(both):
    assert len(both.sam_ids()) == 2


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
