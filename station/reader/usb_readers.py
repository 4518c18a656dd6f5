"""All ID card readers on the USB bus, however many there are now and wherever they are."""

from station.errors import StationError
from station.errors.reader import ReaderAbsent, ReaderFaulty
from station.identity.document import IdentityDocument
from station.reader.several import SeveralReaders
from station.reader.usb import SamVReader, find_readers, open_at
from station.usb.search import Bus, Place

LOOK_EVERY = 8
"""Reads between two looks for a reader that was plugged in since; a desk reads twice a second."""


class UsbReaders:
    """Readers come and go by their place on the bus, so that none is taken for another.

    Args:
        bus: Where to look; None for the system's own libusb.
    """

    def __init__(self, bus: Bus | None = None) -> None:
        self._bus = bus
        self._open: dict[Place, SamVReader] = {}
        self._reads = 0

    def read_card(self) -> IdentityDocument | None:
        if not self._open or self._reads % LOOK_EVERY == 0:
            self._look()
        self._reads += 1
        try:
            return SeveralReaders(tuple(self._open.values())).read_card()
        finally:
            self._open = {place: each for place, each in self._open.items() if each.plugged}

    def sam_ids(self) -> tuple[str, ...]:
        """Return the number of each reader's SAM module, for the equipment list.

        Raises:
            ReaderAbsent, ReaderFaulty: There is none that works.
        """
        self._look()
        return tuple(reader.sam_id() for reader in self._open.values())

    def close(self) -> None:
        for reader in self._open.values():
            reader.close()
        self._open.clear()

    def _look(self) -> None:
        """Open what is new. One that cannot be opened is told of if no other works."""
        trouble: StationError = ReaderAbsent()
        try:
            places = find_readers(self._bus)
        except ReaderAbsent as error:
            places, trouble = (), error
        for place in places:
            if place in self._open:
                continue
            try:
                self._open[place] = open_at(self._bus, place)
            except (ReaderAbsent, ReaderFaulty) as error:
                trouble = error
        if not self._open:
            raise trouble
