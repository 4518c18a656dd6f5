"""The desk's camera: it runs while somebody stands there who may be pictured, and only then."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from station.camera.judge import measure
from station.camera.live_look import LiveSeen, Points
from station.camera.look_alikes import LookAlikes
from station.camera.port import Embedding, Frame
from station.camera.sface import embed_photo
from station.errors import StationError
from station.errors.camera import LandmarksUnavailable, NoFaceInPhoto
from station.flow.desk_eye import Comparison, compare, picture_side
from station.flow.desk_live_look import DeskLiveLook
from station.flow.desk_tools import DeskTools, Visitor
from station.identity.check_in import CheckInPhase
from station.identity.face_quality import Advice, advice
from station.identity.liveness_facts import Cue
from station.ids import CandidateId

Failed = Callable[[StationError], None]


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """A look that goes on for several seconds."""

    visitor: Visitor
    look: DeskLiveLook
    seen: Callable[[Comparison], None]
    failed: Failed


class DeskCamera:
    """Looks at one visitor after the other. What was taken of one is never shown of another.

    Attributes:
        frame: The live picture; None while nobody may be pictured.
        trouble: Why there is no picture; None if there is one, or if none is wanted.
        advice: How the person would be seen better.
        cue: What the person is asked to do; None if nothing is asked for.
    """

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools
        self._before: Visitor | None = None
        self._looking = False
        self._alikes = LookAlikes(tools.faces, tools.session.rules.face.alike)
        self._meter: Points | None = None
        self._task: _Task | None = None
        self.frame: Frame | None = None
        self.trouble: StationError | None = None
        self.advice = Advice.NONE
        self.cue: Cue | None = None

    def turn_to(self, visitor: Visitor | None) -> None:
        """Look at somebody else from now on, or at nobody."""
        if visitor is not self._before:
            self._before, self._task = visitor, None
            self._show_nothing()

    def tick(self) -> None:
        """Take the next live picture, if there may be one."""
        visitor = self._before
        if visitor is None or not visitor.live.state.may_picture:
            self._show_nothing()
        elif self._looking:
            return
        elif self._task is not None:
            self._looking = True
            task = self._task
            self._tools.eye.run(
                task.look.step, partial(self._stepped, task), partial(self._step_failed, task)
            )
        elif visitor.live.state.phase is not CheckInPhase.ADMITTED:
            self._looking = True
            self._tools.eye.run(
                self._glance, partial(self._show, visitor), partial(self._show_not, visitor)
            )

    def look(self, visitor: Visitor, seen: Callable[[Comparison], None], failed: Failed) -> None:
        """Hold the visitor's face against the photo, and against those who are inside."""
        tools = self._tools
        if tools.session.rules.face.liveness.cues:
            alikes = partial(self._alikes.of, visitor.entry.candidate)
            look_on = DeskLiveLook(tools, visitor, alikes, self._open_meter)
            self._task = _Task(visitor, look_on, seen, failed)
            return
        look = partial(
            compare,
            tools.camera,
            tools.faces,
            chip=visitor.chip_photo,
            enrolment=visitor.entry.photo,
            rules=tools.session.rules.face,
            alikes=partial(self._alikes.of, visitor.entry.candidate),
        )
        tools.eye.run(look, seen, failed)

    def ease(self) -> None:
        """Take the easier way with the person who is asked to move."""
        if self._task is not None:
            self._tools.eye.run(self._task.look.ease, lambda _: None, self._task.failed)

    def picture_side(self, seen: Callable[[bytes], None], failed: Failed) -> None:
        """Photograph what is held before the camera."""
        self._tools.eye.run(partial(picture_side, self._tools.camera), seen, failed)

    def know(self, candidate: CandidateId, face: Embedding, failed: Failed) -> None:
        """Remember the face of somebody who was let in, as long as the program runs."""
        keep = partial(self._alikes.keep, candidate, face)
        self._tools.eye.run(keep, lambda _: None, failed)

    def know_again(self, candidate: CandidateId, head: bytes, failed: Failed) -> None:
        """Remember the face of somebody who was let in before the program was started."""
        keep = partial(self._embed_and_keep, candidate, head)
        self._tools.eye.run(keep, lambda _: None, failed)

    def _embed_and_keep(self, candidate: CandidateId, head: bytes) -> None:
        try:
            self._alikes.keep(candidate, embed_photo(self._tools.faces, head))
        except NoFaceInPhoto:
            return  # nobody can be like a face that is not there

    def _open_meter(self) -> Points:
        if self._tools.open_meter is None:
            raise LandmarksUnavailable
        self._meter = self._meter or self._tools.open_meter()
        return self._meter

    def _glance(self) -> tuple[Frame, Advice]:
        frame = self._tools.camera.read()
        measures = measure(frame, self._tools.faces.faces(frame))
        return frame, advice(measures, self._tools.session.rules.face.quality)

    def _stepped(self, task: "_Task", step: tuple[LiveSeen, Comparison | None]) -> None:
        self._looking = False
        seen, comparison = step
        if self._task is task:
            self.frame, self.trouble = seen.frame, None
            self.advice, self.cue = seen.advice, seen.cue
            if comparison is not None:
                self._task = None
                task.seen(comparison)
        self._tools.changed()

    def _step_failed(self, task: "_Task", error: StationError) -> None:
        self._looking = False
        if self._task is task:
            self._task = None
            self._show_nothing()
            task.failed(error)
        self._tools.changed()

    def _show_nothing(self) -> None:
        self.frame = self.trouble = self.cue = None
        self.advice = Advice.NONE

    def _show(self, visitor: Visitor, glance: tuple[Frame, Advice]) -> None:
        self._looking = False
        if visitor is self._before:
            self.frame, self.advice = glance
            self.trouble = self.cue = None
        self._tools.changed()

    def _show_not(self, visitor: Visitor, error: StationError) -> None:
        self._looking = False
        if visitor is self._before:
            self.frame, self.trouble = None, error
        self._tools.changed()
