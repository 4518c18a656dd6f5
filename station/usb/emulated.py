"""A USB bus with one emulated device on it, below the real pyusb."""

import errno
from abc import ABC, abstractmethod
from array import array
from collections import deque
from itertools import count

import usb.backend
import usb.core

PACKET_SIZE = 64
VENDOR_CLASS = (0xFF, 0, 0)
_BULK = 2
_ADDRESSES = count(1)


class Descriptor:
    """Fields by their names in the USB specification; those not given are 0."""

    def __init__(self, **fields: int) -> None:
        self._fields = fields

    def __getattr__(self, name: str) -> int:
        return self._fields.get(name, 0)


class Handle:
    """A device that was opened; it may be opened more than once."""

    def __init__(self, bus: "EmulatedBus") -> None:
        self.bus = bus


class EmulatedBus(usb.backend.IBackend, ABC):  # type: ignore[misc] # pyusb has no types
    """Answers the calls that pyusb makes of libusb, for a device with bulk endpoints.

    Args:
        ids: Vendor and product.
        endpoints: Addresses of the bulk endpoints.
        kind: Class, subclass and protocol of the interface.

    Attributes:
        kernel_driver: A driver of the system holds the device.
        allowed: The system lets this program use the device.
        moved: Bytes that went over the bulk pipes, both ways.
    """

    def __init__(
        self,
        ids: tuple[int, int],
        endpoints: tuple[int, ...],
        kind: tuple[int, int, int] = VENDOR_CLASS,
    ) -> None:
        self._ids = ids
        self._endpoints = endpoints
        self._kind = kind
        self._plugged = True
        self._address = next(_ADDRESSES)
        self._claimed_by: object = None
        self._cut_at: int | None = None
        self._packets: dict[int, deque[bytes]] = {address: deque() for address in endpoints}
        self.kernel_driver = False
        self.allowed = True
        self.moved = 0

    def plug(self) -> None:
        """Put the cable in; as on a real bus, the device gets a new number."""
        self._plugged, self._address = True, next(_ADDRESSES)

    def unplug(self) -> None:
        """Pull the cable; what was under way is lost."""
        self._plugged, self._claimed_by = False, None
        self._cut_at = None
        self.forget()

    def unplug_after(self, count: int) -> None:
        """Pull the cable when so many more bytes have gone over the bulk pipes, both ways."""
        self._cut_at = self.moved + count

    @abstractmethod
    def received(self, endpoint: int, data: bytes) -> None:
        """Take what the host sent; the device says what this means."""

    def queue(self, endpoint: int, data: bytes) -> None:
        """Have something to say to the host."""
        pieces = range(0, len(data), PACKET_SIZE)
        self._packets[endpoint].extend(data[start : start + PACKET_SIZE] for start in pieces)

    def forget(self) -> None:
        """Say nothing of what was still to be said."""
        for packets in self._packets.values():
            packets.clear()

    def idle(self, timeout_ms: int) -> None:
        """Let time go by while the host waits for an answer that is not there."""

    def _need_cable(self) -> None:
        if not self._plugged:
            raise usb.core.USBError("No such device", errno=errno.ENODEV)

    def _carry(self, count: int) -> int:
        """Return how many of these bytes get through before the cable is pulled."""
        left = count if self._cut_at is None else self._cut_at - self.moved
        self.moved += min(count, left)
        return min(count, left)

    # What pyusb calls; the arguments' order is its own.

    def enumerate_devices(self) -> list["EmulatedBus"]:
        return [self] if self._plugged else []

    def get_device_descriptor(self, _device: object) -> Descriptor:
        vendor, product = self._ids
        return Descriptor(
            idVendor=vendor,
            idProduct=product,
            bNumConfigurations=1,
            bus=1,
            address=self._address,
        )

    def get_configuration_descriptor(self, _device: object, _configuration: int) -> Descriptor:
        return Descriptor(bNumInterfaces=1, bConfigurationValue=1)

    def get_interface_descriptor(
        self, _device: object, _interface: int, setting: int, _configuration: int
    ) -> Descriptor:
        if setting:
            raise IndexError("the interface has one setting")
        kind, subkind, protocol = self._kind
        return Descriptor(
            bNumEndpoints=len(self._endpoints),
            bInterfaceClass=kind,
            bInterfaceSubClass=subkind,
            bInterfaceProtocol=protocol,
        )

    def get_endpoint_descriptor(
        self, _device: object, index: int, _interface: int, _setting: int, _configuration: int
    ) -> Descriptor:
        address = self._endpoints[index]
        return Descriptor(bEndpointAddress=address, bmAttributes=_BULK, wMaxPacketSize=PACKET_SIZE)

    def open_device(self, _device: object) -> Handle:
        self._need_cable()
        if not self.allowed:
            raise usb.core.USBError("Access denied", errno=errno.EACCES)
        return Handle(self)

    def close_device(self, handle: object) -> None:
        if self._claimed_by is handle:
            self._claimed_by = None

    def get_configuration(self, _handle: object) -> int:
        self._need_cable()
        return 1

    def claim_interface(self, handle: object, _interface: int) -> None:
        self._need_cable()
        if self.kernel_driver or self._claimed_by is not None:
            raise usb.core.USBError("Resource busy", errno=errno.EBUSY)
        self._claimed_by = handle

    def release_interface(self, handle: object, _interface: int) -> None:
        self._need_cable()
        if self._claimed_by is handle:
            self._claimed_by = None

    def is_kernel_driver_active(self, _handle: object, _interface: int) -> bool:
        self._need_cable()
        return self.kernel_driver

    def detach_kernel_driver(self, _handle: object, _interface: int) -> None:
        self.kernel_driver = False

    def attach_kernel_driver(self, _handle: object, _interface: int) -> None:
        self.kernel_driver = True

    def clear_halt(self, _handle: object, _endpoint: int) -> None:
        self._need_cable()

    def bulk_write(
        self, _handle: object, endpoint: int, _interface: int, data: "array[int]", _ms: int
    ) -> int:
        self._need_cable()
        passed = self._carry(len(data))
        self.received(endpoint, data[:passed].tobytes())
        if passed < len(data):
            self.unplug()
        self._need_cable()
        return len(data)

    def bulk_read(
        self, _handle: object, endpoint: int, _interface: int, into: "array[int]", ms: int
    ) -> int:
        self._need_cable()
        if not self._packets[endpoint]:
            self.idle(ms)
            raise usb.core.USBTimeoutError("Operation timed out", errno=errno.ETIMEDOUT)
        packet = self._packets[endpoint].popleft()
        if self._carry(len(packet)) < len(packet):
            self.unplug()
        self._need_cable()
        into[: len(packet)] = array("B", packet)
        return len(packet)

    def ctrl_transfer(
        self,
        _handle: object,
        _kind: int,
        _request: int,
        _value: int,
        _index: int,
        _data: "array[int]",
        _ms: int,
    ) -> int:
        self._need_cable()
        raise usb.core.USBError("Pipe error", errno=errno.EPIPE)
