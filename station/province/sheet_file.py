"""The keys of each session's papers, kept from the day on which the session was issued.

All papers of a session are drawn when it is issued, to be sure that they can be. What they were is
kept then: an answer that comes back is judged by it at once, and nobody draws the paper again.
Locked in the database like the session itself, for it says what is right. Sessions of before have
no sheets; their papers are drawn again as they come in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from station.codec import Codec
from station.errors.document import DocumentMalformed, EnvelopeSealed
from station.errors.province import ArchiveDamaged
from station.exam.key_sheet import KeySheet
from station.ids import CandidateId, SessionId
from station.province.database import Connection, Database
from station.province.keys import ProvinceKeys
from station.seal.shut import shut, unshut

SESSIONS_HELD = 256
_CONTEXT = "exam-station/province/key-sheets/"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySheets:
    """The key sheets of one session, in the order of its roster."""

    candidates: tuple[CandidateId, ...]
    sheets: tuple[KeySheet, ...]


_KEY_SHEETS: Codec[KeySheets] = Codec(KeySheets)


class SheetFile:
    """Saves and finds key sheets; they never change, so reading is cached."""

    def __init__(self, keys: ProvinceKeys, database: Database) -> None:
        self._vault = keys.vault
        self._database = database
        self.of_session = lru_cache(SESSIONS_HELD)(self._of_session)

    def save(self, db: Connection, session: SessionId, sheets: KeySheets) -> None:
        """Save within the transaction that issues the session."""
        locked = shut(_KEY_SHEETS.pack(sheets), self._vault, _context(session))
        db.execute("INSERT INTO key_sheets VALUES (%s, %s)", (session, locked))

    def _of_session(self, session: SessionId) -> Mapping[CandidateId, KeySheet]:
        query = "SELECT shut FROM key_sheets WHERE session = %s"
        with self._database.transaction() as db:
            row = db.execute(query, (session,)).fetchone()
        if row is None:
            return {}
        try:
            held = _KEY_SHEETS.unpack(unshut(bytes(row[0]), self._vault, _context(session)))
        except (EnvelopeSealed, DocumentMalformed) as exc:
            raise ArchiveDamaged from exc
        return dict(zip(held.candidates, held.sheets, strict=True))


def _context(session: SessionId) -> bytes:
    return f"{_CONTEXT}{session}".encode()
