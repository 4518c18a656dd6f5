"""Panels in the two forms that an Evolis printer takes: raw and compressed.

A black or clear line is one byte if it is all white or all inked, else the count of its bytes up
to the last inked one, and these. A line of colour is runs: a byte below 80 hex is one pixel of
that value; above it comes a count. A count of 0 means a white line: the maker's guide leaves open
whether it may stand after other pixels, so it stands for whole lines alone. With six bits a pixel,
bit 6 of the first byte adds 256 to the count.

Source:
    The maker's programming guide A5013, chapter 4, and drivers that others wrote by it.
"""

import numpy as np
from numpy.typing import NDArray

from station.printer.panels import COLOUR_BITS, Levels

_LINE_WHITE = b"\x00"
_LINE_BLACK = b"\xff"
_RUN = 0x80
_LONG = 0x40
_LONGEST = 511
_AS_WHITE = 256
"""A count whose byte is the 0 that means a white line; it is cut in two."""


def raw_panel(panel: Levels, bits: int) -> bytes:
    """Pack the pixels one after the other, so many bits each, high bit first."""
    if bits != COLOUR_BITS:
        split = np.unpackbits(panel[:, :, np.newaxis], axis=2)[:, :, 8 - bits :]
        return np.packbits(split.reshape(-1)).tobytes()
    fours = panel.reshape(-1, 4)  # four pixels are three bytes
    packed = np.empty((len(fours), 3), np.uint8)
    packed[:, 0] = fours[:, 0] << 2 | fours[:, 1] >> 4
    packed[:, 1] = fours[:, 1] << 4 | fours[:, 2] >> 2
    packed[:, 2] = fours[:, 2] << 6 | fours[:, 3]
    return packed.tobytes()


def compressed_panel(panel: Levels, bits: int) -> bytes:
    """Return the runs or lines of a panel."""
    if bits == COLOUR_BITS:
        return _runs(panel)
    return b"".join(_line(line.tobytes()) for line in np.packbits(panel, axis=1))


def _line(line: bytes) -> bytes:
    inked = line.rstrip(_LINE_WHITE)
    if not inked:
        return _LINE_WHITE
    if inked == _LINE_BLACK * len(line):
        return _LINE_BLACK
    return bytes([len(inked)]) + inked


def _runs(panel: Levels) -> bytes:
    """Compress all lines at once: a picture with no two pixels alike has 650,000 runs.

    What a run says is written over its own first pixels, one byte for one pixel and two for more;
    then the pixels that say nothing are left out.
    """
    height, width = panel.shape
    changes = np.ones((height, width), bool)
    np.not_equal(panel[:, 1:], panel[:, :-1], out=changes[:, 1:])
    said, begins = panel.flatten(), changes.reshape(-1)
    first, counts, whole_line = _long_runs(said, begins, width)
    too_long = ((counts > _LONGEST) | (counts == _AS_WHITE)) & ~whole_line
    begins[first[too_long] + np.minimum(counts[too_long] - 1, _LONGEST)] = True
    first, counts, whole_line = _long_runs(said, begins, width)
    more = np.where((counts > 255) & ~whole_line, _RUN | _LONG, _RUN).astype(np.uint8)
    said[first] |= more
    said[first + 1] = np.where(whole_line, 0, counts & 0xFF)
    begins[first + 1] = True
    return said[begins].tobytes()


def _long_runs(
    values: Levels, begins: NDArray[np.bool_], width: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return where the runs of more than one pixel begin, how long they are, and which of them
    are a whole white line."""
    follows = ~begins
    first = np.flatnonzero(begins[:-1] & follows[1:])
    last = np.flatnonzero(follows & np.append(begins[1:], True))
    counts = last - first + 1
    return first, counts, (values[first] == 0) & (counts == width)
