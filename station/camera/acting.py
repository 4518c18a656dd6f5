"""A picture of a person who blinks, turns the head and opens the mouth.

For training rooms, the demo and tests: a living person before a camera is made from one picture,
by moving the points of its face mesh and stretching the picture between them. What the models
see of it is measured as everything else is; nothing of it is told to them.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from station.camera.port import Frame
from station.identity.liveness_facts import Cue

MESH_POINTS = 468
"""Points of the face mesh without those of the irises."""

# Points of each upper lid, then those of the lower lid that they come down to.
_LIDS = (
    ((246, 161, 160, 159, 158, 157, 173), (7, 163, 144, 145, 153, 154, 155)),
    ((466, 388, 387, 386, 385, 384, 398), (249, 390, 373, 374, 380, 381, 382)),
)
_UNDER_EYES = (119, 348)
"""Where the skin is that lids are painted with."""
_UPPER_LIP_INSIDE = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
_LOWER_LIP_INSIDE = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
_LOWER_LIP_OUTSIDE = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291)
_CHEEKS, _BROW, _CHIN = (234, 454), 10, 152
# fmt: off
_OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)
# fmt: on
_RINGS = ((1.35, 0.7), (1.8, 0.3), (2.4, 0.0))
"""Around the oval, hair and neck follow the face: how far out, and by how much."""

MOST_TURN_DEG = 30.0
MOST_GAP = 0.65
"""Between the lips, in mouth widths."""
LEAST_AREA_PX = 0.05
_GUM = (28, 22, 52)
"""The dark inside of a mouth, BGR."""
_LASHES = (40, 50, 70)

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """How a face is held.

    Attributes:
        lids: How far they are down, 0..1.
        mouth: How far it is open, 0..1.
        turn: How far the head is turned, -1..1; positive to the right-hand side of the picture.
    """

    lids: float = 0.0
    mouth: float = 0.0
    turn: float = 0.0


AT_REST = Pose()


def movement(cue: Cue, frames: int) -> tuple[Pose, ...]:
    """Return a movement from rest to rest, as many frames long."""
    swing = np.sin(np.linspace(0, np.pi, frames + 2)[1:-1]) ** 0.7
    return tuple(_pose(cue, float(part)) for part in swing)


def _pose(cue: Cue, part: float) -> Pose:
    match cue:
        case Cue.BLINK:
            return Pose(lids=part)
        case Cue.OPEN_MOUTH:
            return Pose(mouth=part)
        case Cue.TURN_LEFT:  # the person's own left is on the right-hand side of the picture
            return Pose(turn=part)
        case Cue.TURN_RIGHT:
            return Pose(turn=-part)


class Actor:
    """One picture of a person who can move.

    Args:
        frame: The picture, with the face at rest.
        points_px: Its face mesh, see station.camera.landmarks.
    """

    def __init__(self, frame: Frame, points_px: Points) -> None:
        self._frame = frame
        self._rest = points_px[:MESH_POINTS]
        height, width = frame.shape[:2]
        centre = self._rest[list(_CHEEKS), :2].mean(axis=0)
        oval = self._rest[list(_OVAL), :2]
        self._rings = [(centre + out * (oval - centre), share) for out, share in _RINGS]
        x, y = np.linspace(0, width - 1, 5), np.linspace(0, height - 1, 5)
        self._edge = np.array([(a, b) for a in x for b in y if a in x[[0, -1]] or b in y[[0, -1]]])
        self._before = self._with_surroundings(self._rest[:, :2])
        self._inside = self._in_frame(self._before)
        self._triangles = _triangles(self._before[self._inside], (width, height))

    def frame(self, pose: Pose) -> Frame:
        """Return the picture with the face held so."""
        if pose == AT_REST:
            return self._frame
        face = self._moved(pose)
        after = self._with_surroundings(face)
        moved = _stretched(
            self._frame, self._before[self._inside], after[self._inside], self._triangles
        )
        if pose.lids > 0:
            moved = _with_lids_down(moved, self._rest[:, :2], face)
        return _with_open_mouth(moved, face) if pose.mouth > 0 else moved

    def _moved(self, pose: Pose) -> Points:
        points = self._rest.copy()
        for upper, lower in _LIDS:
            points[list(upper)] += pose.lids * (points[list(lower)] - points[list(upper)])
        _open_mouth(points, pose.mouth * MOST_GAP)
        return _turned(points, np.radians(pose.turn * MOST_TURN_DEG))

    def _with_surroundings(self, face: Points) -> Points:
        """Add what is around the face: near it, it follows; far away, it stays."""
        followed = face[list(_OVAL)] - self._rest[list(_OVAL), :2]
        rings = [ring + share * followed for ring, share in self._rings]
        return np.concatenate([face, *rings, self._edge])

    def _in_frame(self, points: Points) -> NDArray[np.bool_]:
        height, width = self._frame.shape[:2]
        found: NDArray[np.bool_] = np.all((points >= 0) & (points < (width, height)), axis=1)
        return found


def _open_mouth(points: Points, gap: float) -> None:
    """Let the jaw down: the lower lip and all below it, least at the corners of the mouth."""
    left, right = points[_LOWER_LIP_INSIDE[0]], points[_LOWER_LIP_INSIDE[-1]]
    wide = max(float(np.linalg.norm(right[:2] - left[:2])), 1e-6)
    middle = (left + right) / 2
    down = gap * wide
    across = np.abs(points[:, 0] - middle[0]) / wide
    below = points[:, 1] > middle[1] + 0.02 * wide
    jaw = np.where(below, np.clip(1.15 - 0.55 * across**2, 0, 1), 0.0)
    for lip in (_LOWER_LIP_INSIDE, _LOWER_LIP_OUTSIDE):
        jaw[list(lip)] = np.clip(1 - (2 * across[list(lip)]) ** 2, 0, 1)
    points[:, 1] += down * jaw


def _turned(points: Points, turn: float) -> Points:
    """Turn the head about its upright axis, and return what a camera far away sees of it."""
    centre = points[list(_CHEEKS)].mean(axis=0)
    away = points - centre
    across = centre[0] + away[:, 0] * np.cos(turn) - away[:, 2] * np.sin(turn)
    return np.stack([across, points[:, 1]], axis=1)


def _triangles(points: Points, size: tuple[int, int]) -> NDArray[np.int64]:
    """Return the corners of triangles between points, by their indexes; shape (n, 3)."""
    plane = cv2.Subdiv2D((0, 0, *size))
    plane.insert([(float(x), float(y)) for x, y in points])
    corners = np.asarray(plane.getTriangleList(), np.float64).reshape(-1, 3, 2)
    inside = np.all((corners >= 0) & (corners < size), axis=(1, 2))
    corners = corners[inside]
    apart = np.linalg.norm(corners[:, :, None] - points[None, None], axis=3)
    return np.asarray(apart.argmin(axis=2), np.int64)


def _stretched(frame: Frame, before: Points, after: Points, triangles: NDArray[np.int64]) -> Frame:
    """Return the picture with its points moved, and what is between them stretched."""
    height, width = frame.shape[:2]
    came, to = before[triangles], after[triangles]
    shown = _area(to) * np.sign(_area(came)) > LEAST_AREA_PX  # else hidden, or but a line
    came, to = came[shown], to[shown]
    which = np.full((height, width), -1, np.int32)
    for number, corners in enumerate(np.round(to).astype(np.int32)):
        cv2.fillConvexPoly(which, corners, number)
    back = np.concatenate([_ways(to, came), np.eye(2, 3)[None]])  # the last one is -1: no move
    y, x = np.mgrid[:height, :width].astype(np.float64)
    way = back[which]
    where = way[..., 0] * x[..., None] + way[..., 1] * y[..., None] + way[..., 2]
    soft = max(0.5, width / 250)  # skin has no seams
    where = cv2.GaussianBlur(where.astype(np.float32), (0, 0), soft)
    where_x, where_y = cv2.split(where)
    moved = cv2.remap(frame, where_x, where_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)


def _ways(there: Points, here: Points) -> Points:
    """Return the affine ways from triangles to triangles, shape (n, 2, 3)."""
    level = np.concatenate([there, np.ones((*there.shape[:2], 1))], axis=2)
    return np.asarray(np.linalg.solve(level, here).transpose(0, 2, 1), np.float64)


def _area(corners: Points) -> Points:
    """Return twice the area of triangles, with a sign for their sense; shape (n,)."""
    one, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return np.asarray(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0], np.float64)


def _with_lids_down(frame: Frame, rest: Points, face: Points) -> Frame:
    """Paint skin between where the upper lids were and where they are, and their lashes."""
    shut = frame.copy()
    for (upper, _), below in zip(_LIDS, _UNDER_EYES, strict=True):
        wide = float(np.linalg.norm(rest[upper[0]] - rest[upper[-1]]))
        top = rest[list(upper)] - (0, 0.12 * wide)
        x, y = np.round(rest[below]).astype(int)
        reach = max(1, round(wide / 12))
        skin = frame[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
        edge = np.round(np.concatenate([top, face[list(upper)][::-1]])).astype(np.int32)
        cv2.fillPoly(shut, [edge], skin.mean(axis=(0, 1)).tolist())
        lashes = np.round(face[list(upper)]).astype(np.int32)
        cv2.polylines(shut, [lashes], False, _LASHES, max(1, round(wide / 16)))
    return np.asarray(cv2.GaussianBlur(shut, (0, 0), max(0.4, wide / 60)), np.uint8)


def _with_open_mouth(frame: Frame, face: Points) -> Frame:
    """Darken what is between the lips."""
    inside = [*_UPPER_LIP_INSIDE, *reversed(_LOWER_LIP_INSIDE[1:-1])]
    mask = np.zeros(frame.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(face[inside]).astype(np.int32)], 255)
    soft = cv2.GaussianBlur(mask, (0, 0), 1.0).astype(np.float32)[:, :, None] / 255
    dark = np.asarray(_GUM, np.float32)
    return np.asarray(soft * dark + (1 - soft) * frame, np.uint8)
