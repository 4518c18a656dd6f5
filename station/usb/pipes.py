"""The bulk pipes of one interface: claimed, used, and given back."""

import usb.core
import usb.util

from station.usb.faults import DeviceSilent, UsbFault, named_faults
from station.usb.search import Device, Interface, bulk_ins, bulk_outs


class BulkPipes:
    """What this program has for itself until it closes it.

    The pipes of each direction are numbered from 0, in the order of their addresses. Each
    method but close raises a UsbFault if the cable or the device fails.

    Args:
        interface: One of those that bulk_interfaces found.

    Attributes:
        pairs: How many pipes there are both ways, at least 1.

    Raises:
        UsbFault: The interface cannot be had; it stays with whom it was.
    """

    PIECE_SIZE = 16_384
    WRITE_TIMEOUT_MS = 10_000
    CONTROL_TIMEOUT_MS = 1_000
    STALE_MS = 20

    def __init__(self, interface: Interface) -> None:
        self._device: Device = interface.device
        self._number: int = interface.bInterfaceNumber
        self._outs = bulk_outs(interface)
        self._ins = bulk_ins(interface)
        self.pairs = min(len(self._outs), len(self._ins))
        with named_faults():
            self._detached = _detach(self._device, self._number)
        try:
            with named_faults():
                usb.util.claim_interface(self._device, self._number)
        except UsbFault:
            self.close()
            raise

    def write(self, data: bytes, pipe: int = 0) -> None:
        """Send all of the data, in pieces; after a fault, some of it may have gone."""
        for start in range(0, len(data), self.PIECE_SIZE):
            piece = data[start : start + self.PIECE_SIZE]
            with named_faults():
                taken = self._outs[pipe].write(piece, self.WRITE_TIMEOUT_MS)
            if taken != len(piece):
                raise DeviceSilent

    def read(self, timeout_ms: int, pipe: int = 0) -> bytes:
        """Return one packet."""
        endpoint = self._ins[pipe]
        with named_faults():
            return bytes(endpoint.read(endpoint.wMaxPacketSize, timeout_ms))

    def drain(self, packets: int, pipe: int = 0) -> None:
        """Throw away what the device still has to say, at most so many packets of it."""
        for _ in range(packets):
            try:
                self.read(self.STALE_MS, pipe)
            except DeviceSilent:
                return

    def unstall(self) -> None:
        """Let halted pipes go on."""
        with named_faults():
            for endpoint in (*self._outs[: self.pairs], *self._ins[: self.pairs]):
                endpoint.clear_halt()

    def request(self, question: tuple[int, int], answer_size: int = 0) -> bytes:
        """Make a request to the interface over the control pipe, and return the answer.

        Args:
            question: bmRequestType and bRequest of the USB specification.
            answer_size: The longest answer, in bytes.
        """
        kind, number = question
        with named_faults():
            answer = self._device.ctrl_transfer(
                kind, number, 0, self._number, answer_size or None, self.CONTROL_TIMEOUT_MS
            )
        return bytes(answer) if answer_size else b""

    def close(self) -> None:
        """Give the interface back to the system, and to its driver if one had it."""
        try:
            usb.util.release_interface(self._device, self._number)
            if self._detached:
                self._device.attach_kernel_driver(self._number)
        except usb.core.USBError:
            pass  # unplugged: there is nothing left to give back
        usb.util.dispose_resources(self._device)


def _detach(device: Device, number: int) -> bool:
    """Take the interface from a kernel driver; tell whether one had it."""
    try:
        if not device.is_kernel_driver_active(number):
            return False
        device.detach_kernel_driver(number)
    except NotImplementedError:  # only Linux has kernel drivers that can be sent away
        return False
    return True
