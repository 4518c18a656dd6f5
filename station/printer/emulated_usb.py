"""A USB bus with one emulated printer on it, below the real pyusb."""

import errno
from array import array
from collections import deque

import usb.backend
import usb.core

PACKET_SIZE = 64
_OUT, _IN = 0x01, 0x82
_BULK = 2


class Descriptor:
    """Fields by their names in the USB specification; those not given are 0."""

    def __init__(self, **fields: int) -> None:
        self._fields = fields

    def __getattr__(self, name: str) -> int:
        return self._fields.get(name, 0)


class EmulatedBus(usb.backend.IBackend):  # type: ignore[misc] # pyusb has no types
    """Answers the calls that pyusb makes of libusb, for a printer-class device.

    Args:
        ids: Vendor and product.
        device_id: What the printer says in IEEE 1284 words.

    Attributes:
        kernel_driver: A driver of the system (usblp) holds the device.
        allowed: The system lets this program use the device.
    """

    def __init__(self, ids: tuple[int, int], device_id: str) -> None:
        self._ids = ids
        self._device_id = device_id
        self._plugged = True
        self._claimed = False
        self._packets: deque[bytes] = deque()
        self.kernel_driver = True
        self.allowed = True

    def plug(self) -> None:
        """Put the cable in."""
        self._plugged = True

    def unplug(self) -> None:
        """Pull the cable."""
        self._plugged = self._claimed = False
        self._packets.clear()

    def received(self, data: bytes) -> None:
        """Take what the host sent; the device says what this means."""
        raise NotImplementedError

    def was_reset(self) -> None:
        """Forget what was received in part."""
        self._packets.clear()

    def paper_empty(self) -> bool:
        """Tell whether the feeder is empty."""
        raise NotImplementedError

    def idle(self, timeout_ms: int) -> None:
        """Let time go by while the host waits for an answer that is not there."""

    def queue(self, data: bytes) -> None:
        """Have something to say to the host."""
        pieces = range(0, len(data), PACKET_SIZE)
        self._packets.extend(data[start : start + PACKET_SIZE] for start in pieces)

    def need_cable(self) -> None:
        """Fail as libusb does if the cable is out."""
        if not self._plugged:
            raise usb.core.USBError("No such device", errno=errno.ENODEV)

    # What pyusb calls; the arguments' order is its own.

    def enumerate_devices(self) -> list["EmulatedBus"]:
        return [self] if self._plugged else []

    def get_device_descriptor(self, _device: object) -> Descriptor:
        vendor, product = self._ids
        return Descriptor(idVendor=vendor, idProduct=product, bNumConfigurations=1)

    def get_configuration_descriptor(self, _device: object, _configuration: int) -> Descriptor:
        return Descriptor(bNumInterfaces=1, bConfigurationValue=1)

    def get_interface_descriptor(
        self, _device: object, _interface: int, setting: int, _configuration: int
    ) -> Descriptor:
        if setting:
            raise IndexError("the interface has one setting")
        return Descriptor(
            bNumEndpoints=2, bInterfaceClass=7, bInterfaceSubClass=1, bInterfaceProtocol=2
        )

    def get_endpoint_descriptor(
        self, _device: object, index: int, _interface: int, _setting: int, _configuration: int
    ) -> Descriptor:
        address = (_OUT, _IN)[index]
        return Descriptor(bEndpointAddress=address, bmAttributes=_BULK, wMaxPacketSize=PACKET_SIZE)

    def open_device(self, _device: object) -> "EmulatedBus":
        self.need_cable()
        if not self.allowed:
            raise usb.core.USBError("Access denied", errno=errno.EACCES)
        return self

    def close_device(self, _handle: object) -> None:
        self._claimed = False

    def get_configuration(self, _handle: object) -> int:
        self.need_cable()
        return 1

    def claim_interface(self, _handle: object, _interface: int) -> None:
        self.need_cable()
        if self.kernel_driver or self._claimed:
            raise usb.core.USBError("Resource busy", errno=errno.EBUSY)
        self._claimed = True

    def release_interface(self, _handle: object, _interface: int) -> None:
        self.need_cable()
        self._claimed = False

    def is_kernel_driver_active(self, _handle: object, _interface: int) -> bool:
        self.need_cable()
        return self.kernel_driver

    def detach_kernel_driver(self, _handle: object, _interface: int) -> None:
        self.kernel_driver = False

    def attach_kernel_driver(self, _handle: object, _interface: int) -> None:
        self.kernel_driver = True

    def bulk_write(
        self, _handle: object, _endpoint: int, _interface: int, data: "array[int]", _ms: int
    ) -> int:
        self.need_cable()
        self.received(data.tobytes())
        self.need_cable()
        return len(data)

    def bulk_read(
        self, _handle: object, _endpoint: int, _interface: int, into: "array[int]", ms: int
    ) -> int:
        self.need_cable()
        if not self._packets:
            self.idle(ms)
            raise usb.core.USBTimeoutError("Operation timed out", errno=errno.ETIMEDOUT)
        packet = self._packets.popleft()
        into[: len(packet)] = array("B", packet)
        return len(packet)

    def ctrl_transfer(
        self,
        _handle: object,
        kind: int,
        request: int,
        _value: int,
        _index: int,
        data: "array[int]",
        _ms: int,
    ) -> int:
        self.need_cable()
        match kind, request:
            case 0xA1, 0:
                text = self._device_id.encode("ascii")
                answer = (len(text) + 2).to_bytes(2, "big") + text
            case 0xA1, 1:
                answer = bytes([0x38 if self.paper_empty() else 0x18])
            case 0x21, 2:
                self.was_reset()
                answer = b""
            case _:
                raise usb.core.USBError("Pipe error", errno=errno.EPIPE)
        data[: len(answer)] = array("B", answer)
        return len(answer)
