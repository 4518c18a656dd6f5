"""Finds the printers that are plugged in, and claims one for a talk."""

from collections.abc import Sequence

from station.errors.printer import PrinterAbsent, PrinterHeld
from station.printer.evolis_talk import EVOLIS
from station.printer.magicard_talk import MAGICARD, MAGICARD_DUO
from station.printer.pipe import PrinterPipe, printer_interfaces
from station.printer.talk import Language, Talk
from station.usb.faults import DeviceHeld, UsbFault
from station.usb.search import Bus, Device, find_devices

LANGUAGES: dict[str, Language] = {"evolis": EVOLIS, "magicard": MAGICARD}
"""By the name that an administrator types."""

BY_NAME: dict[str, Language] = {**LANGUAGES, "magicard-duo": MAGICARD_DUO}
"""And what only an administrator can know of a printer."""


def plug_in(backend: Bus | None, languages: Sequence[Language]) -> Talk:
    """Claim the first printer of these makers that nobody else has.

    Raises:
        PrinterAbsent: There is none, or the system does not let us use it.
    """
    held: UsbFault | None = None
    try:
        for device in find_devices(backend):
            spoken = [each for each in languages if each.vendor == device.idVendor]
            try:
                talk = _begin_talk(device, spoken)
            except DeviceHeld as exc:
                held = exc
                continue
            if talk is not None:
                return talk
    except UsbFault as exc:
        raise PrinterAbsent from exc
    raise PrinterAbsent if held is None else PrinterHeld from held


def _begin_talk(device: Device, languages: Sequence[Language]) -> Talk | None:
    for interface in printer_interfaces(device) if languages else ():
        pipe = PrinterPipe(interface)
        try:
            about = pipe.device_id()
            maker = (about.get("MFG") or about.get("MANUFACTURER", "")).lower()
            for language in languages:
                if language.maker in maker:
                    pipe.reset()
                    return language.talk(pipe)
        except UsbFault:
            pipe.close()
            raise
        pipe.close()
    return None
