"""Panels in the two forms that an Evolis printer takes: raw and compressed.

A black or clear line is one byte if it is all white or all inked, else the count of its bytes up
to the last inked one, and these. A line of colour is runs: a byte below 80 hex is one pixel of
that value; above it comes a count, where 0 means the rest of the line, and only for white. With
six bits a pixel, bit 6 of the first byte adds 256 to the count.
"""

import numpy as np

from station.printer.panels import COLOUR_BITS, Levels

_LINE_WHITE = b"\x00"
_LINE_BLACK = b"\xff"
_RUN = 0x80
_LONG = 0x40
_LONGEST = 511


def raw_panel(panel: Levels, bits: int) -> bytes:
    """Pack the pixels one after the other, so many bits each, high bit first."""
    split = np.unpackbits(panel[:, :, np.newaxis], axis=2)[:, :, 8 - bits :]
    return np.packbits(split.reshape(-1)).tobytes()


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
    """Compress all lines at once: a picture with no two pixels alike has 650,000 runs."""
    height, width = panel.shape
    begins = np.ones((height, width), bool)
    begins[:, 1:] = panel[:, 1:] != panel[:, :-1]
    starts = np.flatnonzero(begins)
    counts = np.diff(starts, append=height * width)
    values = panel.reshape(-1)[starts]
    to_the_end = (values == 0) & ((starts + counts) % width == 0) & (counts > 1)

    split = (counts > _LONGEST) & ~to_the_end  # at most one cut: a line has less than 1022 pixels
    pieces = np.repeat(np.arange(len(starts)), 1 + split)
    second = np.flatnonzero(np.diff(pieces, prepend=-1) == 0)
    counts, values, to_the_end = counts[pieces], values[pieces], to_the_end[pieces]
    counts[second - 1] = _LONGEST
    counts[second] -= _LONGEST

    single = counts == 1
    at = np.cumsum(2 - single) - (2 - single)
    data = np.zeros(int(at[-1]) + 2 - int(single[-1]), np.uint8)
    long = (counts > 255) & ~to_the_end
    data[at] = np.where(single, values, _RUN | values | (_LONG * long).astype(np.uint8))
    run = ~single
    data[at[run] + 1] = np.where(to_the_end, 0, counts & 0xFF)[run]
    return data.tobytes()
