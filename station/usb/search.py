"""Devices on the bus, and which of their interfaces a driver can speak to."""

from collections.abc import Iterator
from typing import TypeAlias

import libusb_package
import usb.backend
import usb.core
import usb.util

from station.usb.faults import DeviceGone, named_faults

Bus: TypeAlias = usb.backend.IBackend
"""Where devices are plugged in: the system's libusb, or an emulated bus."""

Device: TypeAlias = usb.core.Device
Place: TypeAlias = tuple[int, int]
"""Number of the bus, and of the device on it: another one each time that it is plugged in."""

Interface: TypeAlias = usb.core.Interface
Endpoint: TypeAlias = usb.core.Endpoint


def find_devices(bus: Bus | None) -> list[Device]:
    """Return what is plugged in.

    Args:
        bus: Where to look; None for the system's own libusb.

    Raises:
        UsbFault: The bus cannot be looked at, or the system has none.
    """
    bus = bus or libusb_package.get_libusb1_backend()
    if bus is None:
        raise DeviceGone
    with named_faults():
        return list(usb.core.find(find_all=True, backend=bus))


def ids_of(device: Device) -> tuple[int, int]:
    """Return the numbers of vendor and product."""
    return device.idVendor, device.idProduct


def place_of(device: Device) -> Place:
    """Return where a device is plugged in now."""
    return device.bus or 0, device.address or 0


def bulk_interfaces(device: Device) -> list[Interface]:
    """Return the interfaces that have a bulk pipe each way.

    Raises:
        UsbFault: The device cannot be opened.
    """
    with named_faults():
        interfaces = list(device.get_active_configuration())
    return [each for each in interfaces if bulk_ins(each) and bulk_outs(each)]


def bulk_ins(interface: Interface) -> list[Endpoint]:
    """Return the bulk pipes from the device to the host, in the order of their addresses."""
    return sorted(_bulk(interface, usb.util.ENDPOINT_IN), key=_address)


def bulk_outs(interface: Interface) -> list[Endpoint]:
    """Return the bulk pipes from the host to the device, in the order of their addresses."""
    return sorted(_bulk(interface, usb.util.ENDPOINT_OUT), key=_address)


def _bulk(interface: Interface, direction: int) -> Iterator[Endpoint]:
    for endpoint in interface:
        is_bulk = usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        if is_bulk and usb.util.endpoint_direction(endpoint.bEndpointAddress) == direction:
            yield endpoint


def _address(endpoint: Endpoint) -> int:
    return int(endpoint.bEndpointAddress)
