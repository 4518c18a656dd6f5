"""What can go wrong on the cable, by name.

No person is told of these. The room of the device catches them, because only it knows
what they mean for a card, and raises a coded error of its own.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import usb.core


class UsbFault(Exception):
    """The bus did not do what it was asked to; some bytes may have gone over the cable."""


class DeviceGone(UsbFault):
    """The device was unplugged, or fails in a way that has no name here."""


class DeviceHeld(UsbFault):
    """The device is there, and the system does not let this program use it."""


class DeviceSilent(UsbFault):
    """The device did not answer, or did not take all of the data, in time."""


class PipeStalled(UsbFault):
    """The device refuses the request, or halted the pipe."""


_BY_NUMBER: dict[int | None, type[UsbFault]] = {
    errno.EACCES: DeviceHeld,
    errno.EBUSY: DeviceHeld,
    errno.EPIPE: PipeStalled,
}


@contextmanager
def named_faults() -> Iterator[None]:
    """Raise what pyusb raises within by the names of this module."""
    try:
        yield
    except usb.core.USBTimeoutError as exc:
        raise DeviceSilent from exc
    except usb.core.USBError as exc:
        raise _BY_NUMBER.get(exc.errno, DeviceGone) from exc
    except NotImplementedError as exc:  # Windows: a driver is bound that libusb cannot use
        raise DeviceHeld from exc
