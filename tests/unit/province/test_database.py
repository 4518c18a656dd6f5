"""Migrations, and a database of another time."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from station.errors.province import DatabaseAway, DatabaseTooNew
from station.province.database import Database
from station.province.schema import STEPS


def test_many_processes_may_migrate_at_once(url):
    with ThreadPoolExecutor(4) as pool:
        for database in list(pool.map(lambda _: Database(url), range(4))):
            database.close()
    with psycopg.connect(url) as db:
        assert db.execute("SELECT count(*) FROM schema_step").fetchone() == (len(STEPS),)


def test_a_newer_database_is_left_alone(url, database):
    with database.transaction() as db:
        db.execute("INSERT INTO schema_step VALUES (%s)", (len(STEPS) + 1,))
    with pytest.raises(DatabaseTooNew):
        Database(url)


def test_nothing_there_is_a_coded_error():
    with pytest.raises(DatabaseAway):
        Database("postgresql://postgres@127.0.0.1:1/none")


def test_a_transaction_that_fails_leaves_nothing(database):
    with pytest.raises(psycopg.errors.NotNullViolation), database.transaction() as db:
        db.execute("INSERT INTO centre VALUES ('x', 'x', 0); INSERT INTO centre VALUES ('y')")
    with database.transaction() as db:
        assert db.execute("SELECT count(*) FROM centre").fetchone() == (0,)
