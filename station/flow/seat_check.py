"""Whether the person at the seat is the candidate: by the face, or two persons vouch."""

from collections.abc import Callable

from station.errors import StationError
from station.exam.attempt_commands import ConfirmIdentity
from station.flow.seat_eye import Look, SeatEye
from station.flow.seat_tools import SeatTools
from station.flow.sitting import Sitting
from station.identity.face_quality import Advice
from station.identity.rules import FaceRules
from station.ids import StaffId

LOOKS_BEFORE_UNSURE = 20


class SeatCheck:
    """The looks at one candidate.

    Attributes:
        look: The latest; None before the first.
        failed: The camera gave no picture.
    """

    def __init__(self, tools: SeatTools, reference: bytes, rules: FaceRules) -> None:
        self.look: Look | None = None
        self.failed = False
        self._model = tools.faces.model
        self._looks = 0
        self._best: float | None = None
        self._eye: SeatEye | None = None
        if tools.camera is not None and reference:  # without one, nobody wants to be pictured
            self._eye = SeatEye(tools.camera, tools.faces, tools.eye, reference, rules.quality)

    def unsure(self, sitting: Sitting | None) -> bool:
        """Whether the face was not known so far, and somebody should look."""
        checking = sitting is not None and sitting.attempt.unchecked
        return checking and (self._eye is None or self._looks >= LOOKS_BEFORE_UNSURE)

    def take_look(self, seen: Callable[[], None], failed: Callable[[StationError], None]) -> None:
        """Look once more; a camera that fails is not asked again, and two persons vouch."""

        def looked(look: Look) -> None:
            self.look = look
            self._looks += look.advice is not Advice.NO_FACE
            if look.similarity is not None:
                self._best = max(look.similarity, self._best or -1.0)
            seen()

        def not_looked(error: StationError) -> None:
            self._eye, self.failed = None, True
            failed(error)

        if self._eye is not None:
            self._eye.look(looked, not_looked)

    def confirmation(
        self, sitting: Sitting, by: tuple[StaffId, ...] = ()
    ) -> ConfirmIdentity | None:
        """Return the command that lets the candidate go on; None if that is not due."""
        if not sitting.attempt.unchecked:
            return None
        threshold = sitting.rules.face.presence
        similarity = None if by else self._best
        if not by and (similarity is None or similarity < threshold):
            return None
        return ConfirmIdentity(
            similarity=similarity, threshold=threshold, model=self._model, decided_by=by
        )
