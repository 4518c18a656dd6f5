"""A real PostgreSQL, started once; each test gets an empty schema of its own in it."""

import threading
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from station.clock import HeldClock
from station.province import keys
from station.province.app import create_app
from station.province.database import Database
from station.province.embedded import EmbeddedServer
from station.province.office import open_office
from station.province.serve import http_server, listen
from station.seal.tls import client_context
from station.sync.province_client import ProvinceClient
from tests.unit.province.world import found_world

PASSPHRASE = "correct horse"
NUMBERS = count()


@pytest.fixture(scope="session")
def server():
    # Not pytest's folder: each pytest that starts shuts it for other users, and as root
    # PostgreSQL runs as one.
    with TemporaryDirectory(prefix="station-province-", ignore_cleanup_errors=True) as folder:
        server = EmbeddedServer(Path(folder) / "database")
        yield server
        server.stop()


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """The folder of a province's keys, and its officer's password."""
    folder = tmp_path_factory.mktemp("keys")
    return folder, keys.found(folder, PASSPHRASE, HeldClock().wall())


@pytest.fixture(scope="session")
def province_keys(founded):
    return keys.load(founded[0], PASSPHRASE)


@pytest.fixture(scope="session")
def officer_password(founded):
    return founded[1]


@pytest.fixture
def url(server):
    name = f"test_{next(NUMBERS)}"
    with psycopg.connect(server.url, autocommit=True) as db:
        db.execute(f"CREATE SCHEMA {name}")
    return f"{server.url}&application_name={name}&options=-csearch_path%3D{name}"


@pytest.fixture
def database(url):
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def clock():
    return HeldClock()


@pytest.fixture
def office(province_keys, database, clock):
    return open_office(province_keys, database, clock)


@pytest.fixture
def world(office, clock):
    return found_world(office, clock)


@contextmanager
def serving(app, province_keys):
    """Serve an application as the province until the block is left."""
    with listen("127.0.0.1", 0) as listener:
        server = http_server(app, province_keys)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def address(world):
    """Where the world's office serves."""
    with serving(create_app(world.office), world.office.keys) as address:
        yield address


@pytest.fixture
def context(province_keys):
    return client_context(None, province_keys.trust)


@pytest.fixture
def client(address, context, world):
    with ProvinceClient(address, context, world.token) as client:
        yield client
