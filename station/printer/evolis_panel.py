"""Panels as an emulated Evolis printer puts them onto a card.

This is the opposite of the encoder in station.printer.evolis_encoding and shares nothing with it.
"""

import numpy as np
from numpy.typing import NDArray

_BITS = bytes.maketrans(b"01", b"\0\1")
_LINES, _LINE_PIXELS, _LINE_BYTES = 1016, 648, 81
_CARD_LONG, _CARD_SHORT = 1011, 638
_MARGIN_ALONG, _MARGIN_ACROSS = 2, 5

PIXELS = _LINES * _LINE_PIXELS


class PanelDamaged(Exception):
    """The data is not a whole panel."""


def decode_panel(data: bytes, levels: int, *, compressed: bool) -> list[bytes]:
    """Return the 1016 lines of a panel, 648 pixels each, 0 where nothing is laid down.

    Raises:
        PanelDamaged: The data is more or less than a panel.
    """
    if not compressed:
        return _unpacked(data, levels.bit_length() - 1)
    return _black_lines(data) if levels == 2 else _colour_lines(data)


def _unpacked(data: bytes, bits: int) -> list[bytes]:
    if len(data) * 8 != PIXELS * bits:
        raise PanelDamaged
    text = f"{int.from_bytes(data, 'big'):0{len(data) * 8}b}"
    values = text.encode("ascii").translate(_BITS)
    if bits > 1:
        one_by_one = (text[start : start + bits] for start in range(0, len(text), bits))
        values = bytes(int(digits, 2) for digits in one_by_one)
    return [values[start : start + _LINE_PIXELS] for start in range(0, PIXELS, _LINE_PIXELS)]


def _black_lines(data: bytes) -> list[bytes]:
    lines: list[bytes] = []
    at = 0
    while at < len(data):
        if data[at] == 0x00:
            size, line = 1, bytes(_LINE_BYTES)
        elif data[at] == 0xFF:
            size, line = 1, b"\xff" * _LINE_BYTES
        elif data[at] <= _LINE_BYTES:
            size = 1 + data[at]
            line = data[at + 1 : at + size] + bytes(_LINE_BYTES - data[at])
        else:
            raise PanelDamaged
        if len(line) != _LINE_BYTES:
            raise PanelDamaged
        text = f"{int.from_bytes(line, 'big'):0{_LINE_PIXELS}b}"
        lines.append(text.encode("ascii").translate(_BITS))
        at += size
    if len(lines) != _LINES:
        raise PanelDamaged
    return lines


def _colour_lines(data: bytes) -> list[bytes]:
    """Undo the runs of a panel of 64 levels."""
    lines: list[bytes] = []
    line = bytearray()
    at = 0
    while at < len(data):
        first = data[at]
        at += 1
        if first < 0x80:
            line.append(first)
        elif at == len(data):
            raise PanelDamaged
        else:
            count = data[at] + (256 if first & 0x40 else 0)
            at += 1
            line += bytes([first & 0x3F]) * (count or _LINE_PIXELS - len(line))
        if len(line) > _LINE_PIXELS:
            raise PanelDamaged
        if len(line) == _LINE_PIXELS:
            lines.append(bytes(line))
            line.clear()
    if line or len(lines) != _LINES:
        raise PanelDamaged
    return lines


def landscape(lines: list[bytes]) -> NDArray[np.uint8]:
    """Return a panel as a person sees it on the card, shape (638, 1011).

    The first line printed is the card's left edge, and a line runs from its bottom to its top.
    """
    panel = np.frombuffer(b"".join(lines), np.uint8).reshape(_LINES, _LINE_PIXELS)
    along = slice(_MARGIN_ALONG, _MARGIN_ALONG + _CARD_LONG)
    across = slice(_MARGIN_ACROSS, _MARGIN_ACROSS + _CARD_SHORT)
    return panel[along, across].transpose()[::-1]
