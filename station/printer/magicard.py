"""The command language of Magicard card printers (Tango, Rio, Enduro): questions and jobs.

A question is nine 05, 01, words with commas, 1C 03; the answer repeats the key and ends 2C 03.
A job is a page for each side: sixty-four 05, 01, keys with commas, 1C, planes, 03. The keys are
those of the one driver for these printers that anybody can run; what a key does is known for
some of them only. Nothing here touches a device.
"""

import numpy as np

from station.ids import UnixMs
from station.printer.job_bytes import EncodedJob, cut_job
from station.printer.panels import COLOUR_BITS, Levels, for_head, ink_of, whole_sides
from station.printer.port import CardJob, CardSide

PANEL_PX = (672, 1016)
"""Pixels of one line across the card, and lines along the feed; a little more than the card."""

CARDS_PRINTED = "TCQ"
FILM_LEFT = "DFR"
SINCE_CLEANING = "CCQ"
CLEANING_INTERVAL = "CCP"
SERIAL_NUMBER = "MSR"

_END = b"\x03"
_END_OF_HEAD = b"\x1c"
_LETTERS = {"y": "B", "m": "G", "c": "R", "k": "K"}
"""Planes go by the light that they take away, but for black."""

_PLACE = "XCO0 YCO0 WID1016 HGT642"
_UNKNOWN = "NNNOFF USFOFF PCT0 0 1025 641 DDD50"


def question(key: str) -> bytes:
    """Return what asks for a value of the printer's status."""
    return b"\x05" * 9 + f"\x01REQ,STA,{key},".encode("ascii") + _END_OF_HEAD + _END


def answer_in(raw: bytes, key: str) -> str:
    """Return the value in an answer; empty if this is none for the key."""
    text = raw.decode("ascii", "replace").strip("\x00\x01\x03,")
    head, said, value = text.partition(f"STA,{key}")
    return value.strip(" ,") if said and not head else ""


def encode_job(job: CardJob, at: UnixMs) -> EncodedJob:
    """Return the bytes that print a card.

    Args:
        at: Now; the printer is told when the job was made.
    """
    sides = whole_sides(job)
    pages = [
        (_head(job, number, side, at), [_plane(side, letter) for letter in _planes(side)])
        for number, side in enumerate(sides, start=1)
    ]
    (head, (first, *others)), *backs = pages
    rest = b"".join(others) + _END
    for back_head, planes in backs:
        rest += back_head + b"".join(planes) + _END
    return cut_job(head, first[:-3], first[-3:] + rest)


def _head(job: CardJob, page: int, side: CardSide, at: UnixMs) -> bytes:
    planes = _planes(side)
    duplex = ["DPXON" if job.back else "DPXOFF", f"PAG{page}"]
    if job.back and page == 1:
        duplex.append("BACCK" if job.back.colour is not None else "BACK")
    keys = [
        *["NOC1", "VER1.0", "LANENG", "REJOFF", "ESS1", "KEE", "RT2"],
        *duplex,
        "SLWON",
        *_PLACE.split(),
        "OVRON" if side.overlay else "OVROFF",
        *_UNKNOWN.split(),
        f"TDT{at // 1_000 & 0xFFFFFFFF:08X}",
        "IMF" + "".join(_LETTERS[letter] for letter in planes),
        *(f"SZ{_LETTERS[letter]}{_plane_size(letter)}" for letter in planes),
    ]
    return b"\x05" * 64 + b"\x01," + ",".join(keys).encode("ascii") + _END_OF_HEAD


def _planes(side: CardSide) -> str:
    return side.panels.removesuffix("o")


def _bits(letter: str) -> int:
    return 1 if letter == "k" else COLOUR_BITS


def _plane_size(letter: str) -> int:
    width, height = PANEL_PX
    return width * height // 8 * _bits(letter)


def _plane(side: CardSide, letter: str) -> bytes:
    """Return a plane and the three bytes after it, which its size does not count."""
    data = _sliced(for_head(ink_of(side, letter), PANEL_PX), _bits(letter))
    return data + b"\x1c" + _LETTERS[letter].encode("ascii") + b"\x3a"


def _sliced(panel: Levels, bits: int) -> bytes:
    """Cut each line into its bits: all lowest bits first, eight pixels a byte."""
    slices = [np.packbits(panel >> np.uint8(bit) & np.uint8(1), axis=1) for bit in range(bits)]
    return np.stack(slices, axis=1).tobytes()
