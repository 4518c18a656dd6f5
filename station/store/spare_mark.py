"""One clock mark outside of the database, in room that was set aside for it.

A full disk takes no new bytes, but those of a file may be changed. So a seat that cannot save any
more still notes how much exam time is used, and a power cut on top of the full disk gives no time
back. A mark that a power cut has torn is none.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

from station.ids import ElapsedMs, StreamId, UnixMs

_NUMBER = 8
_SUM = 16


class SpareMark:
    """Holds the newest mark of one stream, by the stream's digest.

    Args:
        path: The file; `set_aside` makes it while there is room.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def set_aside(self) -> None:
        """Make the file, if it is not there and if the disk lets us."""
        if not self._path.exists():
            with suppress(OSError):
                self._path.write_bytes(bytes(len(_mark(StreamId(""), ElapsedMs(0), UnixMs(0)))))

    def save(self, stream: StreamId, elapsed: ElapsedMs, wall: UnixMs) -> None:
        """Note the time in place of the mark before, if there is a place."""
        with suppress(OSError), self._path.open("r+b", buffering=0) as file:
            file.write(_mark(stream, elapsed, wall))

    def load(self, stream: StreamId) -> tuple[ElapsedMs, UnixMs] | None:
        """Return the mark, if it is a whole one of this stream."""
        try:
            raw = self._path.read_bytes()
        except OSError:
            return None
        wall = UnixMs(int.from_bytes(raw[-_SUM - _NUMBER : -_SUM], "big"))
        elapsed = ElapsedMs(int.from_bytes(raw[-_SUM - 2 * _NUMBER : -_SUM - _NUMBER], "big"))
        return (elapsed, wall) if raw == _mark(stream, elapsed, wall) else None


def _mark(stream: StreamId, elapsed: ElapsedMs, wall: UnixMs) -> bytes:
    said = hashlib.sha256(stream.encode()).digest()
    said += elapsed.to_bytes(_NUMBER, "big") + wall.to_bytes(_NUMBER, "big")
    return said + hashlib.sha256(said).digest()[:_SUM]
