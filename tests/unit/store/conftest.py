"""A database in the test's own folder."""

import pytest

from station.store.database import open_database

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "seat.db"


@pytest.fixture
def db(path):
    db = open_database(path, KEY)
    yield db
    db.close()
