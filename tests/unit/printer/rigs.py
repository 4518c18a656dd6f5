"""Each kind of card printer on a rig, so that one contract can hold them all."""

from station.printer.evolis import smallest_ribbon
from station.printer.evolis_emulator import SimulatedEvolis
from station.printer.magicard_emulator import SimulatedMagicard
from station.printer.mechanism import Condition
from station.printer.usb import open_printer


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

    def close(self):
        self.printer.close()


def evolis():
    device = SimulatedEvolis()
    device.model = "SIMULATED DUALYS"
    return UsbRig(device, says_what=True)


def magicard():
    return UsbRig(SimulatedMagicard(model="Simulated Duo"), says_what=False)


RIGS = {"evolis": evolis, "magicard": magicard}
