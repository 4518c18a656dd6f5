"""The database's tables. A migration that has shipped is never edited, only joined by the next.

Rules that must hold whatever the program does are in here, as triggers: a record continues
its stream, is of an epoch that is not fenced off, and is final once saved.
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

MIGRATIONS = Migrations("station")

_STREAMS = (
    """
    CREATE TABLE stream (
        stream TEXT PRIMARY KEY CHECK (stream <> ''),
        fence INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE record (
        stream TEXT NOT NULL REFERENCES stream,
        seq INTEGER NOT NULL CHECK (seq > 0),
        epoch INTEGER NOT NULL,
        elapsed INTEGER NOT NULL,
        wall INTEGER NOT NULL,
        previous BLOB NOT NULL CHECK (length(previous) = 32),
        body BLOB NOT NULL,
        PRIMARY KEY (stream, seq)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TRIGGER record_continues BEFORE INSERT ON record
    WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM record WHERE stream = NEW.stream), 0)
    BEGIN SELECT RAISE(ABORT, 'a record continues its stream'); END
    """,
    """
    CREATE TRIGGER record_is_not_fenced BEFORE INSERT ON record
    WHEN NEW.epoch < (SELECT fence FROM stream WHERE stream = NEW.stream)
    BEGIN SELECT RAISE(ABORT, 'the epoch of this record has passed'); END
    """,
    """
    CREATE TRIGGER record_is_final BEFORE UPDATE ON record
    BEGIN SELECT RAISE(ABORT, 'a saved record is final'); END
    """,
    """
    CREATE TRIGGER record_stays BEFORE DELETE ON record
    BEGIN SELECT RAISE(ABORT, 'a saved record stays'); END
    """,
    """
    CREATE TRIGGER fence_only_rises BEFORE UPDATE ON stream
    WHEN NEW.fence < OLD.fence OR NEW.stream <> OLD.stream
    BEGIN SELECT RAISE(ABORT, 'a fence only rises'); END
    """,
    """
    CREATE TABLE clock_mark (
        stream TEXT PRIMARY KEY,
        elapsed INTEGER NOT NULL,
        wall INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)

_PAPERS = (
    """
    CREATE TABLE document (
        place INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
        raw BLOB NOT NULL
    ) STRICT
    """,
    "CREATE INDEX document_by_kind ON document (kind, place)",
    """
    CREATE TRIGGER document_is_final BEFORE UPDATE ON document
    BEGIN SELECT RAISE(ABORT, 'a saved document is final'); END
    """,
    """
    CREATE TABLE outgoing (
        place INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
        envelope BLOB NOT NULL,
        receipt BLOB
    ) STRICT
    """,
    "CREATE INDEX outgoing_without_receipt ON outgoing (place) WHERE receipt IS NULL",
    """
    CREATE TRIGGER envelope_is_final BEFORE UPDATE ON outgoing
    WHEN OLD.receipt IS NOT NULL OR NEW.envelope <> OLD.envelope OR NEW.digest <> OLD.digest
    BEGIN SELECT RAISE(ABORT, 'a saved envelope and its receipt are final'); END
    """,
    """
    CREATE TRIGGER envelope_stays BEFORE DELETE ON outgoing WHEN OLD.receipt IS NULL
    BEGIN SELECT RAISE(ABORT, 'an envelope stays until its receipt is here'); END
    """,
    """
    CREATE TABLE picture (
        stream TEXT NOT NULL,
        role TEXT NOT NULL,
        jpeg BLOB NOT NULL,
        delete_after INTEGER NOT NULL,
        PRIMARY KEY (stream, role)
    ) STRICT
    """,
    "CREATE INDEX picture_by_deletion ON picture (delete_after)",
    "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
)


FIRST = "0001 streams, documents, outbox, pictures, settings"
KNOWN = frozenset({FIRST})


@MIGRATIONS(name=FIRST)
def _first(db: Database) -> None:
    for statement in (*_STREAMS, *_PAPERS):
        db.execute(statement)


def is_too_new(db: Database) -> bool:
    """Say whether a migration was applied that this program does not know."""
    return any(migration.name not in KNOWN for migration in MIGRATIONS.applied(db))
