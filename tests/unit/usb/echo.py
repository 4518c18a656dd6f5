"""An emulated device that says again what it is told."""

import usb.core

from station.usb.emulated import EmulatedBus

OUTS, INS = (0x03, 0x02), (0x85, 0x81)
"""Not in the order of their numbers, as descriptors may be."""


class Echo(EmulatedBus):
    """Two pairs of pipes; what comes over one pair goes back over the same."""

    def __init__(self, endpoints=(*OUTS, *INS)):
        super().__init__((0x1234, 0x5678), endpoints)
        self.heard = []
        self.resets = 0

    def received(self, endpoint, data):
        self.heard.append((endpoint, data))
        if endpoint in OUTS:
            self.queue(sorted(INS)[sorted(OUTS).index(endpoint)], data)

    def ctrl_transfer(self, handle, kind, request, value, index, data, ms):
        if (kind, request) == (0x21, 2):
            self.resets += 1
            return 0
        if (kind, request) == (0xA1, 0):
            data[:3] = data.__class__("B", b"abc")
            return 3
        return super().ctrl_transfer(handle, kind, request, value, index, data, ms)


class WithoutKernelDrivers(Echo):
    """As on Windows: libusb does not know kernel drivers there."""

    def is_kernel_driver_active(self, _handle, _interface):
        raise NotImplementedError


class BoundToAnotherDriver(Echo):
    """As on Windows: a driver is bound that libusb cannot use."""

    def open_device(self, _device):
        raise NotImplementedError


class Failing(Echo):
    """Fails every transfer with one number of the system's."""

    number = 0

    def bulk_write(self, *args):
        if self.number:
            raise usb.core.USBError("failed", errno=self.number)
        return super().bulk_write(*args)


class Choking(Echo):
    """Takes only so much of each piece."""

    def bulk_write(self, handle, endpoint, interface, data, ms):
        return super().bulk_write(handle, endpoint, interface, data[:1000], ms)
