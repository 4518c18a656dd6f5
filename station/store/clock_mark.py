"""How far an attempt's exam time had come, noted every second for the restart."""

from collections.abc import Mapping

from station.ids import ElapsedMs, StreamId, UnixMs
from station.store.database import Database

_SAVE = """
    INSERT INTO clock_mark (stream, elapsed, wall) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET elapsed = excluded.elapsed, wall = excluded.wall
"""


class ClockMarks:
    """The last mark of each stream. A power cut may lose the last second, a crash nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, stream: StreamId, elapsed: ElapsedMs, wall: UnixMs) -> None:
        """Note the time; nobody waits for this one, so the database is tidied here too."""
        self.save_all({stream: elapsed}, wall)

    def save_all(self, marks: Mapping[StreamId, ElapsedMs], wall: UnixMs) -> None:
        """Note the time of many streams together."""
        with self._db.writing_softly():
            for stream, elapsed in marks.items():
                self._db.execute(_SAVE, (stream, elapsed, wall))
        self._db.tidy()

    def load(self, stream: StreamId) -> tuple[ElapsedMs, UnixMs] | None:
        """Return the last mark of a stream, if there is one."""
        row = self._db.row("SELECT elapsed, wall FROM clock_mark WHERE stream = ?", (stream,))
        return (ElapsedMs(row[0]), UnixMs(row[1])) if row else None
