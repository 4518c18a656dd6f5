"""Black panels as an emulated Evolis printer puts them onto a card.

This is the opposite of the encoder in station.printer.evolis and shares nothing with it.
"""

import numpy as np
from numpy.typing import NDArray

_LINES, _LINE_BYTES = 1016, 81
_CARD_LONG, _CARD_SHORT = 1011, 638
_MARGIN_ALONG, _MARGIN_ACROSS = 2, 5


class PanelDamaged(Exception):
    """The data is not a whole panel."""


def decode_panel(data: bytes, *, compressed: bool) -> list[bytes]:
    """Return the 1016 lines of a panel, 81 bytes each, a set bit where black is laid down."""
    lines: list[bytes] = []
    at = 0
    while at < len(data):
        if not compressed:
            size, line = _LINE_BYTES, data[at : at + _LINE_BYTES]
        elif data[at] == 0x00:
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
        lines.append(line)
        at += size
    if len(lines) != _LINES:
        raise PanelDamaged
    return lines


def landscape(lines: list[bytes]) -> NDArray[np.uint8]:
    """Return the card as a person holds it, shape (638, 1011), 0 black and 255 white.

    The first line printed is the card's left edge, and a line runs from its bottom to its top.
    """
    card = np.full((_CARD_SHORT, _CARD_LONG), 255, np.uint8)
    for x in range(_CARD_LONG):
        line = lines[x + _MARGIN_ALONG]
        bits = f"{int.from_bytes(line, 'big'):0{8 * _LINE_BYTES}b}"
        across = bits[_MARGIN_ACROSS : _MARGIN_ACROSS + _CARD_SHORT].encode("ascii")
        upwards = card[::-1, x]
        upwards[np.frombuffer(across, np.uint8) == ord("1")] = 0
    return card
