"""An ID card reader for training rooms and tests, below the real driver.

It answers the protocol's bytes, so that all of the real driver runs. It is written from the
protocol and shares only the names of the commands with the driver.
"""

from dataclasses import dataclass

from station.reader.sam_v import Command
from station.reader.simulated_card import SimulatedCard
from station.usb.emulated import EmulatedBus

_SPLIT = (0x02, 0x06, 0x81, 0x85)
_SINGLE = (0x02, 0x81)
_HEAD = bytes.fromhex("aaaaaa9669")


@dataclass(frozen=True, slots=True)
class Says:
    """The reader answers this status, whatever is true."""

    command: Command
    sw3: int


@dataclass(frozen=True, slots=True)
class Lifted:
    """The card is lifted just before this command arrives."""

    command: Command


@dataclass(frozen=True, slots=True)
class Spoiled:
    """One bit of the answer is wrong."""

    command: Command


@dataclass(frozen=True, slots=True)
class Noisy:
    """Some bytes that mean nothing come before the answer."""

    command: Command
    noise: bytes


@dataclass(frozen=True, slots=True)
class Silent:
    """No answer comes, or only the first bytes of it."""

    command: Command
    after_bytes: int = 0


Fault = Says | Lifted | Spoiled | Noisy | Silent


class SimulatedSamV(EmulatedBus):
    """A reader with a SAM-V module, for open_reader(backend).

    Args:
        ids: Vendor and product that it shows on the bus.
        split: It takes head and body of each frame over pipes of their own.

    Attributes:
        story: Faults to come, first one next; empty means that all is well.
    """

    def __init__(self, ids: tuple[int, int] = (0x0400, 0xC35A), *, split: bool = True) -> None:
        super().__init__(ids, _SPLIT if split else _SINGLE)
        self._split = split
        self._heard = bytearray()
        self._card: SimulatedCard | None = None
        self._found = self._selected = self._was_read = False
        self.story: list[Fault] = []

    def lay(self, card: SimulatedCard) -> None:
        """Lay a card on the reader."""
        self.lift()
        self._card = card

    def lift(self) -> None:
        """Take the card away."""
        self._card = None
        self._found = self._selected = self._was_read = False

    def unplug(self) -> None:
        super().unplug()
        self._heard.clear()
        self._found = self._selected = False

    def received(self, endpoint: int, data: bytes) -> None:
        wanted = _SPLIT[1] if self._split and len(self._heard) >= 7 else _SPLIT[0]
        if endpoint != wanted:
            self._heard.clear()
            return
        self._heard += data
        size = int.from_bytes(self._heard[5:7], "big")
        if len(self._heard) >= 7 and len(self._heard) == 7 + size:
            frame = bytes(self._heard)
            self._heard.clear()
            self._answer(frame)

    def _answer(self, frame: bytes) -> None:
        check = 0
        for byte in frame[5:-1]:
            check ^= byte
        known = {command.value: command for command in Command}
        command = known.get(frame[7:-1])
        if not frame.startswith(_HEAD) or check != frame[-1]:
            self._say(0x10)
        elif command is None:
            self._say(0x21)
        else:
            self._obey(command, self._fault_of(command))

    def _fault_of(self, command: Command) -> Fault | None:
        return self.story.pop(0) if self.story and self.story[0].command is command else None

    def _obey(self, command: Command, fault: Fault | None) -> None:
        if isinstance(fault, Lifted):
            self.lift()
        sw3, data = self._outcome(command)
        match fault:
            case Says():
                self._say(fault.sw3)
            case Spoiled():
                self._say(sw3, data, flip=1)
            case Noisy():
                self.queue(self._ins()[0], fault.noise)
                self._say(sw3, data)
            case Silent():
                self._say(sw3, data, only=fault.after_bytes)
            case _:
                self._say(sw3, data)

    def _outcome(self, command: Command) -> tuple[int, bytes]:
        match command:
            case Command.STATUS:
                return 0x90, b""
            case Command.SAM_ID:
                return 0x90, bytes.fromhex("0500030040d9f0000100000002000000")
            case Command.FIND:
                self._found = self._card is not None and not self._was_read
                return (0x9F, bytes(4)) if self._found else (0x80, b"")
            case Command.SELECT:
                self._selected = self._found
                return (0x90, bytes(8)) if self._selected else (0x81, b"")
            case Command.READ:
                if self._card is None or not self._selected:
                    return (0x41 if self._card else 0x80), b""
                self._was_read, self._selected = True, False
                return 0x90, b"\x01\x00\x04\x00" + self._card.text() + self._card.photo()

            case Command.READ_NEWEST:
                if self._card is None or not self._was_read:
                    return 0x80, b""
                newest = self._card.newest()
                return (0x90, newest) if newest else (0x91, b"")

    def _say(self, sw3: int, data: bytes = b"", *, flip: int = 0, only: int | None = None) -> None:
        counted = (len(data) + 4).to_bytes(2, "big") + bytes([0, 0, sw3]) + data
        check = 0
        for byte in counted:
            check ^= byte
        frame = (_HEAD + counted + bytes([check ^ flip]))[:only]
        head, body = self._ins()
        if head == body:
            self.queue(head, frame)
        else:
            self.queue(head, frame[:7])
            self.queue(body, frame[7:])

    def _ins(self) -> tuple[int, int]:
        return (_SPLIT[2], _SPLIT[3]) if self._split else (_SINGLE[1], _SINGLE[1])
