"""The province's own database starts on any machine, whatever language that is set to."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from station.province.embedded import EmbeddedServer


@pytest.mark.parametrize("name", ["LANG", "LC_ALL"])
def test_a_language_that_the_system_does_not_speak_stops_no_database(monkeypatch, name):
    monkeypatch.setenv(name, "xx_XX.UTF-8")
    # not pytest's folder: as root, PostgreSQL runs as another user, who must get there
    with TemporaryDirectory(prefix="station-embedded-", ignore_cleanup_errors=True) as folder:
        server = EmbeddedServer(Path(folder) / "database")
        try:
            with psycopg.connect(server.url) as db:
                assert db.execute("SELECT '省'").fetchone() == ("省",)
                assert db.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        finally:
            server.stop()
    assert os.environ[name] == "xx_XX.UTF-8"
