"""How far an attempt's exam time had come, noted every second for the restart."""

from collections.abc import Mapping

from station.errors.store import StoreFull
from station.ids import ElapsedMs, StreamId, UnixMs
from station.store.database import Database
from station.store.spare_mark import SpareMark

_SAVE = """
    INSERT INTO clock_mark (stream, elapsed, wall) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET elapsed = excluded.elapsed, wall = excluded.wall
"""


class ClockMarks:
    """The last mark of each stream. A power cut may lose the last second, a crash nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._spare = SpareMark(db.beside("-mark"))

    def save(self, stream: StreamId, elapsed: ElapsedMs, wall: UnixMs) -> None:
        """Note the time; nobody waits for this one, so the database is tidied here too.

        Raises:
            StoreFull: It is noted in the room that was set aside for it, and nothing else will be.
        """
        try:
            self.save_all({stream: elapsed}, wall)
        except StoreFull:
            self._spare.save(stream, elapsed, wall)
            raise
        self._spare.set_aside()

    def save_all(self, marks: Mapping[StreamId, ElapsedMs], wall: UnixMs) -> None:
        """Note the time of many streams together."""
        with self._db.writing_softly():
            for stream, elapsed in marks.items():
                self._db.execute(_SAVE, (stream, elapsed, wall))
        self._db.tidy()

    def load(self, stream: StreamId) -> tuple[ElapsedMs, UnixMs] | None:
        """Return the last mark of a stream, if there is one."""
        row = self._db.row("SELECT elapsed, wall FROM clock_mark WHERE stream = ?", (stream,))
        saved = (ElapsedMs(row[0]), UnixMs(row[1])) if row else None
        return max((mark for mark in (saved, self._spare.load(stream)) if mark), default=None)
