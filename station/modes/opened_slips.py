"""Slips on their way to a printer: in a folder of their own, and gone a little later."""

import time
from contextlib import suppress
from pathlib import Path

from station.modes.window import show_file

STAYS_S = 10 * 60
"""So long whoever opened a slip has to print it; then it can be made again."""


class OpenedSlips:
    """Opens slips, and takes them away again: each holds a name.

    Args:
        folder: For slips alone; what an earlier run left in it goes at once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.clear()

    def show(self, name: str, pdf: bytes) -> bool:
        """Open a slip; False if the system has nothing to open it with, or no room for it."""
        path = self._folder / name
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_bytes(pdf)
        except OSError:
            return False
        return show_file(path)

    def tidy(self) -> None:
        """Take away what has been there long enough; call it once a minute."""
        self._take(older_than_s=STAYS_S)

    def clear(self) -> None:
        """Take all of them away."""
        self._take(older_than_s=0)

    def _take(self, older_than_s: float) -> None:
        until = time.time() - older_than_s
        for path in self._folder.glob("*.pdf"):
            with suppress(OSError):  # still open in a viewer on Windows: the next time
                if path.stat().st_mtime <= until:
                    path.unlink()
