"""A bus with several emulated devices on it."""

import usb.backend

from station.usb.emulated import EmulatedBus


class SharedBus(usb.backend.IBackend):
    """A bus with several emulated devices on it: each call goes to the device that it is about."""

    def __init__(self, *devices):
        self.devices = devices

    def enumerate_devices(self):
        return [each for device in self.devices for each in device.enumerate_devices()]


def passed_on(name):
    def call(_self, device, *rest):
        return getattr(getattr(device, "bus", device), name)(device, *rest)

    return call


for name in set(vars(usb.backend.IBackend)) & set(vars(EmulatedBus)) - {"enumerate_devices"}:
    if not name.startswith("_"):
        setattr(SharedBus, name, passed_on(name))
