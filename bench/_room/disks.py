"""Small disks that can be filled to the last byte, one for each machine of a room.

Where the system lets us, each is a file system of its own in memory; else it is a folder, and
whoever uses it must be told that it is full in another way.
"""

import errno
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

SIZE = "24m"
PIECES = (1 << 20, 1 << 12, 1)
BALLAST = "ballast"


class Disks:
    """Made below a folder, and unmounted by `close`.

    Attributes:
        real: They can be filled; else they are folders of one disk.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mounted: list[Path] = []
        self.real = sys.platform == "linux" and os.geteuid() == 0

    def disk(self, name: str) -> Path:
        """Return where a disk is; it is made when it is asked for first."""
        path = self._folder / name
        if not path.exists():
            path.mkdir()
            self.real = self.real and self._mount(path)
        return path

    def fill(self, name: str) -> None:
        """Leave no room on a disk."""
        with (self.disk(name) / BALLAST).open("ab", buffering=0) as ballast:
            for piece in PIECES:
                _write_until_full(ballast.fileno(), bytes(piece))

    def free(self, name: str) -> None:
        """Make room again."""
        (self.disk(name) / BALLAST).unlink(missing_ok=True)

    def close(self) -> None:
        """Let the disks go; what is on them is lost."""
        for path in self._mounted:
            subprocess.run(["umount", "--lazy", str(path)], check=True)

    def _mount(self, path: Path) -> bool:
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "none", str(path)]
        with suppress(OSError):
            if subprocess.run(command, capture_output=True, check=False).returncode == 0:
                self._mounted.append(path)
                return True
        return False


def _write_until_full(descriptor: int, piece: bytes) -> None:
    while True:
        try:
            os.write(descriptor, piece)
        except OSError as exc:
            if exc.errno != errno.ENOSPC:
                raise
            return
