"""The real ID card reader: a SAM-V module over USB bulk pipes."""

from collections.abc import Callable
from functools import partial

from station.errors import StationError
from station.errors.reader import (
    CardUnreadable,
    ReaderAbsent,
    ReaderFaulty,
    ReaderHeld,
    ReaderNeedsCloud,
    ReaderNeedsVendor,
)
from station.identity.document import IdentityDocument
from station.reader.pipe import SamVPipe
from station.reader.refusals import refusal
from station.reader.sam_v import (
    Answer,
    Assembler,
    Command,
    FrameDamaged,
    Status,
    parse_card,
    parse_sam_id,
    request,
)
from station.reader.text import parse_text
from station.usb.faults import DeviceHeld, DeviceSilent, PipeStalled, UsbFault
from station.usb.search import Bus, Device, Place, bulk_interfaces, find_devices, ids_of, place_of

READERS = {
    (0x0400, 0xC35A),
    (0x0483, 0x5652),
    (0x10C4, 0x8A1B),
    (0x2015, 0x0008),
    (0x9573, 0x4836),
}
CLOUD_READERS = {(0xC216, 0x0102)}
VENDOR_READERS = {(0x0425, 0x8159)}

_AGAIN = {Status.BAD_CHECKSUM, Status.BAD_LENGTH}


def find_readers(backend: Bus | None) -> tuple[Place, ...]:
    """Return where readers are plugged in now.

    Raises:
        ReaderAbsent: There is none that works without the internet and its vendor's library.
    """
    return tuple(place_of(device) for device in _find(backend))


def open_at(backend: Bus | None, place: Place) -> "SamVReader":
    """Open the reader at this place and ask it how it is; it is never looked for elsewhere.

    Raises:
        ReaderAbsent: It is gone, or another program holds it.
        ReaderFaulty: The reader's self-test failed, or it is not authorised.
    """
    reader = SamVReader(partial(_plug_in, backend, place))
    try:
        reader.check()
    except StationError:
        reader.close()
        raise
    return reader


def open_reader(backend: Bus | None = None) -> "SamVReader":
    """Find the first reader on the USB bus and ask it how it is.

    Args:
        backend: Where to look; None for the system's own libusb.

    Raises:
        ReaderAbsent: No reader that works without the internet and without its vendor's library.
        ReaderFaulty: The reader's self-test failed, or it is not authorised.
    """
    reader = SamVReader(partial(_plug_in, backend, None))
    reader.check()
    return reader


class SamVReader:
    """Reads ID chips. After the reader was unplugged, the next call looks for it again.

    Most readers say "no card" from a good read on until the card is lifted.

    Args:
        plug_in: Finds a reader and claims its pipes, or raises ReaderAbsent.
    """

    ANSWER_TIMEOUT_MS = 3_000

    def __init__(self, plug_in: Callable[[], SamVPipe]) -> None:
        self._plug_in = plug_in
        self._pipe: SamVPipe | None = None

    @property
    def plugged(self) -> bool:
        """Whether its pipes are claimed: not before the first call, nor after it was lost."""
        return self._pipe is not None

    def check(self) -> None:
        """Ask the reader how it is.

        Raises:
            ReaderAbsent: No reader answers.
            ReaderFaulty: Its self-test failed, or it is not authorised.
        """
        self._expect(Status.OK, Command.STATUS)

    def sam_id(self) -> str:
        """Return the number of the SAM module, for the equipment list."""
        try:
            return parse_sam_id(self._expect(Status.OK, Command.SAM_ID).data)
        except FrameDamaged as exc:
            raise ReaderFaulty(sw3=Status.OK) from exc

    def read_card(self) -> IdentityDocument | None:
        found = self._ask(Command.FIND)
        if found.sw3 == Status.NO_CARD:
            return None
        _check(found, Status.FOUND)
        self._expect(Status.OK, Command.SELECT)
        answer = self._expect(Status.OK, Command.READ)
        try:
            raw_text, raw_photo = parse_card(answer.data)
        except FrameDamaged as exc:
            raise CardUnreadable(sw3=answer.sw3) from exc
        return parse_text(raw_text, raw_photo)

    def newest_address(self) -> str | None:
        """Return the address that the police wrote to the chip last, after a good read.

        For a form that needs it; the admission desk does not, and keeps no address.

        Returns:
            None if the chip holds no newer address than the printed one.

        Raises:
            CardUnreadable: The card was lifted, or does not give it.
        """
        answer = self._ask(Command.READ_NEWEST)
        if answer.sw3 == Status.ITEM_ABSENT:
            return None
        _check(answer, Status.OK)
        return answer.data.decode("utf-16-le", "replace").strip(" \0\u3000")

    def close(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    def _expect(self, wanted: Status, command: Command) -> Answer:
        answer = self._ask(command)
        _check(answer, wanted)
        return answer

    def _ask(self, command: Command) -> Answer:
        """Ask once, and once more if the question or the answer was damaged on its way."""
        try:
            answer = self._exchange(command)
            if answer.sw3 not in _AGAIN:
                return answer
        except FrameDamaged:
            self._clear()
        try:
            return self._exchange(command)
        except FrameDamaged as exc:
            self._clear()
            raise CardUnreadable from exc

    def _exchange(self, command: Command) -> Answer:
        if self._pipe is None:
            self._pipe = self._plug_in()
        assembler = Assembler()
        answer: Answer | None = None
        try:
            self._pipe.send(request(command))
            while answer is None:
                head = not assembler.head_is_whole()
                piece = self._pipe.receive(head=head, timeout_ms=self.ANSWER_TIMEOUT_MS)
                answer = assembler.take(piece)
        except UsbFault as exc:
            broken_off = isinstance(exc, DeviceSilent) and assembler.has_begun()
            if broken_off or isinstance(exc, PipeStalled):
                raise FrameDamaged from exc
            self.close()
            raise ReaderAbsent from exc
        return answer

    def _clear(self) -> None:
        if self._pipe is None:
            return
        try:
            self._pipe.clear()
        except UsbFault as exc:
            self.close()
            raise ReaderAbsent from exc


def _check(answer: Answer, wanted: Status) -> None:
    if answer.sw3 != wanted:
        raise refusal(answer.sw3)


def _find(backend: Bus | None) -> list[Device]:
    try:
        devices = find_devices(backend)
    except UsbFault as exc:
        raise ReaderAbsent from exc
    ours = [device for device in devices if ids_of(device) in READERS]
    known = {ids_of(device) for device in devices}
    if CLOUD_READERS & known and not ours:
        raise ReaderNeedsCloud
    if VENDOR_READERS & known and not ours:
        raise ReaderNeedsVendor
    if not ours:
        raise ReaderAbsent
    return ours


def _plug_in(backend: Bus | None, place: Place | None) -> SamVPipe:
    """Claim the reader at a place; the first one of all, if no place is said."""
    for device in _find(backend):
        if place is None or place_of(device) == place:
            return _claim(device)
    raise ReaderAbsent


def _claim(device: Device) -> SamVPipe:
    try:
        interfaces = bulk_interfaces(device)
        if not interfaces:
            raise ReaderNeedsVendor
        return SamVPipe(interfaces[0])
    except DeviceHeld as exc:
        raise ReaderHeld from exc
    except UsbFault as exc:
        raise ReaderAbsent from exc
