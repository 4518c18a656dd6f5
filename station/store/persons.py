"""How many persons there are pictures of, by the number of their documents and by no name.

A centre must register once it keeps faces of so many persons. A candidate is called otherwise in
each session, so persons are told apart by a digest of their number, made with the centre's key:
nobody without it finds the number by trying them all.
"""

from collections.abc import Mapping

from station.store.database import Database
from station.store.settings import Settings

_PREFIX = "person/"
_WITH_PHOTO = "+"
_OF_A_PERSON = ("check-in", "attempt")


class Persons:
    """Who is who among the sittings of this centre; a sitting is "session/candidate"."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._settings = Settings(db)

    def note(self, sittings: Mapping[str, tuple[bytes, bool]]) -> None:
        """Note whose sittings these are, and whether a photo came with the roster.

        Raises:
            StoreFull: The disk has no room; nothing was noted.
        """
        known = self._settings.starting(_PREFIX)
        with self._db.writing():
            for sitting, (digest, photo) in sittings.items():
                value = digest.hex() + _WITH_PHOTO * photo
                if known.get(sitting) != value:
                    self._settings.put(f"{_PREFIX}{sitting}", value)

    def count(self) -> int:
        """Return how many persons there are pictures of, whatever these show and however often.

        That is with a roster's photo, or at the door, at a seat or of a document. The pictures of
        a card's stream are of somebody whose check-in is here too.
        """
        known = self._settings.starting(_PREFIX)
        rows = self._db.rows("SELECT DISTINCT stream FROM picture")
        names = (str(stream).split("/", 1) for (stream,) in rows)
        sittings = {name[1] for name in names if name[0] in _OF_A_PERSON and len(name) == 2}
        sittings |= {sitting for sitting, value in known.items() if value.endswith(_WITH_PHOTO)}
        return len({known.get(sitting, sitting).rstrip(_WITH_PHOTO) for sitting in sittings})
