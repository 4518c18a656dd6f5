"""Two coordinators at once are impossible: each has a term, and seats serve no earlier one."""

from station.errors.session import CoordinatorPassed
from station.lan.messages import Welcome


class TermWatch:
    """The latest term that a seat has served; on the link's thread.

    Args:
        term: As saved; 0 if it never served one.
    """

    def __init__(self, term: int) -> None:
        self.term = term

    def check(self, welcome: Welcome) -> None:
        """Let a coordinator in, and from now on none before it.

        Raises:
            CoordinatorPassed: A later one has taken over since.
        """
        if welcome.term < self.term:
            raise CoordinatorPassed
        self.term = welcome.term
