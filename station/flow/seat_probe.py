"""Tries the seat's camera when nobody has looked through it for a while."""

from station.flow.eye import Eye
from station.flow.seat_tools import SeatTools
from station.flow.sitting import Sitting

EVERY_MS, SOON_MS = 30_000, 5_000
"""Between two trials of a camera that works, and of one that does not."""


class SeatProbe:
    """Takes a frame and throws it away, so that the wall knows how the camera is.

    No face is looked for in it. Nobody is pictured who does not want to be.
    """

    def __init__(self, tools: SeatTools, eye: Eye) -> None:
        self._camera = tools.camera
        self._clock = tools.clock
        self._eye = eye

    def tick(self, sitting: Sitting | None) -> None:
        """Try the camera, if that is due.

        Args:
            sitting: Who sits here; None if nobody does.
        """
        unwilling = sitting is not None and not sitting.ticket.reference
        if self._camera is None or unwilling:
            return
        asked_at, every_ms = self._eye.asked_at, EVERY_MS if self._eye.works else SOON_MS
        if asked_at is None or self._clock.mono() - asked_at >= every_ms:
            self._eye.run(self._camera.read, lambda _: None, lambda _: None)
