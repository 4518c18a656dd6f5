"""Reads PWG raster (PWG 5102.4), as printers of today are sent it."""

import struct
from dataclasses import dataclass

import numpy as np

_HEADER_SIZE = 1796


@dataclass(frozen=True, eq=False)
class Page:
    """One page; dots has the shape (height, width) or (height, width, 3)."""

    dots: np.ndarray
    dpi: tuple[int, int]
    points: tuple[int, int]


def pages_in(raw):
    assert raw[:4] == b"RaS2"
    at, found = 4, []
    while at < len(raw):
        page, at = _page(raw, at)
        found.append(page)
    return found


def _page(raw, at):
    head = raw[at : at + _HEADER_SIZE]
    at += _HEADER_SIZE

    def field(offset):
        return struct.unpack_from(">I", head, offset)[0]

    width, height, depth = field(372), field(376), field(388) // 8
    lines = []
    while len(lines) < height:
        times = raw[at] + 1
        line, at = _line(raw, at + 1, width, depth)
        lines += [line] * times
    shape = (height, width) if depth == 1 else (height, width, depth)
    dots = np.frombuffer(b"".join(lines), np.uint8).reshape(shape)
    return Page(dots, (field(276), field(280)), (field(352), field(356))), at


def _line(raw, at, width, depth):
    line = bytearray()
    while len(line) < width * depth:
        code = raw[at]
        at += 1
        count = code + 1 if code < 128 else 257 - code
        if code == 128:
            line += b"\xff" * (width * depth - len(line))
        elif code < 128:
            line += raw[at : at + depth] * count
            at += depth
        else:
            line += raw[at : at + count * depth]
            at += count * depth
    assert len(line) == width * depth
    return bytes(line), at
