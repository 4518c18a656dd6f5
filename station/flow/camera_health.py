"""Whether a seat's camera gives pictures, told before a candidate sits down and not when."""

from station.errors import StationError
from station.flow.seat_tools import SeatTools

EVERY_S = 30


class CameraHealth:
    """Takes a picture now and then while nobody sits there; it is let go of unseen.

    Attributes:
        works: The last picture came; False where there is no camera.
    """

    def __init__(self, tools: SeatTools) -> None:
        self.works = tools.camera is not None
        self._tools = tools
        self._looking = False
        self._second = 0

    def each_second(self, *, free: bool) -> None:
        """Look, if the seat is free and it is time to."""
        camera = self._tools.camera
        due = self._second % EVERY_S == 0
        self._second += 1
        if camera is None or self._looking or not due or not free:
            return
        self._looking = True
        self._tools.eye.run(camera.read, lambda _: self._looked(True), self._not_looked)

    def _not_looked(self, _: StationError) -> None:
        self._looked(False)

    def _looked(self, works: bool) -> None:
        self._looking, self.works = False, works
