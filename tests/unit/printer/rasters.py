"""Panels for tests."""

import numpy as np

from station.ids import CardSerial
from station.printer.port import CardJob, CardSide


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


def colourful(seed=3):
    """A picture with flat fields, a ramp, noise and pure inks; no side like another."""
    picture = np.full((638, 1011, 3), 255, np.uint8)
    picture[:80, :300] = (255, 255, 0)
    picture[80:160, :300] = (255, 0, 255)
    picture[160:240, :300] = (0, 255, 255)
    picture[240:300, :300] = 0
    picture[:, 320:600] = np.linspace(0, 255, 280).astype(np.uint8)[:, np.newaxis]
    noisy = np.random.default_rng(seed).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    picture[320:620, 640:940] = noisy
    picture[637, 1010] = (1, 2, 3)
    return picture


def inks(picture):
    """The picture in the mixing rules of a print shop: each ink is what its light lacks."""
    red, green, blue = (picture[:, :, i].astype(int) for i in range(3))
    return {"y": (255 - blue) // 4, "m": (255 - green) // 4, "c": (255 - red) // 4}


def job(black=None, serial="C-7", **more):
    return CardJob(serial=CardSerial(serial), black=sparse() if black is None else black, **more)


def back(**more):
    return CardSide(black=noise(8), **more)


JOBS = {
    "k": job(),
    "k both sides": job(back=back()),
    "ko": job(overlay=True),
    "ko both sides": job(overlay=True, back=back(overlay=True)),
    "ymcko": job(colour=colourful(), overlay=True),
    "ymcko, black back": job(colour=colourful(), overlay=True, back=back()),
    "ymcko both sides": job(
        colour=colourful(), overlay=True, back=back(colour=colourful(5), overlay=True)
    ),
}
"""One job for each way of laying panels onto a card."""


def same_side(panels, side):
    """Whether what lies on a side is what the job asks for, dot for dot."""
    wanted = {"k": side.black == 0}
    if side.colour is not None:
        wanted |= inks(side.colour)
    if side.overlay:
        wanted["o"] = np.ones((638, 1011))
    return panels.keys() == wanted.keys() and all(
        np.array_equal(panels[letter], wanted[letter]) for letter in wanted
    )


def same_card(card, card_job):
    """Whether a printed card is the job, on both sides."""
    fronts = same_side(card.front, card_job.sides[0])
    if card_job.back is None:
        return fronts and not card.back and not card.broken_off
    return fronts and same_side(card.back, card_job.back) and not card.broken_off
