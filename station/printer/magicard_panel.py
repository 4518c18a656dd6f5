"""Planes as an emulated Magicard printer puts them onto a card.

This is the opposite of the encoder in station.printer.magicard and shares nothing with it.
"""

import numpy as np
from numpy.typing import NDArray

_BITS = bytes.maketrans(b"01", b"\0\1")
_LINES, _SLICE_BYTES = 1016, 84
_CARD_LONG, _CARD_SHORT = 1011, 638
_MARGIN_ALONG, _MARGIN_ACROSS = 2, 17


def decode_plane(data: bytes) -> NDArray[np.uint8] | None:
    """Return a plane, shape (1016, 672); None if the data is no whole plane.

    Each line comes in slices, one for each bit of its pixels, the lowest bits first.
    """
    slices, rest = divmod(len(data), _LINES * _SLICE_BYTES)
    if rest or slices not in (1, 6):
        return None
    text = f"{int.from_bytes(data, 'big'):0{8 * len(data)}b}".encode("ascii").translate(_BITS)
    bits = np.frombuffer(text, np.uint8).reshape(_LINES, slices, 8 * _SLICE_BYTES)
    worths = np.array([1, 2, 4, 8, 16, 32][:slices], np.uint8)
    plane: NDArray[np.uint8] = np.einsum("lsp,s->lp", bits, worths)
    return plane


def landscape(plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a plane as a person sees it on the card, shape (638, 1011).

    The first line printed is the card's left edge, and a line runs from its bottom to its top.
    """
    along = slice(_MARGIN_ALONG, _MARGIN_ALONG + _CARD_LONG)
    across = slice(_MARGIN_ACROSS, _MARGIN_ACROSS + _CARD_SHORT)
    return plane[along, across].transpose()[::-1]
