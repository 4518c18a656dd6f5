"""A face of points that moves as it is asked to."""

import numpy as np

from station.identity.liveness_facts import Cue


class Puppet:
    """Points of a face whose lids and lips move as they are asked to, after a while."""

    def __init__(self, obeys=True):
        self.obeys = obeys
        self.cue = None
        self.frames = 0

    def points(self, frame):
        if frame.std() == 0:
            return None
        self.frames += 1
        moving = self.obeys and 10 <= self.frames % 30 < 16
        points = np.zeros((478, 3))
        points[[234, 454], 0] = -70, 70
        points[[10, 152], 1] = -90, 90
        gap = 2 if moving and self.cue is Cue.BLINK else 9
        for eye, x in (((33, 160, 158, 133, 153, 144), -40), ((362, 385, 387, 263, 373, 380), 40)):
            corner, up_one, up_two, other, low_two, low_one = eye
            points[corner, 0], points[other, 0] = x - 15, x + 15
            points[[up_one, up_two], 1], points[[low_one, low_two], 1] = -gap / 2, gap / 2
        points[[78, 308], 0] = -25, 25
        points[13, 1], points[14, 1] = 40, 41 + 30 * (moving and self.cue is Cue.OPEN_MOUTH)
        return points
