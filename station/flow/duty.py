"""Who is in charge of the console: whoever signed in with a PIN, for what one may order alone."""

from dataclasses import dataclass

from station.exam.session_orders import NOBODY
from station.ids import StaffId


@dataclass(slots=True)
class Duty:
    """One for all of a coordinator's flows; it changes as people come and go.

    It does not outlive the program: after a restart somebody signs in again.

    Attributes:
        who: NOBODY before anybody has signed in, and after whoever was in charge has left.
    """

    who: StaffId = NOBODY

    @property
    def taken(self) -> bool:
        """Whether somebody is in charge."""
        return self.who != NOBODY
