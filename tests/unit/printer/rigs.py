"""Each kind of card printer on a rig, so that one contract can hold them all."""

import numpy as np

from station.printer.card_document import seen
from station.printer.evolis import smallest_ribbon
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.evolis_sdk import EvolisSdkPrinter
from station.printer.magicard_emulator import SimulatedMagicard
from station.printer.mechanism import Condition
from station.printer.spooler import SpooledPrinter
from station.printer.usb import open_printer
from tests.unit.printer.emulated_queue import EmulatedQueue, sides_of
from tests.unit.printer.fake_evolis_library import FakeEvolisLibrary
from tests.unit.printer.rasters import same_card


class UsbRig:
    """The real driver over an emulated USB printer.

    Attributes:
        confirms: The printer tells that a card is out.
        says_what: The printer tells what is wrong with it.
    """

    confirms = True

    def __init__(self, device, says_what):
        self.device = device
        self.says_what = says_what
        self.printer = open_printer(device)

    @property
    def tray(self):
        return self.device.tray

    def prepare(self, card_job):
        """Put in the ribbon that the job needs."""
        self.device.ribbon = smallest_ribbon(card_job).value

    def empty(self):
        self.device.cards = 0

    def load(self):
        self.device.load(5)

    def breaks(self):
        self.device.condition = Condition.COVER_OPEN

    def mended(self):
        self.device.condition = Condition.FINE

    def unplug(self):
        self.device.unplug()

    def plug(self):
        self.device.plug()

    def same(self, card, card_job):
        return same_card(card, card_job)

    def close(self):
        self.printer.close()


class SpooledRig:
    """The spooler's driver before an emulated queue."""

    confirms = False
    says_what = True

    def __init__(self):
        self.queue = EmulatedQueue()
        self.printer = SpooledPrinter("card", self.queue.server, sleep_ms=lambda _: None)

    @property
    def tray(self):
        return self.queue.documents

    def prepare(self, card_job):
        pass

    def empty(self):
        self.queue.reasons = [b"media-empty-error"]

    def load(self):
        self.queue.reasons = [b"none"]

    def breaks(self):
        self.queue.reasons = [b"toner-low-warning", b"cover-open"]

    def mended(self):
        self.queue.reasons = [b"none"]

    def unplug(self):
        self.queue.unplug()
        self.printer.close()

    def plug(self):
        self.queue.plug()

    def same(self, document, card_job):
        sides = sides_of(document)
        return len(sides) == len(card_job.sides) and all(
            same_look(picture, side) for picture, side in zip(sides, card_job.sides, strict=True)
        )

    def close(self):
        self.printer.close()
        self.queue.unplug()


class SdkRig:
    """The driver over the maker's library, above a library of our own."""

    confirms = True
    says_what = True

    def __init__(self):
        self.library = FakeEvolisLibrary()
        self.printer = EvolisSdkPrinter("Evolis Simulated", self.library)

    @property
    def tray(self):
        return self.library.tray

    def prepare(self, card_job):
        letters = smallest_ribbon(card_job).value.upper()
        self.library.ribbon = "KBLACK" if letters == "K" else letters

    def empty(self):
        self.library.state = ("ERROR", "DEF_FEEDER_EMPTY")

    def load(self):
        self.library.state = ("READY", "PRINTER_READY")

    def breaks(self):
        self.library.state = ("ERROR", "DEF_COVER_OPEN")

    mended = load

    def unplug(self):
        self.library.plugged = False

    def plug(self):
        self.library.plugged = True

    def same(self, card, card_job):
        return len(card) == len(card_job.sides) and all(
            np.array_equal(laid["black"] > 0, side.black > 0)
            and (side.colour is None or np.array_equal(laid["colour"], side.colour))
            for laid, side in zip(card, card_job.sides, strict=True)
        )

    def close(self):
        self.printer.close()


def same_look(picture, side):
    """Whether a picture is a side of the job, dot for dot."""
    wanted = seen(side)
    if wanted.ndim == 2:
        wanted = np.repeat(wanted[:, :, np.newaxis], 3, axis=2)
    return np.array_equal(picture, wanted)


def evolis():
    device = SimulatedEvolis()
    device.model = "SIMULATED DUALYS"
    return UsbRig(device, says_what=True)


def magicard():
    return UsbRig(SimulatedMagicard(model="Simulated Duo"), says_what=False)


RIGS = {"evolis": evolis, "magicard": magicard, "spooler": SpooledRig, "evolis-sdk": SdkRig}
