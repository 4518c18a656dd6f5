"""The province of tests/unit/province, and a centre's own encrypted store."""

import secrets

import pytest

from station.store.database import open_database
from station.store.documents import DocumentShelf
from station.store.outbox import Outbox
from tests.unit.province.conftest import (  # noqa: F401 - fixtures
    address,
    client,
    clock,
    context,
    database,
    founded,
    office,
    province_keys,
    server,
    url,
    world,
)


@pytest.fixture
def store(tmp_path):
    store = open_database(tmp_path / "centre.db", secrets.token_bytes(32))
    yield store
    store.close()


@pytest.fixture
def outbox(store):
    return Outbox(store)


@pytest.fixture
def shelf(store):
    return DocumentShelf(store)
