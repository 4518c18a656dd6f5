"""The side of a printer that the USB printer class prescribes, emulated."""

from abc import abstractmethod
from array import array

from station.usb.emulated import EmulatedBus

_PRINTER_CLASS = (7, 1, 2)
OUT, IN = 0x01, 0x82


class EmulatedPort(EmulatedBus):
    """A printer-class device on a bus of its own, held by a driver of the system (usblp).

    Args:
        ids: Vendor and product.
        device_id: What the printer says in IEEE 1284 words.
    """

    def __init__(self, ids: tuple[int, int], device_id: str) -> None:
        super().__init__(ids, (OUT, IN), _PRINTER_CLASS)
        self._device_id = device_id
        self.kernel_driver = True

    def was_reset(self) -> None:
        """Forget what was received in part."""
        self.forget()

    @abstractmethod
    def paper_empty(self) -> bool:
        """Tell whether the feeder is empty."""

    def has_error(self) -> bool:
        """Tell whether the port status is to show an error; not every maker lets it."""
        return False

    def ctrl_transfer(
        self,
        handle: object,
        kind: int,
        request: int,
        value: int,
        index: int,
        data: "array[int]",
        ms: int,
    ) -> int:
        self._need_cable()
        match kind, request:
            case 0xA1, 0:
                text = self._device_id.encode("ascii")
                answer = (len(text) + 2).to_bytes(2, "big") + text
            case 0xA1, 1:
                paper, error = self.paper_empty() * 0x20, (not self.has_error()) * 0x08
                answer = bytes([0x10 | paper | error])
            case 0x21, 2:
                self.was_reset()
                answer = b""
            case _:
                return super().ctrl_transfer(handle, kind, request, value, index, data, ms)
        data[: len(answer)] = array("B", answer)
        return len(answer)
