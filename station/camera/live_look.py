"""A look at somebody who is asked to move: how alike, and whether a living face was seen.

What is compared and what moves is one face without a gap: if it goes out of sight, all that was
seen is forgotten, so that nobody moves for somebody else's picture. And the frames that count are
the latest, taken while the face moved: a picture put away quickly counts for nothing in the end.
"""

from collections import deque
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from station.camera.judge import measure
from station.camera.landmarks import FaceShape, shape_of
from station.camera.liveness import Course, begin, ease, see
from station.camera.middle_look import ENOUGH_FRAMES, Glimpse, Looked, compared, looked
from station.camera.port import Embedding, FaceEngine, Frame
from station.camera.suspicion import Doubts
from station.identity.face_quality import Advice, FaceMeasures, advice, fit
from station.identity.liveness_facts import Cue, Liveness
from station.identity.rules import FaceRules

MOST_FRAMES = 11
COMPARE_EVERY_MS = 250
"""The latest frames are compared, a while apart; of these, the middle one counts."""
PATIENCE_MS = 8_000
"""How long no frame may be fit before the look is given up."""


class Points(Protocol):
    """What measures the points of a face: station.camera.landmarks.LandmarkMeter."""

    def points(self, frame: Frame) -> NDArray[np.float64] | None:
        """Return the points of the face in a frame; None if none is seen."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class LiveSeen:
    """What the look has come to with its newest frame.

    Attributes:
        cue: What the person is asked to do now; None if nothing is asked for.
        liveness: How the asking came out; None while it goes on.
        looked: What was compared, once the look is over; None before, or if no frame was fit.
        over: Nothing more will come of it.
    """

    frame: Frame
    advice: Advice
    cue: Cue | None
    liveness: Liveness | None
    looked: Looked | None
    over: bool


class LiveLook:
    """One look, frame after frame, on the camera's lane.

    Args:
        meter: None where landmarks cannot be measured: then nobody is asked to move, and a
            person looks.
        known: The face that it is held against.
        course: What chance has made of this look.
    """

    def __init__(
        self,
        engine: FaceEngine,
        meter: Points | None,
        known: Embedding,
        rules: FaceRules,
        *,
        course: Course,
    ) -> None:
        self._engine = engine
        self._meter = meter
        self._known = known
        self._rules = rules
        self._watch = begin(rules.liveness, course)
        if meter is None and self._watch.outcome is None:
            self._watch = replace(self._watch, outcome=Liveness.UNAVAILABLE)
        self._fit_at: int | None = None
        self._forget()

    def ease(self, now_ms: int) -> None:
        """Take the easier way, for somebody who cannot do what is asked."""
        self._watch = ease(self._watch, self._rules.liveness, now_ms)

    def take(self, frame: Frame, now_ms: int) -> LiveSeen:
        """Take in one frame.

        Args:
            now_ms: When it was taken, on a clock that does not run back.
        """
        faces = self._engine.faces(frame)
        points = self._meter.points(frame) if self._meter and len(faces) == 1 else None
        shape = None if points is None else shape_of(points)
        self._follow(shape, now_ms)
        measures = measure(frame, faces, shape)
        good = fit(measures, self._rules.quality)
        if points is not None and shape is not None:
            self._doubts.see_points(points, shape.yaw_deg)
        if good:
            self._doubts.see(frame, faces[0])
            self._compare(
                Glimpse(
                    frame=frame, faces=faces, measures=measures, embedding=None, similarity=None
                ),
                now_ms,
            )
        if good or self._fit_at is None:
            self._fit_at = now_ms
        return self._seen(frame, measures, now_ms)

    def _follow(self, shape: FaceShape | None, now_ms: int) -> None:
        before = self._watch
        self._watch = see(before, shape, now_ms, self._rules.liveness)
        if before.seen_at is not None and self._watch.seen_at is None:
            self._forget()

    def _forget(self) -> None:
        self._compared: deque[Glimpse] = deque(maxlen=MOST_FRAMES)
        self._compare_at = 0
        self._doubts = Doubts()

    def _compare(self, seen: Glimpse, now_ms: int) -> None:
        if now_ms >= self._compare_at or len(self._compared) < ENOUGH_FRAMES:
            self._compared.append(compared(seen, self._engine, self._known))
            self._compare_at = now_ms + COMPARE_EVERY_MS

    def _seen(self, frame: Frame, measures: FaceMeasures, now_ms: int) -> LiveSeen:
        liveness = self._watch.outcome
        hopeless = self._fit_at is not None and now_ms - self._fit_at > PATIENCE_MS
        enough = len(self._compared) >= ENOUGH_FRAMES
        over = hopeless or (liveness is not None and enough)
        found = looked(self._compared, self._doubts.found()) if over and self._compared else None
        return LiveSeen(
            frame=frame,
            advice=advice(measures, self._rules.quality),
            cue=None if over else self._watch.cue,
            liveness=liveness if liveness or not over else Liveness.NOT_SHOWN,
            looked=found,
            over=over,
        )
