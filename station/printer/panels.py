"""A card's sides as print heads take them: in panels of few levels, turned and centred."""

import numpy as np
from numpy.typing import NDArray

from station.printer.port import CARD_PX, CardJob, CardSide, Picture, Raster

Levels = NDArray[np.uint8]
"""How much a panel lays down, 0 for nothing; of the card's shape or of the print head's."""

COLOUR_BITS = 6
"""64 levels: as many as both makers' heads take."""

_INK_OF_CHANNEL = {"y": 2, "m": 1, "c": 0}
"""Yellow takes away blue, magenta green, cyan red."""


def whole_sides(job: CardJob) -> tuple[CardSide, ...]:
    """Return the job's sides.

    Raises:
        ValueError: A panel is not of the card's size.
    """
    width, height = CARD_PX
    for side in job.sides:
        if side.black.shape != (height, width):
            raise ValueError(f"a black panel of a card is {height} x {width}")
        if side.colour is not None and side.colour.shape != (height, width, 3):
            raise ValueError(f"a colour picture of a card is {height} x {width} x 3")
    return job.sides


def ink_of(side: CardSide, letter: str) -> Levels:
    """Return what one panel lays onto a side, seen as a person holds the card.

    Colour panels have 0..63, the black and the clear one 0 or 1.
    """
    if letter == "k":
        return _dark(side.black)
    if letter == "o":
        return np.ones_like(side.black)
    if side.colour is None:
        raise ValueError(f"a side without colour has no panel {letter}")
    return _colour(side.colour, letter)


def for_head(ink: Levels, head_px: tuple[int, int]) -> Levels:
    """Turn the card a quarter clockwise and centre it on the head, which is a little larger.

    Args:
        head_px: Pixels of one line across the card, and lines along the feed.
    """
    width, height = head_px
    upright = np.rot90(ink, k=-1)
    top, left = (height - upright.shape[0]) // 2, (width - upright.shape[1]) // 2
    panel = np.zeros((height, width), np.uint8)
    panel[top : top + upright.shape[0], left : left + upright.shape[1]] = upright
    return panel


def _dark(black: Raster) -> Levels:
    return (black < 128).astype(np.uint8)


def _colour(colour: Picture, letter: str) -> Levels:
    channel = colour[:, :, _INK_OF_CHANNEL[letter]]
    return (~channel) >> np.uint8(8 - COLOUR_BITS)
