"""The USB pipe of a card printer, and the requests of the USB printer class."""

from station.usb.faults import PipeStalled
from station.usb.pipes import BulkPipes
from station.usb.search import Device, Interface, bulk_interfaces

_PRINTER_CLASS = (0x07, 0x01, 0x02)
"""Class, subclass and protocol of a printer that answers."""

_GET_DEVICE_ID = (0xA1, 0)
_GET_PORT_STATUS = (0xA1, 1)
_SOFT_RESETS = ((0x21, 2), (0x23, 2))
"""By the printer class of today, and by its first edition, which some firmware still follows."""

PAPER_EMPTY = 0x20
NO_ERROR = 0x08


class PrinterPipe(BulkPipes):
    """The pair of bulk pipes of a printer-class interface."""

    def device_id(self) -> dict[str, str]:
        """Return the IEEE 1284 id, such as {"MFG": "Evolis", ...}; empty if it is malformed."""
        raw = self.request(_GET_DEVICE_ID, 1024)
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
        """Tell whether the printer class's own status sees cards."""
        return not self._port_status() & PAPER_EMPTY

    def has_error(self) -> bool:
        """Tell whether the printer class's own status shows an error."""
        return not self._port_status() & NO_ERROR

    def _port_status(self) -> int:
        try:
            status = self.request(_GET_PORT_STATUS, 1)
        except PipeStalled:  # the printer does not know this question
            return NO_ERROR
        return status[0] if status else NO_ERROR

    def reset(self) -> None:
        """Make the printer forget what it has received in part."""
        try:
            self.request(_SOFT_RESETS[0])
        except PipeStalled:
            self.request(_SOFT_RESETS[1])


def printer_interfaces(device: Device) -> list[Interface]:
    """Return the interfaces of a device that are printers.

    Raises:
        UsbFault: The device cannot be opened.
    """
    return [each for each in bulk_interfaces(device) if _kind(each) == _PRINTER_CLASS]


def _kind(interface: Interface) -> tuple[int, int, int]:
    return (
        interface.bInterfaceClass,
        interface.bInterfaceSubClass,
        interface.bInterfaceProtocol,
    )
