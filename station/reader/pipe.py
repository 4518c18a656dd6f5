"""The USB pipes of a reader: found by its descriptors, claimed, and given back."""

from collections.abc import Iterator
from typing import Protocol

import usb.core
import usb.util

from station.reader.sam_v import HEAD_SIZE


class Pipe(Protocol):
    """What the driver asks of USB, so that it never asks for more."""

    def send(self, frame: bytes) -> None:
        """Send one whole frame."""
        ...

    def receive(self, *, head: bool, timeout_ms: int) -> bytes:
        """Return what comes next, of a frame's head or of its body; at least one byte."""
        ...

    def clear(self) -> None:
        """Undo a stall, and throw away what the reader still has to say."""
        ...

    def close(self) -> None:
        """Give the device back to the system."""
        ...


class NoPipes(Exception):
    """The device has no pair of bulk pipes."""


class UsbPipe:
    """Bulk pipes of one interface, in single-pair or in split mode.

    In split mode the head of each frame goes over the first pair and its body over the
    second. Which mode it is, and at which addresses, comes from the descriptors.

    Raises:
        NoPipes: No interface has a pair of bulk pipes.
        usb.core.USBError: The device cannot be had.
    """

    WRITE_TIMEOUT_MS = 1_000
    CLEAR_TIMEOUT_MS = 20
    CLEAR_READS = 256

    def __init__(self, device: usb.core.Device) -> None:
        self._device = device
        interface = _bulk_interface(device)
        self._number: int = interface.bInterfaceNumber
        outs = _bulk(interface, usb.util.ENDPOINT_OUT)
        ins = _bulk(interface, usb.util.ENDPOINT_IN)
        self._split = len(outs) > 1 and len(ins) > 1
        self._outs = (outs[0], outs[1] if self._split else outs[0])
        self._ins = (ins[0], ins[1] if self._split else ins[0])
        self._detached = _detach(device, self._number)
        try:
            usb.util.claim_interface(device, self._number)
        except usb.core.USBError:
            self.close()
            raise

    def send(self, frame: bytes) -> None:
        head, body = self._outs
        pieces = [(head, frame[:HEAD_SIZE]), (body, frame[HEAD_SIZE:])]
        for endpoint, piece in pieces if self._split else [(head, frame)]:
            if endpoint.write(piece, self.WRITE_TIMEOUT_MS) != len(piece):
                raise usb.core.USBTimeoutError("the reader took a part of the frame")

    def receive(self, *, head: bool, timeout_ms: int) -> bytes:
        endpoint = self._ins[0 if head else 1]
        return bytes(endpoint.read(endpoint.wMaxPacketSize, timeout_ms))

    def clear(self) -> None:
        for endpoint in dict.fromkeys(self._outs + self._ins):
            endpoint.clear_halt()
        for endpoint in dict.fromkeys(self._ins):
            for _ in range(self.CLEAR_READS):
                try:
                    endpoint.read(endpoint.wMaxPacketSize, self.CLEAR_TIMEOUT_MS)
                except usb.core.USBTimeoutError:
                    break

    def close(self) -> None:
        try:
            usb.util.release_interface(self._device, self._number)
            if self._detached:
                self._device.attach_kernel_driver(self._number)
        except usb.core.USBError:
            pass  # unplugged: there is nothing left to give back
        usb.util.dispose_resources(self._device)


def _bulk_interface(device: usb.core.Device) -> usb.core.Interface:
    for interface in device.get_active_configuration():
        if _bulk(interface, usb.util.ENDPOINT_OUT) and _bulk(interface, usb.util.ENDPOINT_IN):
            return interface
    raise NoPipes


def _bulk(interface: usb.core.Interface, direction: int) -> list[usb.core.Endpoint]:
    return sorted(_of_direction(interface, direction), key=lambda e: int(e.bEndpointAddress))


def _of_direction(interface: usb.core.Interface, direction: int) -> Iterator[usb.core.Endpoint]:
    for endpoint in interface:
        is_bulk = usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        if is_bulk and usb.util.endpoint_direction(endpoint.bEndpointAddress) == direction:
            yield endpoint


def _detach(device: usb.core.Device, number: int) -> bool:
    """Take the interface from a kernel driver; tell whether one had it."""
    try:
        if not device.is_kernel_driver_active(number):
            return False
        device.detach_kernel_driver(number)
    except NotImplementedError:  # only Linux has kernel drivers that can be sent away
        return False
    return True
