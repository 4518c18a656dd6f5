"""The documents that the province has issued, locked in its database.

They lie there under the vault key, because a session package names candidates and holds
the secret that papers are drawn with, and the database may be another house's.
"""

from dataclasses import dataclass
from functools import lru_cache

from station.errors.document import EnvelopeSealed
from station.errors.province import ArchiveDamaged, DocumentUnknown, SessionUnknown
from station.exam.compose import Composer
from station.exam.key_sheet import KeySheet, key_sheet
from station.ids import CandidateId, CardSerial, CentreId, Digest, SessionId, StaffId, UnixMs
from station.province.database import Connection, Database
from station.province.keys import ProvinceKeys
from station.province.sheet_file import KeySheets, SheetFile
from station.seal.documents import verify
from station.seal.kinds import DocumentKind
from station.seal.shut import shut, unshut
from station.sync.bank_package import open_bank, read_bank
from station.sync.revocation import REVOCATION
from station.sync.rule_pack import RULE_PACK, RulePack
from station.sync.session_package import SESSION_PACKAGE, SessionPackage
from station.sync.session_papers import SessionPapers

BANK_KEY_CONTEXT = b"exam-station/province/bank-key/"
SESSIONS_HELD = 256
BANKS_HELD = 8
PAPERS_HELD = 32
"""Sessions whose pools lie ready, cut for their rooms."""


@dataclass(frozen=True, slots=True)
class Issued:
    """One document as it was issued."""

    kind: DocumentKind
    digest: Digest
    raw: bytes
    at: UnixMs


@dataclass(frozen=True, slots=True)
class SessionFile:
    """What one session is to be held and marked by.

    Attributes:
        expected: Who is on the roster and not barred.
        staff: Who may decide at the centre.
    """

    package: SessionPackage
    rules: RulePack
    expected: frozenset[CandidateId]
    staff: frozenset[StaffId]


class Archive:
    """Saves and finds issued documents; what is issued never changes, so reading is cached."""

    def __init__(self, keys: ProvinceKeys, database: Database) -> None:
        self._keys = keys
        self._database = database
        self.session = lru_cache(SESSIONS_HELD)(self._session)
        self.composer = lru_cache(BANKS_HELD)(self._composer)
        self.papers = lru_cache(PAPERS_HELD)(self._papers)
        self._sheets = SheetFile(keys, database)

    def save(self, db: Connection, document: Issued, centre: CentreId | None) -> None:
        """Save a document within a transaction; one that is held already stays as it is."""
        db.execute(
            "INSERT INTO document VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (
                document.digest,
                document.kind.value,
                centre,
                shut(document.raw, self._keys.vault, document.digest),
                document.at,
            ),
        )

    def save_bank_key(self, db: Connection, bank: Digest, key: bytes) -> None:
        """Save what a bank opens with."""
        locked = shut(key, self._keys.vault, BANK_KEY_CONTEXT + bank)
        db.execute("INSERT INTO bank_key VALUES (%s, %s) ON CONFLICT DO NOTHING", (bank, locked))

    def bank_key(self, bank: Digest) -> bytes:
        """Return what a bank opens with.

        Raises:
            DocumentUnknown: The bank was not registered here.
        """
        with self._database.transaction() as db:
            row = db.execute("SELECT shut FROM bank_key WHERE bank = %s", (bank,)).fetchone()
        if row is None:
            raise DocumentUnknown
        return self._unlock(row[0], BANK_KEY_CONTEXT + bank)

    def save_sheets(self, db: Connection, session: SessionId, sheets: KeySheets) -> None:
        """Save the keys of a session's papers within the transaction that issues it."""
        self._sheets.save(db, session, sheets)

    def saved_sheet(self, session: SessionId, candidate: CandidateId) -> KeySheet | None:
        """Return the keys of a paper, if they were saved when its session was issued."""
        return self._sheets.of_session(session).get(candidate)

    def sheet(self, session: SessionId, candidate: CandidateId) -> KeySheet:
        """Return the keys of a paper: as saved, or of the paper drawn again.

        Raises:
            CandidateNotExpected: Nobody of that name is on the roster.
        """
        saved = self.saved_sheet(session, candidate)
        return saved or key_sheet(self.papers(session).draw_for(candidate))

    def listing(self, centre: CentreId) -> tuple[tuple[str, Digest], ...]:
        """Name kind and digest of each document that is for this centre, oldest first."""
        query = (
            "SELECT kind, digest FROM document WHERE centre IS NULL OR centre = %s"
            " ORDER BY issued_at, digest"
        )
        with self._database.transaction() as db:
            rows = db.execute(query, (centre,)).fetchall()
        return tuple((kind, Digest(digest)) for kind, digest in rows)

    def document(self, digest: Digest, centre: CentreId | None = None) -> Issued:
        """Find a document.

        Args:
            centre: Who asks; None is the province itself, which may see all.

        Raises:
            DocumentUnknown: There is none, or it is for another centre.
        """
        query = "SELECT kind, centre, shut, issued_at FROM document WHERE digest = %s"
        with self._database.transaction() as db:
            row = db.execute(query, (digest,)).fetchone()
        if row is None or (centre is not None and row[1] not in (None, centre)):
            raise DocumentUnknown
        kind, _, locked, at = row
        raw = self._unlock(locked, digest)
        return Issued(DocumentKind(kind), digest, raw, UnixMs(at))

    def revoked(self, centre: CentreId) -> frozenset[CardSerial]:
        """Name the cards of a centre that were taken back."""
        query = "SELECT digest FROM document WHERE kind = %s AND centre = %s"
        with self._database.transaction() as db:
            rows = db.execute(query, (DocumentKind.REVOCATION.value, centre)).fetchall()
        words = (REVOCATION.unpack(self._payload(Digest(digest))) for (digest,) in rows)
        return frozenset(word.serial for word in words)

    def _session(self, session: SessionId) -> SessionFile:
        with self._database.transaction() as db:
            row = db.execute("SELECT package FROM session WHERE id = %s", (session,)).fetchone()
        if row is None:
            raise SessionUnknown
        package = SESSION_PACKAGE.unpack(self._payload(Digest(row[0])))
        rules = RULE_PACK.unpack(self._payload(package.rule_pack))
        expected = frozenset(each.candidate for each in package.roster if not each.barred)
        staff = frozenset(person.id for person in package.staff)
        return SessionFile(package, rules, expected, staff)

    def _payload(self, digest: Digest) -> bytes:
        issued = self.document(digest)
        return verify(issued.raw, issued.kind, self._keys.trust, issued.at).payload

    def _unlock(self, locked: bytes, context: bytes) -> bytes:
        try:
            return unshut(locked, self._keys.vault, context)
        except EnvelopeSealed as exc:
            raise ArchiveDamaged from exc

    def _papers(self, session: SessionId) -> SessionPapers:
        package = self.session(session).package
        return SessionPapers(self.composer(package.bank), package)

    def _composer(self, bank: Digest) -> Composer:
        issued = self.document(bank)
        key = self.bank_key(bank)
        trust = self._keys.trust
        mastered, _ = read_bank(issued.raw, trust, issued.at)
        opens_at = UnixMs(max(issued.at, mastered.opens_at))
        return Composer(open_bank(issued.raw, key, trust, opens_at), bank)
