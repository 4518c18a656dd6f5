"""Black panels for tests."""

import numpy as np

from station.ids import CardSerial
from station.printer.port import CardJob


def noise(seed=1):
    """A panel that looks different from every side."""
    return np.where(np.random.default_rng(seed).random((638, 1011)) < 0.5, 0, 255).astype(np.uint8)


def sparse():
    """A panel with white lines, black lines, and lines that end early; the corners are marked."""
    black = np.full((638, 1011), 255, np.uint8)
    black[:, 100:120] = 0
    black[600:, 200:400] = 0
    black[:40, 500:900] = 0
    black[0, 0] = black[0, 1010] = black[637, 0] = 0
    return black


def job(black=None, serial="C-7"):
    return CardJob(serial=CardSerial(serial), black=sparse() if black is None else black)
