"""A face of points that moves as it is asked to."""

import numpy as np

from station.identity.liveness_facts import Cue

_PLACES = np.random.default_rng(1).uniform((-60, -80, -40), (60, 80, 40), (478, 3))
"""Points of a head, near and far: one that turns does not turn as a plane does."""
_TURN_DEG = 20


class Puppet:
    """Points of a face that moves lids, lips and head as it is asked to, after a while."""

    def __init__(self, obeys=True):
        self.obeys = obeys
        self.cue = None
        self.frames = 0

    def points(self, frame):
        if frame.std() == 0:
            return None
        self.frames += 1
        moving = self.obeys and 10 <= self.frames % 30 < 16
        points = _PLACES * (1, 1, 0)
        points[[234, 454]] = (-70, 0, 0), (70, 0, 0)
        points[[10, 152]] = (0, -90, 0), (0, 90, 0)
        gap = 2 if moving and self.cue is Cue.BLINK else 9
        for eye, x in (((33, 160, 158, 133, 153, 144), -40), ((362, 385, 387, 263, 373, 380), 40)):
            corner, up_one, up_two, other, low_two, low_one = eye
            points[[up_one, up_two]], points[[low_one, low_two]] = (x, -gap / 2, 0), (x, gap / 2, 0)
            points[corner], points[other] = (x - 15, 0, 0), (x + 15, 0, 0)
        points[[78, 308]] = (-25, 40, 0), (25, 40, 0)
        open_px = 30 * (moving and self.cue is Cue.OPEN_MOUTH)
        points[13], points[14] = (0, 40, 0), (0, 41 + open_px, 0)
        turns = {Cue.TURN_LEFT: 1, Cue.TURN_RIGHT: -1}
        if moving and self.cue in turns:
            turn = np.radians(_TURN_DEG * turns[self.cue])
            points[:, 0] += _PLACES[:, 2] * np.sin(turn)
            points[[454, 234], 0] = 70 * np.cos(turn), -70 * np.cos(turn)
            points[454, 2] = 140 * np.cos(turn) * np.tan(turn)
        return points
