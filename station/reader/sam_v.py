"""Frames of the SAM-V module, which every certified ID card reader carries.

A request is a preamble, a big-endian length, two command bytes and a check byte; an answer
has three status bytes where the command was. The check byte is the XOR of all that follows
the preamble. Nothing here touches a device.
"""

from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import reduce
from operator import xor

PREAMBLE = bytes.fromhex("AAAAAA9669")
HEAD_SIZE = 7
"""Bytes of preamble and length, which some readers take over a pipe of their own."""

_SHORTEST = 4
_LONGEST = 4096
_NOISE_LIMIT = 8192


class Command(Enum):
    """What a reader can be asked; the value is the two command bytes."""

    STATUS = b"\x11\xff"
    SAM_ID = b"\x12\xff"
    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ = b"\x30\x01"
    READ_NEWEST = b"\x30\x03"


class Status(IntEnum):
    """The third status byte of an answer (SW3)."""

    OK = 0x90
    FOUND = 0x9F
    BAD_CHECKSUM = 0x10
    BAD_LENGTH = 0x11
    BAD_COMMAND = 0x21
    NOT_PERMITTED = 0x23
    UNKNOWN_COMMAND = 0x24
    CARD_REJECTS_SAM = 0x31
    SAM_REJECTS_CARD = 0x32
    NOT_VERIFIED = 0x33
    UNKNOWN_CARD = 0x40
    READ_FAILED = 0x41
    RANDOM_FAILED = 0x47
    SELF_TEST_FAILED = 0x60
    NOT_AUTHORISED = 0x66
    NO_CARD = 0x80
    SELECT_FAILED = 0x81
    ITEM_ABSENT = 0x91


class FrameDamaged(Exception):
    """What came is not a whole frame: a wrong check byte, or nothing but noise."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader said; the data may be a person's, so it is never shown.

    Attributes:
        sw3: One of Status, or a number that no document explains.
    """

    sw3: int
    data: bytes

    def __repr__(self) -> str:
        return f"Answer({self.sw3:02x}, {len(self.data)} bytes)"


def request(command: Command) -> bytes:
    """Return the whole frame of a request."""
    counted = (len(command.value) + 1).to_bytes(2, "big") + command.value
    return PREAMBLE + counted + bytes([checksum(counted)])


def checksum(counted: bytes) -> int:
    """Return the XOR of the bytes between preamble and check byte."""
    return reduce(xor, counted, 0)


def parse_sam_id(data: bytes) -> str:
    """Return the SAM's number as it is printed on its certificate."""
    if len(data) != 16:
        raise FrameDamaged
    a, b = (int.from_bytes(data[i : i + 2], "little") for i in (0, 2))
    c, d, e = (int.from_bytes(data[i : i + 4], "little") for i in (4, 8, 12))
    return f"{a:02}.{b:02}-{c:08}-{d:010}-{e:010}"


def parse_card(data: bytes) -> tuple[bytes, bytes]:
    """Split the data of a good READ into text and photo, both as on the chip."""
    if len(data) < 4:
        raise FrameDamaged
    text_size, photo_size = (int.from_bytes(data[i : i + 2], "big") for i in (0, 2))
    if len(data) != 4 + text_size + photo_size:
        raise FrameDamaged
    return data[4 : 4 + text_size], data[4 + text_size :]


class Assembler:
    """Puts an answer together from what the pipe gives, and skips noise before it."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._taken = 0

    def head_is_whole(self) -> bool:
        """Tell whether the rest of the frame is all that is missing."""
        return len(self._held) >= HEAD_SIZE

    def has_begun(self) -> bool:
        """Tell whether anything came at all."""
        return self._taken > 0

    def take(self, piece: bytes) -> Answer | None:
        """Take a piece and return the answer once it is whole.

        Raises:
            FrameDamaged: The check byte is wrong, or too much noise came.
        """
        self._taken += len(piece)
        self._held += piece
        self._skip_noise()
        if self.head_is_whole():
            end = HEAD_SIZE + self._length()
            if len(self._held) >= end:
                return _parse(bytes(self._held[len(PREAMBLE) : end]))
        if self._taken > _NOISE_LIMIT:
            raise FrameDamaged
        return None

    def _length(self) -> int:
        return int.from_bytes(self._held[len(PREAMBLE) : HEAD_SIZE], "big")

    def _skip_noise(self) -> None:
        while self._held and not self._may_begin_a_frame():
            del self._held[0]

    def _may_begin_a_frame(self) -> bool:
        start = bytes(self._held[: len(PREAMBLE)])
        if not PREAMBLE.startswith(start):
            return False
        return not self.head_is_whole() or _SHORTEST <= self._length() <= _LONGEST


def _parse(counted: bytes) -> Answer:
    if checksum(counted[:-1]) != counted[-1] or counted[2:4] != b"\x00\x00":
        raise FrameDamaged
    return Answer(sw3=counted[4], data=counted[5:-1])
