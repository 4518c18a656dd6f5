"""Two coordinators at once are impossible: each has a term, and a seat serves one in a term.

A term alone does not do it: two people may each raise a copy of the same coordinator, and both have
the next term. So a seat holds to the certificate that it met first in a term, and tells both.
"""

from station.errors.session import CoordinatorPassed, CoordinatorTwin
from station.ids import Digest
from station.lan.messages import UNKNOWN, Welcome


class TermWatch:
    """The latest term that a seat has served, and whom in it; on the link's thread.

    Args:
        term: As saved; 0 if it never served one.
        served: The fingerprint of whom it served in that term; UNKNOWN if nobody noted it.

    Attributes:
        rival: Another one of the same term that was not served; UNKNOWN if there was none.
    """

    def __init__(self, term: int, served: Digest = UNKNOWN) -> None:
        self.term = term
        self.served = served
        self.rival = UNKNOWN

    def check(self, welcome: Welcome, coordinator: Digest) -> None:
        """Let a coordinator in, and from now on none before it and none beside it.

        Args:
            coordinator: The fingerprint of its certificate.

        Raises:
            CoordinatorPassed: A later one has taken over since.
            CoordinatorTwin: Another one has the same term, and was there first.
        """
        if welcome.term < self.term:
            raise CoordinatorPassed
        if welcome.term == self.term and self.served not in (UNKNOWN, coordinator):
            self.rival = coordinator
            raise CoordinatorTwin
        if welcome.term > self.term:
            self.rival = UNKNOWN
        self.term, self.served = welcome.term, coordinator
