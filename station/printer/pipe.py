"""The USB pipe of a card printer: found by its descriptors, claimed, and given back."""

import errno
from collections.abc import Iterator
from typing import Protocol

import usb.core
import usb.util

_PRINTER_CLASS = (0x07, 0x01, 0x02)
"""Class, subclass and protocol of a printer that answers."""

_GET_DEVICE_ID = (0xA1, 0)
_GET_PORT_STATUS = (0xA1, 1)
_SOFT_RESETS = ((0x21, 2), (0x23, 2))
"""By the printer class of today, and by its first edition, which some firmware still follows."""

_CONTROL_TIMEOUT_MS = 1_000

PAPER_EMPTY = 0x20


class Pipe(Protocol):
    """What the driver asks of USB, so that it never asks for more."""

    def write(self, data: bytes) -> None:
        """Send all of the data; after an error, some of it may have gone."""
        ...

    def read(self, timeout_ms: int) -> bytes:
        """Return one packet."""
        ...

    def has_paper(self) -> bool:
        """Tell whether the printer class's own status sees cards."""
        ...

    def reset(self) -> None:
        """Make the printer forget what it has received in part."""
        ...

    def close(self) -> None:
        """Give the device back to the system."""
        ...


class UsbPipe:
    """The bulk pipes of a printer's interface.

    Raises:
        usb.core.USBError: The device cannot be had.
    """

    PIECE_SIZE = 16_384
    WRITE_TIMEOUT_MS = 10_000

    def __init__(self, device: usb.core.Device, interface: usb.core.Interface) -> None:
        self._device = device
        self._number: int = interface.bInterfaceNumber
        self._out = _bulk(interface, usb.util.ENDPOINT_OUT)
        self._in = _bulk(interface, usb.util.ENDPOINT_IN)
        self._detached = _detach(device, self._number)
        try:
            usb.util.claim_interface(device, self._number)
        except usb.core.USBError:
            self.close()
            raise

    def write(self, data: bytes) -> None:
        for start in range(0, len(data), self.PIECE_SIZE):
            piece = data[start : start + self.PIECE_SIZE]
            if self._out.write(piece, self.WRITE_TIMEOUT_MS) != len(piece):
                raise usb.core.USBTimeoutError("the printer took a part of the data")

    def read(self, timeout_ms: int) -> bytes:
        return bytes(self._in.read(self._in.wMaxPacketSize, timeout_ms))

    def device_id(self) -> dict[str, str]:
        """Return the IEEE 1284 id, such as {"MFG": "Evolis", ...}; empty if it is malformed."""
        raw = bytes(self._control(_GET_DEVICE_ID, 1024))
        size = int.from_bytes(raw[:2], "big")
        if size < 2 or size > len(raw):
            return {}
        pairs = raw[2:size].decode("ascii", "replace").split(";")
        return {
            key.strip().upper(): value.strip()
            for key, colon, value in (pair.partition(":") for pair in pairs)
            if colon
        }

    def has_paper(self) -> bool:
        try:
            status = self._control(_GET_PORT_STATUS, 1)
        except usb.core.USBError as exc:
            if exc.errno == errno.EPIPE:  # the printer does not know this question
                return True
            raise
        return not (status and status[0] & PAPER_EMPTY)

    def reset(self) -> None:
        try:
            self._control(_SOFT_RESETS[0], None)
        except usb.core.USBError as exc:
            if exc.errno != errno.EPIPE:
                raise
            self._control(_SOFT_RESETS[1], None)

    def close(self) -> None:
        try:
            usb.util.release_interface(self._device, self._number)
            if self._detached:
                self._device.attach_kernel_driver(self._number)
        except usb.core.USBError:
            pass  # unplugged: there is nothing left to give back
        usb.util.dispose_resources(self._device)

    def _control(self, request: tuple[int, int], size: int | None) -> bytes:
        kind, number = request
        answer = self._device.ctrl_transfer(
            kind, number, 0, self._number, size, _CONTROL_TIMEOUT_MS
        )
        return b"" if size is None else bytes(answer)


def printer_interfaces(device: usb.core.Device) -> Iterator[usb.core.Interface]:
    """Yield the interfaces of a device that are printers."""
    for interface in device.get_active_configuration():
        kind = (
            interface.bInterfaceClass,
            interface.bInterfaceSubClass,
            interface.bInterfaceProtocol,
        )
        if kind == _PRINTER_CLASS:
            yield interface


def _bulk(interface: usb.core.Interface, direction: int) -> usb.core.Endpoint:
    return usb.util.find_descriptor(
        interface,
        custom_match=lambda endpoint: (
            usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
            and usb.util.endpoint_direction(endpoint.bEndpointAddress) == direction
        ),
    )


def _detach(device: usb.core.Device, number: int) -> bool:
    """Take the interface from a kernel driver; tell whether one had it."""
    try:
        if not device.is_kernel_driver_active(number):
            return False
        device.detach_kernel_driver(number)
    except NotImplementedError:  # only Linux has kernel drivers that can be sent away
        return False
    return True
