"""Failures the station expects, each with a code to read out over the phone.

One module per device or room below this one. Anything that is not a StationError is a
bug: nobody catches it before the crash page.
"""

from typing import ClassVar


class StationError(Exception):
    """Something outside the program went wrong.

    Args:
        facts: Values for the user's message and the log. Never a key, name or answer.
    """

    code: ClassVar[str]

    def __init__(self, **facts: str | int) -> None:
        super().__init__(f"{self.code} {facts}" if facts else self.code)
        self.facts = facts
