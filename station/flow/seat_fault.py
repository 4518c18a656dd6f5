"""Why a seat cannot go on by itself, and what it tries again before long."""

from collections.abc import Callable

from station.errors import StationError


class SeatFault:
    """One fault at a time; what has failed may wait to be done again.

    Args:
        show: Draws the screen anew.

    Attributes:
        error: The fault; None if the seat is well.
    """

    def __init__(self, show: Callable[[], None]) -> None:
        self.error: StationError | None = None
        self._again: Callable[[], None] | None = None
        self._show = show

    def have(self, error: StationError) -> None:
        """Say that the seat cannot go on."""
        self.error = error
        self._show()

    def have_until(self, again: Callable[[], None]) -> Callable[[StationError], None]:
        """Return what says why something failed, and lets it be tried again before long."""

        def failed(error: StationError) -> None:
            self._again = again
            self.have(error)

        return failed

    def try_again(self) -> bool:
        """Do what could not be done, such as when a disk has room again; False if all was."""
        again, self._again = self._again, None
        if again is not None:
            again()
        return again is not None

    def mend(self) -> None:
        """The seat is well."""
        self.error, self._again = None, None
        self._show()
