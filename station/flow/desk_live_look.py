"""The desk's look where the rules ask the person to move: a few frames at a time."""

from collections.abc import Callable

from station.camera.live_look import LiveLook, LiveSeen, Points
from station.camera.port import Embedding
from station.errors.camera import LandmarksUnavailable
from station.errors.flow import FaceNotSeen
from station.flow.desk_eye import Comparison, comparison_of, reference
from station.flow.desk_tools import DeskTools, Visitor
from station.identity.check_in_events import Against
from station.identity.liveness_facts import Liveness
from station.ids import CandidateId

FRAMES_A_STEP = 3
"""Between two looks at the screen: a tenth of a second of a usual camera."""

Alikes = Callable[[Embedding], tuple[tuple[CandidateId, float], ...]]


class DeskLiveLook:
    """One visitor's look. All but its making is done on the camera's lane.

    Args:
        meter: Gives what measures eyes and mouth; raises LandmarksUnavailable.
    """

    def __init__(
        self,
        tools: DeskTools,
        visitor: Visitor,
        alikes: Alikes,
        meter: Callable[[], Points],
    ) -> None:
        self._tools = tools
        self._visitor = visitor
        self._alikes = alikes
        self._meter = meter
        self._against = Against.CHIP
        self._look: LiveLook | None = None

    def step(self) -> tuple[LiveSeen, Comparison | None]:
        """Take the next frames; a comparison comes with the last of them.

        Raises:
            FaceNotSeen: No frame was fit to compare for a while.
            NoFaceInPhoto: Neither photo shows a face; two persons decide.
            CameraAbsent: No camera answers.
        """
        look = self._look = self._look or self._open()
        for _ in range(FRAMES_A_STEP):
            seen = look.take(self._tools.camera.read(), self._tools.clock.mono())
            if seen.over:
                break
        if not seen.over:
            return seen, None
        if seen.looked is None:
            raise FaceNotSeen
        liveness = seen.liveness or Liveness.NOT_SHOWN
        return seen, comparison_of(seen.looked, self._against, self._alikes, liveness)

    def ease(self) -> None:
        """Take the easier way."""
        if self._look is not None:
            self._look.ease(self._tools.clock.mono())

    def _open(self) -> LiveLook:
        tools, rules = self._tools, self._tools.session.rules.face
        known, self._against = reference(
            tools.faces, self._visitor.chip_photo, self._visitor.entry.photo
        )
        try:
            meter = self._meter()
        except LandmarksUnavailable:
            meter = None
        return LiveLook(tools.faces, meter, known, rules, course=tools.course())
