"""Pipes over the real pyusb, with an emulated device below: claimed, used, given back."""

import errno

import pytest

from station.usb.faults import DeviceGone, DeviceHeld, DeviceSilent, PipeStalled
from station.usb.pipes import BulkPipes
from station.usb.search import bulk_interfaces, find_devices, ids_of
from tests.unit.usb.echo import (
    INS,
    OUTS,
    BoundToAnotherDriver,
    Choking,
    Echo,
    Failing,
    WithoutKernelDrivers,
)


def open_pipes(bus):
    (device,) = find_devices(bus)
    (interface,) = bulk_interfaces(device)
    return BulkPipes(interface)


@pytest.fixture
def bus():
    return Echo()


@pytest.fixture
def pipes(bus):
    pipes = open_pipes(bus)
    yield pipes
    pipes.close()


# Finding


def test_a_device_is_found_by_its_numbers(bus):
    assert [ids_of(device) for device in find_devices(bus)] == [(0x1234, 0x5678)]
    bus.unplug()
    assert find_devices(bus) == []


@pytest.mark.parametrize("endpoints", [(), OUTS, INS], ids=["none", "out only", "in only"])
def test_an_interface_without_a_pipe_each_way_is_of_no_use(endpoints):
    (device,) = find_devices(Echo(endpoints))
    assert bulk_interfaces(device) == []


@pytest.mark.parametrize(
    ("endpoints", "pairs"), [((0x02, 0x81), 1), ((0x02, 0x03, 0x81), 1), ((*OUTS, *INS), 2)]
)
def test_pairs_are_counted(endpoints, pairs):
    pipes = open_pipes(Echo(endpoints))
    assert pipes.pairs == pairs
    pipes.close()


# Claiming and giving back


@pytest.mark.parametrize("held_before", [True, False])
def test_a_kernel_driver_gets_its_device_back(bus, held_before):
    bus.kernel_driver = held_before
    pipes = open_pipes(bus)
    assert not bus.kernel_driver
    pipes.close()
    assert bus.kernel_driver is held_before


def test_a_device_is_for_one_at_a_time(bus):
    first = open_pipes(bus)
    with pytest.raises(DeviceHeld):
        open_pipes(bus)
    first.close()
    open_pipes(bus).close()


def test_a_device_that_cannot_be_claimed_stays_with_its_driver(bus):
    first = open_pipes(bus)
    bus.kernel_driver = True
    with pytest.raises(DeviceHeld):
        open_pipes(bus)
    assert bus.kernel_driver
    first.close()


def test_a_device_that_the_system_denies(bus):
    bus.allowed = False
    with pytest.raises(DeviceHeld):
        open_pipes(bus)


def test_a_device_that_is_bound_to_another_driver():
    with pytest.raises(DeviceHeld):
        open_pipes(BoundToAnotherDriver())


def test_a_system_without_kernel_drivers():
    pipes = open_pipes(WithoutKernelDrivers())
    pipes.write(b"hello")
    assert pipes.read(100) == b"hello"
    pipes.close()


def test_an_unplugged_device_is_given_back_without_complaint(bus, pipes):
    bus.unplug()
    pipes.close()
    with pytest.raises(DeviceGone):
        pipes.write(b"hello")


# Bytes


def test_pipes_are_numbered_by_their_addresses(bus, pipes):
    pipes.write(b"one")
    pipes.write(b"two", 1)
    assert bus.heard == [(0x02, b"one"), (0x03, b"two")]
    assert pipes.read(100, 1) == b"two"
    assert pipes.read(100) == b"one"


@pytest.mark.parametrize("size", [0, 1, 16_383, 16_384, 16_385, 84_624])
def test_data_goes_in_pieces_and_arrives_whole(bus, pipes, size):
    data = bytes(index * 7 % 251 for index in range(size))
    pipes.write(data)
    pieces = [piece for _, piece in bus.heard]
    assert b"".join(pieces) == data
    assert [len(piece) for piece in pieces[:-1]] == [16_384] * (max(size - 1, 0) // 16_384)
    assert bus.moved == size


def test_no_answer_is_silence(pipes):
    with pytest.raises(DeviceSilent):
        pipes.read(100)


def test_a_piece_that_is_taken_in_part_is_silence():
    pipes = open_pipes(Choking())
    pipes.write(bytes(1000))
    with pytest.raises(DeviceSilent):
        pipes.write(bytes(1001))
    pipes.close()


def test_what_is_stale_is_thrown_away(pipes):
    pipes.write(bytes(64 * 3) + b"later", 1)
    pipes.drain(2, 1)
    assert pipes.read(100, 1) == bytes(64)
    assert pipes.read(100, 1) == b"later"
    pipes.write(b"stale")
    pipes.drain(100)
    with pytest.raises(DeviceSilent):
        pipes.read(100)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (errno.EPIPE, PipeStalled),
        (errno.EBUSY, DeviceHeld),
        (errno.EACCES, DeviceHeld),
        (errno.ENODEV, DeviceGone),
        (errno.EIO, DeviceGone),
    ],
)
def test_each_failure_of_a_transfer_has_a_name(number, fault):
    bus = Failing()
    pipes = open_pipes(bus)
    bus.number = number
    with pytest.raises(fault) as caught:
        pipes.write(b"hello")
    assert type(caught.value) is fault
    bus.number = 0
    pipes.unstall()
    pipes.write(b"hello")
    pipes.close()


def test_requests_over_the_control_pipe(bus, pipes):
    assert pipes.request((0x21, 2)) == b""
    assert bus.resets == 1
    assert pipes.request((0xA1, 0), 1024) == b"abc"
    with pytest.raises(PipeStalled):
        pipes.request((0xA1, 1), 1)


# The cable


def ask_twice(pipes):
    for _ in range(2):
        pipes.write(b"ask")
        pipes.read(100)


def bytes_out(moved):
    """Return how many of these bytes went out, if three go out and three come in by turns."""
    turns, rest = divmod(moved, 6)
    return 3 * turns + min(rest, 3)


@pytest.mark.parametrize("after_bytes", range(11))
def test_the_cable_pulled_after_so_many_bytes(bus, after_bytes):
    pipes = open_pipes(bus)
    bus.unplug_after(after_bytes)
    with pytest.raises(DeviceGone):
        ask_twice(pipes)
    assert b"".join(piece for _, piece in bus.heard) == b"askask"[: bytes_out(after_bytes)]
    assert bus.moved == after_bytes
    bus.plug()
    pipes = open_pipes(bus)
    pipes.write(b"again")
    assert pipes.read(100) == b"again"
    pipes.close()
