"""What speaks for a photo or a screen before the camera: cues that raise a question, no more.

Each is weak by itself, and a person in a doorway or with a striped shirt may have it, too. So
they never refuse anybody: two persons look.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from station.camera.port import Face, Frame
from station.identity.liveness_facts import Suspicion

_SPECTRUM_PX = 128
_BAND = (0.14, 0.47)
"""Cycles a pixel between which a screen's grid shows; below lies the face, above the noise."""
MOIRE_PEAK = 100.0
"""How far the strongest line of the spectrum stands above its like; see `moire`."""
_AXIS = 3

_REACH = 1.6
"""How far from the face a border is looked for, in face sizes."""
_LONG = 0.9
"""How long a border's side must be, in face sizes."""
_SLANT_DEG = 15.0

LEAST_TURN_DEG = 12.0
FLAT_RESIDUAL = 0.012
"""Of a face's width: how far the points of a photo stay from lying in one plane."""

SUSPECT_EVERY = 3
"""Every which fit frame is looked at for patterns and borders."""
SUSPECT_LEAST = 2
"""Frames that must show one; more than half of those looked at, besides."""


class Doubts:
    """What the frames of one look raise together."""

    def __init__(self) -> None:
        self._frames = 0
        self._looked = 0
        self._counts = {Suspicion.MOIRE: 0, Suspicion.BORDER: 0}
        self._rest: tuple[NDArray[np.float64], float] | None = None
        self._least_flat: float | None = None

    def see(self, frame: Frame, face: Face) -> None:
        """Look for a pattern and for a border in a frame that is fit."""
        self._frames += 1
        if self._frames % SUSPECT_EVERY == 1:
            self._looked += 1
            self._counts[Suspicion.MOIRE] += moire(frame, face) > MOIRE_PEAK
            self._counts[Suspicion.BORDER] += bordered(frame, face)

    def see_points(self, points_px: NDArray[np.float64], yaw_deg: float) -> None:
        """Hold a turned face against the same face at rest: did it turn as a plane does?"""
        if self._rest is None or abs(yaw_deg) < abs(self._rest[1]):
            self._rest = (points_px, yaw_deg)
        rest_px, rest_deg = self._rest
        if abs(yaw_deg - rest_deg) >= LEAST_TURN_DEG:
            left = flatness(rest_px, points_px)
            self._least_flat = max(left, self._least_flat or 0.0)

    def found(self) -> tuple[Suspicion, ...]:
        """Return what more than half of the frames show, and whether the face is flat."""
        found = [
            suspicion
            for suspicion, count in self._counts.items()
            if count >= SUSPECT_LEAST and 2 * count > self._looked
        ]
        if self._least_flat is not None and self._least_flat < FLAT_RESIDUAL:
            found.append(Suspicion.RIGID)
        return tuple(found)


def moire(frame: Frame, face: Face) -> float:
    """Return how far a regular pattern stands out in the spectrum of a face, as a ratio.

    Skin, hair and sensor noise have a spectrum that falls off smoothly; the grid of a screen,
    beaten against that of the sensor, has sharp lines. JPEG's own lines, on the axes, do not
    count.
    """
    left, top, width, height = face.box_px
    crop = frame[max(top, 0) : max(top + height, 1), max(left, 0) : max(left + width, 1)]
    side = min(crop.shape[:2])
    if side < _SPECTRUM_PX // 2:
        return 0.0
    middle_y, middle_x = crop.shape[0] // 2, crop.shape[1] // 2
    half = min(side, _SPECTRUM_PX) // 2
    window = crop[middle_y - half : middle_y + half, middle_x - half : middle_x + half]
    grey = cv2.cvtColor(np.ascontiguousarray(window), cv2.COLOR_BGR2GRAY).astype(np.float64)
    hann = np.outer(np.hanning(2 * half), np.hanning(2 * half))
    power = np.abs(np.fft.fftshift(np.fft.fft2((grey - grey.mean()) * hann))) ** 2
    return _peak(power, half)


def _peak(power: NDArray[np.float64], half: int) -> float:
    y, x = np.indices(power.shape) - half
    radius = np.hypot(x, y) / (2 * half)
    off_axis = (np.abs(x) > _AXIS) & (np.abs(y) > _AXIS)
    best = 0.0
    for low in np.arange(_BAND[0], _BAND[1], 0.03):
        ring = off_axis & (radius >= low) & (radius < low + 0.03)
        values = power[ring]
        if values.size:
            best = max(best, float(values.max() / max(float(np.median(values)), 1e-9)))
    return best


def bordered(frame: Frame, face: Face) -> bool:
    """Whether straight lines run around a face, on all four sides: a frame, a phone, a sheet."""
    left, top, width, height = face.box_px
    size = max(width, height)
    x0, y0 = max(0, round(left - _REACH * size)), max(0, round(top - _REACH * size))
    x1, y1 = round(left + width + _REACH * size), round(top + height + _REACH * size)
    grey = cv2.cvtColor(np.ascontiguousarray(frame[y0:y1, x0:x1]), cv2.COLOR_BGR2GRAY)
    edges = cv2.Canny(cv2.GaussianBlur(grey, (5, 5), 0), 40, 120)
    long_px = round(_LONG * size)
    lines = cv2.HoughLinesP(edges, 1, np.pi / 180, long_px // 2, None, long_px, size * 0.05)
    if lines is None:
        return False
    sides = {_side(line, face, x0, y0) for line in lines.reshape(-1, 4).tolist()}
    return {"left", "right", "above", "below"} <= sides


def _side(line: list[float], face: Face, x0: int, y0: int) -> str:
    ax, ay, bx, by = line
    left, top, width, height = face.box_px
    middle_x, middle_y = (ax + bx) / 2 + x0, (ay + by) / 2 + y0
    angle = abs(float(np.degrees(np.arctan2(by - ay, bx - ax))))
    upright = abs(angle - 90) < _SLANT_DEG
    level = min(angle, 180 - angle) < _SLANT_DEG
    if upright and middle_x < left:
        return "left"
    if upright and middle_x > left + width:
        return "right"
    if level and middle_y < top:
        return "above"
    return "below" if level and middle_y > top + height else ""


def flatness(before_px: NDArray[np.float64], after_px: NDArray[np.float64]) -> float:
    """Return how far the points of a face are from having moved as a plane does.

    Args:
        before_px: Landmarks of the face at rest, shape (n, 2 or more).
        after_px: The same points once it has turned.

    Returns:
        Root mean square of what the best homography leaves, in face widths. A head that turned
        leaves several hundredths, since the nose stands before the cheeks; a photo next to none.
    """
    before = np.asarray(before_px[:, :2], np.float64)
    after = np.asarray(after_px[:, :2], np.float64)
    found: Any = cv2.findHomography(before, after, 0)[0]
    if found is None:
        return float("inf")
    moved = cv2.perspectiveTransform(before[None], found)[0]
    width = max(float(np.ptp(before[:, 0])), 1e-6)
    return float(np.sqrt(np.mean(np.sum((moved - after) ** 2, axis=1)))) / width
