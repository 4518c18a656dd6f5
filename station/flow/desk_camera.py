"""The desk's camera: it runs while somebody stands there who may be pictured, and only then."""

from collections.abc import Callable
from functools import partial

from station.camera.look_alikes import LookAlikes
from station.camera.port import Embedding, Frame
from station.camera.sface import embed_photo
from station.errors import StationError
from station.errors.camera import NoFaceInPhoto
from station.flow.desk_eye import Comparison, compare, picture_side
from station.flow.desk_tools import DeskTools, Visitor
from station.identity.check_in import CheckInPhase
from station.ids import CandidateId

Failed = Callable[[StationError], None]


class DeskCamera:
    """Looks at one visitor after the other. What was taken of one is never shown of another.

    Attributes:
        frame: The live picture; None while nobody may be pictured.
        trouble: Why there is no picture; None if there is one, or if none is wanted.
    """

    def __init__(self, tools: DeskTools) -> None:
        self._tools = tools
        self._before: Visitor | None = None
        self._looking = False
        self._alikes = LookAlikes(tools.faces, tools.session.rules.face.alike)
        self.frame: Frame | None = None
        self.trouble: StationError | None = None

    def turn_to(self, visitor: Visitor | None) -> None:
        """Look at somebody else from now on, or at nobody."""
        if visitor is not self._before:
            self._before, self.frame, self.trouble = visitor, None, None

    def tick(self) -> None:
        """Take the next live picture, if there may be one."""
        visitor = self._before
        if visitor is None or not visitor.live.state.may_picture:
            self.frame = self.trouble = None
        elif not self._looking and visitor.live.state.phase is not CheckInPhase.ADMITTED:
            self._looking = True
            self._tools.eye.run(
                self._tools.camera.read,
                partial(self._show, visitor),
                partial(self._show_not, visitor),
            )

    def look(self, visitor: Visitor, seen: Callable[[Comparison], None], failed: Failed) -> None:
        """Hold the visitor's face against the photo, and against those who are inside."""
        tools = self._tools
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

    def _show(self, visitor: Visitor, frame: Frame) -> None:
        self._looking = False
        if visitor is self._before:
            self.frame, self.trouble = frame, None
        self._tools.changed()

    def _show_not(self, visitor: Visitor, error: StationError) -> None:
        self._looking = False
        if visitor is self._before:
            self.frame, self.trouble = None, error
        self._tools.changed()
