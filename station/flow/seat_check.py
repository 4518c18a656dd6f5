"""Whether the person at the seat is the candidate: by the face, or two persons vouch."""

from collections.abc import Callable

from station.errors import StationError
from station.exam.attempt_commands import ConfirmIdentity
from station.flow.seat_eye import Look, SeatEye
from station.flow.seat_tools import SeatTools
from station.flow.sitting import Sitting
from station.identity.face_quality import Advice
from station.identity.rules import FaceRules
from station.ids import MonoMs, StaffId

LOOKS_BEFORE_UNSURE = 20
AGAIN_MS = 1_000
"""From a look that failed to the next: many cameras fail on their first frame."""
BLIND_MS = 4_000
"""From the first look that failed until two persons are asked, if none came through since."""


class SeatCheck:
    """The looks at one candidate.

    Attributes:
        look: The latest; None before the first.
    """

    def __init__(self, tools: SeatTools, reference: bytes, rules: FaceRules) -> None:
        self.look: Look | None = None
        self._model = tools.faces.model
        self._clock = tools.clock
        self._failing_since: MonoMs | None = None
        self._again_at = tools.clock.mono()
        self._blind = False
        self._looks = 0
        self._similarity: float | None = None
        self._eye: SeatEye | None = None
        if tools.camera is not None and reference:  # without one, nobody wants to be pictured
            self._eye = SeatEye(tools.camera, tools.faces, tools.eye, reference, rules.quality)

    def unsure(self, sitting: Sitting | None) -> bool:
        """Whether the face was not known so far, and somebody should look."""
        checking = sitting is not None and sitting.attempt.unchecked
        blind = self._eye is None or self._blind
        return checking and (blind or self._looks >= LOOKS_BEFORE_UNSURE)

    def take_look(self, seen: Callable[[], None], failed: Callable[[StationError], None]) -> None:
        """Look once more.

        Args:
            failed: Hears of a camera that goes on failing: two persons vouch, unless it comes
                back before they do.
        """

        def looked(look: Look) -> None:
            self._failing_since, self._blind = None, False
            self.look = look
            self._looks += look.advice is not Advice.NO_FACE
            self._similarity = look.similarity
            seen()

        def not_looked(error: StationError) -> None:
            now = self._clock.mono()
            self._failing_since = now if self._failing_since is None else self._failing_since
            self._again_at = MonoMs(now + AGAIN_MS)
            if now - self._failing_since >= BLIND_MS:
                self._blind = True
                failed(error)

        if self._eye is not None and self._clock.mono() >= self._again_at:
            self._eye.look(looked, not_looked)

    def confirmation(
        self, sitting: Sitting, by: tuple[StaffId, ...] = ()
    ) -> ConfirmIdentity | None:
        """Return the command that lets the candidate go on; None if that is not due."""
        if not sitting.attempt.unchecked:
            return None
        threshold = sitting.rules.face.presence
        similarity = None if by else self._similarity
        if not by and (similarity is None or similarity < threshold):
            return None
        return ConfirmIdentity(
            similarity=similarity, threshold=threshold, model=self._model, decided_by=by
        )
